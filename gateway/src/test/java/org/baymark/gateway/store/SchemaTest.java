package org.baymark.gateway.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of other versions of the program. */
class SchemaTest {
  @TempDir Path folder;

  /** Leaves a file as {@code version} had it, with one subject in it. */
  private void leave(int version, List<String> undone) {
    Database.open(folder).close();
    Transaction old = Connecting.to(folder.resolve("gateway.db"), false);
    old.execute("INSERT INTO subject (name) VALUES ('kept')");
    undone.forEach(old::execute);
    old.execute("PRAGMA user_version = " + version);
    old.close();
  }

  private List<String> names(String file, String sql) {
    Transaction open = Connecting.to(folder.resolve(file), false);
    try {
      return open.list(sql, row -> row.text(1));
    } finally {
      open.close();
    }
  }

  private static final String SUBJECTS = "SELECT name FROM subject";
  private static final String TABLES =
      "SELECT sql FROM sqlite_schema WHERE type = 'table' ORDER BY name";

  @Test
  void anOlderFileIsBroughtForwardAndKeptAsItWas() throws IOException {
    leave(3, OldStore.BACK_TO_3);
    Database.open(folder).close();
    assertEquals(List.of("7"), names("gateway.db", "PRAGMA user_version"));
    assertEquals(List.of("kept"), names("gateway.db", SUBJECTS));
    Path copy = folder.resolve("gateway.db.of-version-3");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)));
    assertEquals(List.of("3"), names("gateway.db.of-version-3", "PRAGMA user_version"));
    assertEquals(List.of("kept"), names("gateway.db.of-version-3", SUBJECTS));
  }

  /** It is behind what the gateway seals from now on, whoever moves it back. */
  @Test
  void theCopyIsNothingToGoOnFrom() throws IOException {
    leave(3, OldStore.BACK_TO_3);
    Database.open(folder).close();
    Path copy = folder.resolve("gateway.db.of-version-3");
    Files.move(copy, folder.resolve("gateway.db"), StandardCopyOption.REPLACE_EXISTING);
    String why =
        String.valueOf(
            assertThrows(StoreException.class, () -> Database.open(folder)).getMessage());
    assertTrue(why.contains("is a backup"), why);
  }

  @Test
  void whatIsBroughtForwardHasTheTablesOfANewFile() {
    Database.open(folder).close();
    List<String> fresh = names("gateway.db", TABLES);
    leave(3, OldStore.BACK_TO_3);
    Database.open(folder).close();
    assertEquals(fresh, names("gateway.db", TABLES));
  }

  /** What was counted goes on: an alarm that is open would not end else. */
  @Test
  void whatVersion6CountedIsCountedOn() {
    Database.open(folder).close();
    List<String> fresh = names("gateway.db", TABLES);
    leave(6, OldStore.BACK_TO_6);
    Database.open(folder).close();
    assertEquals(fresh, names("gateway.db", TABLES));
    assertEquals(List.of("7"), names("gateway.db", "PRAGMA user_version"));
    assertEquals(
        List.of("logger pallet warm 0 0102"),
        names(
            "gateway.db",
            "SELECT concat_ws(' ', device, subject, rule, row, hex(kept)) FROM alarm_count"));
    assertEquals(List.of("6"), names("gateway.db.of-version-6", "PRAGMA user_version"));
  }

  @Test
  void aStepThatFailsLeavesTheFileAsItWas() {
    leave(3, List.of()); // and yet it has the table that the step makes
    assertThrows(StoreException.class, () -> Database.open(folder));
    assertEquals(List.of("3"), names("gateway.db", "PRAGMA user_version"));
    assertEquals(List.of("kept"), names("gateway.db", SUBJECTS));
  }

  @Test
  void aFileOfANewerProgramIsRefusedAndNotTouched() {
    leave(99, List.of());
    String why =
        String.valueOf(
            assertThrows(StoreException.class, () -> Database.open(folder)).getMessage());
    assertTrue(why.contains("is of version 99, newer than this program"), why);
    assertEquals(List.of("99"), names("gateway.db", "PRAGMA user_version"));
    assertFalse(Files.exists(folder.resolve("gateway.db.of-version-99")));
  }

  @Test
  void aFileTooOldIsRefused() {
    leave(2, List.of());
    String why =
        String.valueOf(
            assertThrows(StoreException.class, () -> Database.open(folder)).getMessage());
    assertTrue(why.contains("is of version 2; this program brings forward"), why);
  }
}
