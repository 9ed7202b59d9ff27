package org.baymark.node.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.baymark.node.Alliance;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.Result;
import org.baymark.node.store.StoreException;
import org.baymark.protocol.index.Era;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoleSequencerTest {
  @TempDir Path folder;

  private static Throwable failure(Future<?> future) throws InterruptedException, TimeoutException {
    try {
      future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
      throw new AssertionError("did not fail");
    } catch (ExecutionException e) {
      return java.util.Objects.requireNonNull(e.getCause());
    }
  }

  @Test
  void commandsThatWaitedTogetherKeepTheirOrder() {
    List<Command> commands = Script.commands();
    try (RunningLog log = RunningLog.waiting(folder, 100)) {
      List<Future<Result>> answers = new ArrayList<>();
      commands.forEach(command -> answers.add(log.sequencer.submit(command)));
      log.sequencer.start();
      long expected = 0;
      for (Future<Result> answer : answers) {
        Result result = RunningLog.await(answer);
        long index =
            result.match(
                (at, id) -> at,
                closed -> closed.head().size() - 1,
                rejected -> {
                  throw new AssertionError(rejected.toString());
                });
        assertEquals(expected++, index);
      }
      assertEquals(commands.size(), log.sequencer.status().size());
    }
    RunningLog.start(folder).close();
  }

  @Test
  void aFullQueueSaysBusyAndDidNothing() throws Exception {
    try (RunningLog log = RunningLog.waiting(folder, 2)) {
      Future<Result> first = log.sequencer.submit(new Command.Found(Alliance.GENESIS));
      Future<Result> second = log.sequencer.submit(new Command.Close(Era.FIRST));
      assertInstanceOf(
          BusyException.class, failure(log.sequencer.submit(new Command.Close(Era.FIRST))));
      assertInstanceOf(BusyException.class, failure(log.sequencer.ask(archive -> archive.head())));
      log.sequencer.start();
      assertInstanceOf(Result.Appended.class, RunningLog.await(first));
      assertInstanceOf(Result.Closed.class, RunningLog.await(second));
      assertEquals(2, log.sequencer.status().size());
    }
  }

  @Test
  void whatFailsToCommitIsNeverAnsweredAndEndsTheNode() throws Exception {
    try (RunningLog log = RunningLog.start(folder)) {
      log.apply(new Command.Found(Alliance.GENESIS));
      Throwable seen;
      Throwable answered;
      try (Connection other =
              DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("node.db"));
          Statement sql = other.createStatement()) {
        takeTheWriteLock(sql);
        answered = failure(log.sequencer.submit(new Command.Close(Era.FIRST)));
        seen = log.fatal.get(60, TimeUnit.SECONDS);
      }
      assertInstanceOf(StoppedException.class, answered);
      assertInstanceOf(StoreException.class, seen);
      assertTrue(log.sequencer.isStopped());
      assertFalse(log.sequencer.status().published().isPresent());
      assertInstanceOf(
          StoppedException.class, failure(log.sequencer.submit(new Command.Close(Era.FIRST))));
      assertInstanceOf(
          StoppedException.class, failure(log.sequencer.ask(archive -> archive.head())));
    }
    try (RunningLog again = RunningLog.start(folder)) {
      assertEquals(1, again.sequencer.status().size());
    }
  }

  private static void takeTheWriteLock(Statement sql) throws SQLException {
    sql.execute("BEGIN IMMEDIATE");
  }

  @Test
  void aQuestionThatThrowsFailsAlone() throws Exception {
    try (RunningLog log = RunningLog.start(folder)) {
      IllegalStateException wrong = new IllegalStateException("wrong");
      assertEquals(
          wrong,
          failure(
              log.sequencer.ask(
                  archive -> {
                    throw wrong;
                  })));
      assertInstanceOf(Result.Appended.class, log.apply(new Command.Found(Alliance.GENESIS)));
    }
  }

  @Test
  void closingAnswersWhatWaited() {
    RunningLog log = RunningLog.start(folder);
    Future<Result> answer = log.sequencer.submit(new Command.Found(Alliance.GENESIS));
    log.close();
    assertInstanceOf(Result.Appended.class, RunningLog.await(answer));
  }

  @Test
  void statusKnowsWhatNoCheckpointCovers() {
    try (RunningLog log = RunningLog.start(folder)) {
      assertFalse(log.sequencer.status().hasNews());
      log.apply(new Command.Found(Alliance.GENESIS));
      assertTrue(log.sequencer.status().hasNews());
      log.apply(new Command.Close(Era.FIRST));
      assertFalse(log.sequencer.status().hasNews());
    }
  }
}
