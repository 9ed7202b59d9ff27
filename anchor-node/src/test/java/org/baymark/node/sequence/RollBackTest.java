package org.baymark.node.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.baymark.node.Alliance;
import org.baymark.node.ledger.ClosedLog;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.Ledger;
import org.baymark.node.ledger.Result;
import org.baymark.node.store.LogStore;
import org.baymark.node.store.Place;
import org.baymark.node.store.StoredEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an execution does with a log that others order: places, copies, and the way back. */
class RollBackTest {
  private static final Bytes ORDER = Bytes.ofHex("000102030405060708090a0b0c0d0e0f");
  private static final Command FOUND = new Command.Found(Alliance.GENESIS);

  @TempDir Path folder;
  private LogStore store;
  private Execution execution;

  /** Signs nothing: what is asked here is what the log holds. */
  static final Heads NOBODY =
      new Heads() {
        @Override
        public void opened(Ledger ledger) {}

        @Override
        public void moved(Ledger ledger) {}

        @Override
        public Era era() {
          return Era.FIRST;
        }

        @Override
        public void closed(ClosedLog closed, Ledger ledger) {}

        @Override
        public void committed() {}

        @Override
        public boolean isAlone(Members members) {
          return false;
        }

        @Override
        public Optional<LogStatus.Published> published() {
          return Optional.empty();
        }
      };

  @BeforeEach
  void open() {
    store = LogStore.open(folder.resolve("node.db"));
    execution = Execution.open(store, NOBODY, 100, cause -> {});
    execution.start();
  }

  @AfterEach
  void close() {
    execution.close();
    store.close();
  }

  private static Command admit(String name) {
    return new Command.Admit(
        Alliance.registered(new DevUrn("urn:dev:org:32473-" + name), Kind.TELEMETRY));
  }

  private Optional<Result> apply(long index, Command command) throws Exception {
    return RunningLog.await(execution.apply(new Place(ORDER, 1, index), Optional.of(command)));
  }

  private TreeHead head() {
    return RunningLog.await(execution.ask(Archive::head));
  }

  @Test
  void aPlaceIsAppliedOnce() throws Exception {
    assertInstanceOf(Result.Appended.class, apply(3, FOUND).orElseThrow());
    assertInstanceOf(Result.Appended.class, apply(5, admit("a")).orElseThrow());
    assertEquals(Optional.empty(), apply(4, admit("b")));
    assertEquals(Optional.of(new Place(ORDER, 1, 5)), execution.place(ORDER));
    assertEquals(2, head().size());
  }

  @Test
  void whatIsRolledBackIsKeptAsideAndComesAgain() throws Exception {
    apply(1, FOUND);
    TreeHead start = head();
    apply(2, admit("a"));
    apply(3, admit("b"));
    RunningLog.await(execution.back(true));
    assertEquals(start, head());
    assertEquals(Optional.of(new Place(ORDER, 1, 1)), execution.place(ORDER));
    List<Execution.Aside> aside = RunningLog.await(execution.aside(9));
    assertEquals(
        List.of(admit("a"), admit("b")), aside.stream().map(Execution.Aside::command).toList());
    RunningLog.await(execution.settle(aside.get(0).number()));
    assertEquals(aside.subList(1, 2), RunningLog.await(execution.aside(9)));
    assertInstanceOf(Result.Appended.class, apply(2, admit("b")).orElseThrow());
  }

  @Test
  void aCopyIsExecutedAndComesToTheSamePlace() throws Exception {
    apply(1, FOUND);
    apply(2, admit("a"));
    apply(3, admit("b"));
    TreeHead whole = head();
    Piece first = RunningLog.await(execution.ask(archive -> archive.piece(1)));
    assertEquals(Optional.of(new Place(ORDER, 1, 3)), first.place());
    RunningLog.await(execution.back(false));
    assertEquals(List.of(), RunningLog.await(execution.aside(9)));
    assertTrue(RunningLog.await(execution.adopt(first)));
    assertEquals(whole, head());
    assertEquals(Optional.of(new Place(ORDER, 1, 3)), execution.place(ORDER));
  }

  @Test
  void aCopyThatTheRulesDoNotLeadToChangesNothing() throws Exception {
    apply(1, FOUND);
    apply(2, admit("a"));
    TreeHead before = head();
    StoredEntry good =
        new StoredEntry(2, admit("b").entry().orElseThrow().encoded(), List.of(), Optional.empty());
    StoredEntry twice =
        new StoredEntry(3, admit("a").entry().orElseThrow().encoded(), List.of(), Optional.empty());
    Piece piece = new Piece(2, List.of(good, twice), Optional.empty(), 4);
    assertEquals(false, RunningLog.await(execution.adopt(piece)));
    assertEquals(before, head());
    assertTrue(RunningLog.await(execution.adopt(new Piece(2, List.of(good), Optional.empty(), 4))));
    assertEquals(3, head().size());
  }

  @Test
  void rubbishFromAPeerChangesNothingAndEndsNothing() throws Exception {
    apply(1, FOUND);
    TreeHead before = head();
    for (String octets : List.of("", "00", "d2", "d28443a10126a0f640")) {
      StoredEntry rubbish = new StoredEntry(1, Bytes.ofHex(octets), List.of(), Optional.empty());
      Piece piece = new Piece(1, List.of(rubbish), Optional.empty(), 2);
      assertEquals(false, RunningLog.await(execution.adopt(piece)), octets);
    }
    assertEquals(before, head());
    assertInstanceOf(Result.Appended.class, apply(2, admit("a")).orElseThrow());
  }

  private static final Bytes NEXT = Bytes.ofHex("f00102030405060708090a0b0c0d0e0f");
  private static final Era SECOND = era(1);

  private static Era era(long epoch) {
    return new Era(epoch, Optional.of(Digest.sha256(Bytes.ofUtf8("stops"))));
  }

  private boolean enter(TreeHead start) {
    return RunningLog.await(execution.enter(NEXT, SECOND, start));
  }

  @Test
  void anEpochBeginsAtItsStartAndTakesNothingMoreOfTheOldOrder() throws Exception {
    apply(1, FOUND);
    apply(2, admit("a"));
    TreeHead start = head();
    apply(3, admit("b"));
    assertTrue(enter(start));
    assertEquals(start, head());
    assertEquals(Optional.empty(), apply(4, admit("late")));
    assertEquals(1, RunningLog.await(execution.aside(9)).size());
    RunningLog.await(execution.apply(new Place(NEXT, 1, 0), Optional.of(admit("c"))));
    assertTrue(enter(start), "again, as after a crash");
    assertEquals(3, head().size());
  }

  /** What is no longer there cannot be executed again. */
  @Test
  void theWayBackToACheckpointExecutesNothing() throws Exception {
    apply(1, FOUND);
    apply(2, admit("a"));
    apply(3, new Command.Close(Era.FIRST));
    TreeHead start = head();
    apply(4, admit("b"));
    apply(5, new Command.Close(Era.FIRST));
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("node.db"));
        Statement sql = other.createStatement()) {
      sql.executeUpdate("DELETE FROM entry WHERE position < 2");
    }
    assertTrue(enter(start));
    assertEquals(start, head());
    assertInstanceOf(
        Result.Appended.class,
        RunningLog.await(execution.apply(new Place(NEXT, 1, 0), Optional.of(admit("b"))))
            .orElseThrow());
  }

  @Test
  void anEpochThatStartsElsewhereWaitsForTheCopy() throws Exception {
    apply(1, FOUND);
    apply(2, admit("a"));
    TreeHead start = head();
    Piece right = RunningLog.await(execution.ask(archive -> archive.piece(1)));
    RunningLog.await(execution.back(false));
    apply(3, admit("b"));
    assertEquals(false, enter(start));
    RunningLog.await(execution.back(true));
    assertTrue(RunningLog.await(execution.adopt(right)));
    assertTrue(enter(start));
    assertEquals(start, head());
  }

  @Test
  void whatAnEpochLeftBehindIsCopiedFromNobody() throws Exception {
    apply(1, FOUND);
    TreeHead start = head();
    apply(2, admit("a"));
    apply(3, new Command.Close(Era.FIRST));
    Piece left = RunningLog.await(execution.ask(archive -> archive.piece(1)));
    enter(start);
    assertEquals(false, RunningLog.await(execution.adopt(left)));
    assertEquals(start, head());
    RunningLog.await(execution.apply(new Command.Close(era(2))));
    Piece later = RunningLog.await(execution.ask(archive -> archive.piece(1)));
    RunningLog.await(execution.back(false));
    assertTrue(RunningLog.await(execution.adopt(later)), "of a later epoch");
  }
}
