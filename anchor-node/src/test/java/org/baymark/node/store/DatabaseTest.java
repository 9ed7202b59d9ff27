package org.baymark.node.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("node.db");
  }

  private void refuses(String part) {
    StoreException refused = assertThrows(StoreException.class, () -> LogStore.open(file()));
    assertTrue(String.valueOf(refused.getMessage()).contains(part), refused.getMessage());
  }

  private void change(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  @Test
  void everyCommitIsFlushed() throws SQLException {
    try (Database database = Database.open(file());
        Statement sql = database.connection().createStatement()) {
      try (ResultSet row = sql.executeQuery("PRAGMA synchronous")) {
        assertEquals(2, row.getInt(1), "FULL");
      }
      try (ResultSet row = sql.executeQuery("PRAGMA journal_mode")) {
        assertEquals("wal", row.getString(1));
      }
    }
  }

  @Test
  void noOtherUserReadsTheFilesWhateverTheFolderAllows() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (LogStore open = LogStore.open(file())) {
      assertTrue(open.lastCheckpoint().isEmpty());
      for (String end : List.of("", "-wal", "-shm", ".lock")) {
        Path one = folder.resolve("node.db" + end);
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(one));
        assertEquals("rw-------", mode, one.toString());
      }
    }
  }

  @Test
  void oneNodeHasIt() {
    try (LogStore open = LogStore.open(file())) {
      refuses("another node");
      assertTrue(open.lastCheckpoint().isEmpty());
    }
    LogStore.open(file()).close();
  }

  @Test
  void aFileThatIsNoDatabaseIsLeftAlone() throws IOException {
    String text = "not a database, but somebody's only copy of something ".repeat(50);
    Files.writeString(file(), text);
    refuses("does not open");
    assertEquals(text, Files.readString(file()));
  }

  @Test
  void anotherProgramsDatabaseIsLeftAlone() throws SQLException {
    change("CREATE TABLE theirs (x)");
    refuses("was not made by an anchor node");
  }

  @Test
  void aLaterFormIsRefused() throws SQLException {
    LogStore.open(file()).close();
    change("PRAGMA user_version = 7");
    refuses("has the form 7");
  }

  @Test
  void aFolderThatIsNotThereIsSaidSo() {
    Path nowhere = folder.resolve("nowhere").resolve("node.db");
    assertThrows(StoreException.class, () -> LogStore.open(nowhere));
  }
}
