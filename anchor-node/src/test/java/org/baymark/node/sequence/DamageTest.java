package org.baymark.node.sequence;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.baymark.node.Alliance;
import org.baymark.node.store.StoreException;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.TreeHead;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A database that was changed behind our back: the node refuses to start, or to show what was
 * changed, and says why.
 */
class DamageTest {
  @TempDir Path folder;

  @BeforeEach
  void live() {
    try (RunningLog log = RunningLog.start(folder)) {
      Script.commands().forEach(log::apply);
    }
  }

  private void change(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("node.db"));
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private void refuses() {
    StoreException refused = assertThrows(StoreException.class, () -> RunningLog.start(folder));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("must not go on"), refused.getMessage());
  }

  @Test
  void undamagedItStarts() {
    RunningLog.start(folder).close();
  }

  /** What follows from the log is missing, as after an older version: all is executed again. */
  private void forgetFacts() throws SQLException {
    for (String table : List.of("fact", "undo", "mark")) {
      change("DELETE FROM " + table);
    }
  }

  @Test
  void withoutWhatFollowsItStarts() throws SQLException {
    forgetFacts();
    RunningLog.start(folder).close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // The last entries, with a checkpoint after them.
        "DELETE FROM entry WHERE position >= 9",
        "DELETE FROM entry WHERE position = (SELECT max(position) FROM entry)",
        "UPDATE entry SET octets = x'00' WHERE position = (SELECT max(position) FROM entry)",
        "UPDATE entry SET octets = x'00'"
            + " WHERE position = (SELECT max(size) - 1 FROM checkpoint)",
        "DELETE FROM checkpoint WHERE size = (SELECT max(size) FROM checkpoint)",
        "DELETE FROM checkpoint",
        // The page at the root of the index, as it was sealed; the hashes of the tree.
        "DELETE FROM undo WHERE key = x'5800'",
        "UPDATE fact SET octets = zeroblob(length(octets)) WHERE substr(key, 1, 1) = x'54'",
        "DELETE FROM fact WHERE substr(key, 1, 1) = x'54'",
        "DELETE FROM fact WHERE substr(key, 1, 1) = x'43'",
        "UPDATE fact SET octets = substr(octets, 2) WHERE substr(key, 1, 1) = x'4d'",
      })
  void atItsEndsItIsComparedWithWhatFollows(String damage) throws SQLException {
    change(damage);
    refuses();
  }

  /** Nobody reads the whole log at a start; nobody is shown what the log did not take. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM entry WHERE position = 3",
        "UPDATE entry SET octets = (SELECT octets FROM entry WHERE position = 4)"
            + " WHERE position = 3",
        "UPDATE entry SET octets = substr(octets, 1, length(octets) - 1) || x'7f'"
            + " WHERE position = 3",
      })
  void anEntryInsideIsComparedBeforeItIsShown(String damage) throws SQLException {
    change(damage);
    try (RunningLog log = RunningLog.start(folder)) {
      var asked = log.sequencer.ask(archive -> archive.entry(3));
      AssertionError failed = assertThrows(AssertionError.class, () -> RunningLog.await(asked));
      assertTrue(String.valueOf(failed.getMessage()).contains("must not go on"), failed.toString());
      assertTrue(log.fatal.join() instanceof StoreException, "and the node ends");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM entry WHERE position = 0",
        "DELETE FROM entry WHERE position = 3",
        // The last entry with a checkpoint after it, the seal, and all that follows.
        "DELETE FROM entry WHERE position >= 9",
        "DELETE FROM subjects WHERE position = 4",
        "DELETE FROM checkpoint WHERE size = (SELECT max(size) FROM checkpoint)",
        "DELETE FROM checkpoint WHERE size = (SELECT min(size) FROM checkpoint)",
        "DELETE FROM checkpoint",
        "UPDATE entry SET octets = (SELECT octets FROM entry WHERE position = 4)"
            + " WHERE position = 5",
        "UPDATE entry SET octets = x'00' WHERE position = 1",
        "UPDATE entry SET octets = substr(octets, 1, length(octets) - 1) || x'7f'"
            + " WHERE position = 2",
        "UPDATE checkpoint SET note = replace(note, char(10) || '2' || char(10),"
            + " char(10) || '3' || char(10)) WHERE size = 2",
        "UPDATE subjects SET octets = (SELECT octets FROM subjects WHERE position = 4)"
            + " WHERE position = 5",
      })
  void executedAgainItRefusesToStart(String damage) throws SQLException {
    change(damage);
    forgetFacts();
    refuses();
  }

  @Test
  void aSignedHeadBeyondTheEntriesStopsIt() throws SQLException {
    TreeHead beyond = new TreeHead(99, Digest.sha256(Bytes.ofUtf8("lost")));
    Checkpoint checkpoint = new Checkpoint(Alliance.ORIGIN, beyond.size(), beyond.root());
    NoteSignature line = Alliance.KEYS.logSigner(Alliance.ORIGIN).signCheckpoint(checkpoint);
    String note = new SignedCheckpoint(checkpoint, List.of(line)).toText();
    change("INSERT INTO checkpoint VALUES (99, '" + note + "')");
    refuses();
  }

  @Test
  void aSubjectListThatDoesNotReadIsSaidSo() throws SQLException {
    forgetFacts();
    change("UPDATE subjects SET octets = x'ff'");
    refuses();
  }
}
