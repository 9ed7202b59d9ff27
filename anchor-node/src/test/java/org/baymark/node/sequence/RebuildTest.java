package org.baymark.node.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.baymark.node.TestGateway;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.EvidenceDesk;
import org.baymark.node.ledger.Result;
import org.baymark.node.shelf.Label;
import org.baymark.node.store.LogStore;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.passport.EvidenceRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows from the log is made again where it is missing, of another form, or behind. */
class RebuildTest {
  @TempDir Path folder;
  private String before = "";

  @BeforeEach
  void live() {
    try (RunningLog log = RunningLog.start(folder)) {
      Script.commands().forEach(log::apply);
      before = everything(log);
    }
  }

  private static String everything(RunningLog log) {
    EvidenceRequest request =
        new EvidenceRequest(
            List.of(
                new EvidenceRequest.Asked(
                    TestGateway.about("pallet", 1).subjectKey(), Optional.empty())),
            List.of());
    String evidence =
        RunningLog.await(log.sequencer.ask(archive -> archive.evidence(request)))
            .match(found -> found.encoded().hex(), EvidenceDesk.Lacking::toString);
    return RunningLog.await(log.sequencer.ask(Archive::head)) + " " + evidence;
  }

  private void change(String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("node.db"));
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.executeUpdate(sql);
      }
    }
  }

  private void comesToTheSame() {
    try (RunningLog log = RunningLog.start(folder)) {
      assertEquals(before, everything(log));
      assertInstanceOf(Result.Closed.class, log.apply(new Command.Close(Era.FIRST)));
    }
  }

  @Test
  void aDatabaseOfTheVersionThatHadNoCheckSumsOpens() throws SQLException {
    String sums = " SET octets = substr(octets, 1, length(octets) - 4)";
    change("UPDATE fact" + sums, "UPDATE undo" + sums, "PRAGMA user_version = 3");
    comesToTheSame();
  }

  @Test
  void aDatabaseOfTheVersionThatKeptNothingOpens() throws SQLException {
    change("DROP TABLE fact", "DROP TABLE undo", "DROP TABLE mark", "PRAGMA user_version = 2");
    comesToTheSame();
  }

  /** A form is [number, ...]: 3 is ours, and others may hold anything. */
  @ParameterizedTest
  @ValueSource(strings = {"8101", "850100f6f6f6", "820009", "820209"})
  void factsOfAnotherFormAreNotRead(String form) {
    try (LogStore store = LogStore.open(folder.resolve("node.db"))) {
      store.begin();
      store.facts().put(Label.LOG.key(), Bytes.ofHex(form));
      store.commitFacts();
    }
    comesToTheSame();
  }

  @Test
  void factsThatAreBehindTheLogCatchUp() throws SQLException {
    for (int commands = 0; commands < Script.commands().size(); commands++) {
      // The facts as they were after so many commands, beside all the entries.
      change(
          "DELETE FROM fact",
          "DELETE FROM undo",
          "DELETE FROM mark",
          "ATTACH '" + shorter(commands) + "' AS shorter",
          "INSERT INTO fact SELECT * FROM shorter.fact",
          "INSERT INTO undo SELECT * FROM shorter.undo",
          "INSERT INTO mark SELECT * FROM shorter.mark");
      try (RunningLog log = RunningLog.start(folder)) {
        assertEquals(before, everything(log), "after " + commands);
      }
    }
  }

  private Path shorter(int commands) {
    Path of = folder.resolve("shorter " + commands);
    of.toFile().mkdirs();
    try (RunningLog log = RunningLog.start(of)) {
      Script.commands().subList(0, commands).forEach(log::apply);
    }
    return of.resolve("node.db");
  }
}
