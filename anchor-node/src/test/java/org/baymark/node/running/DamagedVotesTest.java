package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.node.store.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a member recorded of votes does not read any more: it says so, and what to do about it. */
class DamagedVotesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE report SET octets = x'00'",
        "UPDATE cosignature SET note = x'00'",
        "UPDATE certificate SET octets = x'00'",
        "UPDATE checkpoint SET note = 'nonsense'",
        "INSERT INTO conflict VALUES (x'01', x'02')",
      })
  void itDoesNotStart(String damage) throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 1)) {
      alliance.start(0);
      alliance.sameHead(1);
      alliance.stop(0);
      Path database = new WorkingFolder(alliance.folder(0)).database();
      try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
          Statement sql = connection.createStatement()) {
        assertTrue(sql.executeUpdate(damage) > 0);
      }
      StoreException refused = assertThrows(StoreException.class, () -> alliance.start(0));
      String said = String.valueOf(refused.getMessage());
      assertEquals(2, said.split(StoreException.DAMAGED, -1).length, said); // it stands there once
    }
  }

  @Test
  void whatOthersCosignedIsLeftAsideWhereItDoesNotRead() throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 1)) {
      alliance.start(0);
      alliance.sameHead(1);
      alliance.stop(0);
      Path database = new WorkingFolder(alliance.folder(0)).database();
      try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
          Statement sql = connection.createStatement()) {
        String epoch = "(SELECT coalesce(max(epoch), 0) FROM report)";
        sql.executeUpdate(
            "INSERT INTO seen VALUES ('urn:dev:ops:1-x', " + epoch + ", 1, x'00', x'00')");
        sql.executeUpdate("INSERT INTO seen VALUES ('nobody', " + epoch + ", 1, x'00', x'00')");
      }
      alliance.start(0);
    }
  }

  /** With nobody else to go on there is nothing that it could do but sign a second history. */
  @Test
  void anOldCopyOfTheDatabaseOfAnOnlyMemberDoesNotStart() throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 1)) {
      alliance.start(0);
      long before = alliance.sameHead(1).size();
      alliance.stop(0);
      Path database = new WorkingFolder(alliance.folder(0)).database();
      byte[] old = Files.readAllBytes(database);
      alliance.start(0);
      alliance.admit(0, "gateway");
      alliance.sameHead(before + 1);
      alliance.stop(0);
      byte[] present = Files.readAllBytes(database);
      Files.write(database, old);
      StoreException refused = assertThrows(StoreException.class, () -> alliance.start(0));
      assertTrue(String.valueOf(refused.getMessage()).contains("it is an old copy"));
      Files.write(database, present);
      alliance.start(0);
    }
  }
}
