package org.baymark.node.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.baymark.node.Alliance;
import org.baymark.node.voting.Minute;
import org.baymark.node.voting.SealedLog;
import org.baymark.node.voting.Seen;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.voting.Cosigned;
import org.baymark.protocol.voting.Opened;
import org.baymark.protocol.voting.Opening;
import org.baymark.protocol.voting.Stop;
import org.baymark.protocol.voting.StopSet;
import org.baymark.protocol.voting.Voice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others co-signed, across restarts. */
class VoteStoreTest {
  private static final DevUrn LIAR = Alliance.MEMBER;

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("node.db");
  }

  private static Cosigned said(int size) {
    return SealedLog.of(0, size, "other").cosigned();
  }

  private static TreeHead tree(Cosigned said) {
    return new TreeHead(said.note().checkpoint().size(), said.note().checkpoint().root());
  }

  private void write(Seen... changes) {
    try (LogStore store = LogStore.open(file())) {
      store.begin();
      for (Seen change : changes) {
        store.seen().write(change);
      }
      store.commit();
    }
  }

  private List<Cosigned> seen(long epoch) {
    try (LogStore store = LogStore.open(file())) {
      return store.seen().of(epoch).stream().flatMap(it -> it.more().stream()).toList();
    }
  }

  @Test
  void whatWasSeenIsThereAndWhatWasDroppedIsNot() {
    write(new Seen(LIAR, 0, List.of(said(5), said(7)), List.of()));
    write(new Seen(LIAR, 0, List.of(said(5)), List.of()));
    assertEquals(List.of(said(5), said(7)), seen(0));
    write(new Seen(LIAR, 0, List.of(said(9)), List.of(tree(said(5)))));
    assertEquals(List.of(said(7), said(9)), seen(0));
    assertEquals(List.of(), seen(1));
  }

  @Test
  void anotherEpochForgetsIt() {
    write(new Seen(LIAR, 0, List.of(said(5)), List.of()));
    Voice voice = Voice.of(LIAR, Alliance.KEYS.reporter());
    StopSet stops = new StopSet(List.of(Stop.say(voice, Alliance.ORIGIN, 0, Optional.empty())));
    Opening opening = Opening.say(voice, Alliance.ORIGIN, 1, stops.digest());
    try (LogStore store = LogStore.open(file())) {
      store.begin();
      store.votes().write(new Minute.Entered(new Opened(opening, stops)));
      store.commit();
    }
    assertEquals(List.of(), seen(0));
  }

  /** A database of a node that knew nothing of it. */
  @Test
  void anOlderDatabaseGetsTheTable() throws SQLException {
    LogStore.open(file()).close();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("DROP TABLE seen");
    }
    write(new Seen(LIAR, 0, List.of(said(5)), List.of()));
    assertEquals(List.of(said(5)), seen(0));
  }
}
