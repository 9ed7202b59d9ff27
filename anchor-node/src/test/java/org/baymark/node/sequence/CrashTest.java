package org.baymark.node.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.Ledger;
import org.baymark.node.ledger.Result;
import org.baymark.protocol.merkle.HashedTree;
import org.baymark.protocol.merkle.TreeHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is on the disk when the power fails: the database as it was after each commit, and with its
 * write-ahead log torn off at any place.
 */
class CrashTest {
  @TempDir Path temporary;

  /** The head of a log after each of these commands, from the rules alone. */
  private static List<TreeHead> heads(List<Command> commands) {
    Ledger ledger = new Ledger();
    List<TreeHead> heads = new ArrayList<>();
    heads.add(ledger.head());
    for (Command command : commands) {
      ledger.apply(command);
      heads.add(ledger.head());
    }
    return heads;
  }

  private Path copy(Path from, String name) throws IOException {
    Path to = Files.createDirectory(temporary.resolve(name));
    for (String file : List.of("node.db", "node.db-wal")) {
      if (Files.exists(from.resolve(file))) {
        Files.copy(from.resolve(file), to.resolve(file));
      }
    }
    return to;
  }

  private static TreeHead head(RunningLog log) {
    return RunningLog.await(log.sequencer.ask(archive -> archive.head()));
  }

  @Test
  void afterEachCommitEverythingAnsweredIsThereAndTheLogGoesOn() throws IOException {
    List<Command> commands = Script.commands();
    List<TreeHead> heads = heads(commands);
    Path live = Files.createDirectory(temporary.resolve("live"));
    try (RunningLog log = RunningLog.start(live)) {
      for (int done = 1; done <= commands.size(); done++) {
        Result result = log.apply(commands.get(done - 1));
        assertTrue(!(result instanceof Result.Rejected), result.toString());
        try (RunningLog again = RunningLog.start(copy(live, "after " + done))) {
          assertEquals(heads.get(done), head(again));
          for (Command rest : commands.subList(done, commands.size())) {
            again.apply(rest);
          }
          assertEquals(heads.get(commands.size()), head(again));
        }
      }
    }
  }

  @Test
  void tornAtAnyPlaceItHoldsABeginningOfTheLog() throws IOException {
    List<Command> commands = Script.commands();
    List<TreeHead> heads = heads(commands);
    Path live = Files.createDirectory(temporary.resolve("live"));
    try (RunningLog log = RunningLog.start(live)) {
      commands.forEach(log::apply);
      long size = Files.size(live.resolve("node.db-wal"));
      long last = 0;
      int cut = 0;
      // A stride that is no multiple of a page meets heads, bodies and borders of frames.
      for (long keep = 0; keep <= size; keep += 1237) {
        Path torn = copy(live, "torn " + cut++);
        try (RandomAccessFile wal =
            new RandomAccessFile(torn.resolve("node.db-wal").toFile(), "rw")) {
          wal.setLength(keep);
        }
        try (RunningLog again = RunningLog.start(torn)) {
          TreeHead head = head(again);
          assertTrue(heads.contains(head), "torn at " + keep + ": " + head);
          assertTrue(head.size() >= last, "a longer disk holds a shorter log");
          last = head.size();
        }
      }
      assertTrue(last > 0);
    }
  }

  @Test
  void noTwoLivesSignHeadsThatContradict() throws IOException {
    List<Command> commands = Script.commands();
    Path live = Files.createDirectory(temporary.resolve("live"));
    List<TreeHead> signed = new ArrayList<>();
    // A new process for every command: each recovers, goes on, and is killed before it can close.
    for (int done = 0; done < commands.size(); done++) {
      Path next = copy(live, "life " + done);
      RunningLog log = RunningLog.start(next);
      log.apply(commands.get(done));
      log.sequencer.status().published().ifPresent(p -> signed.add(Recovery.head(p.note())));
      live = copy(next, "killed " + done);
      log.close();
    }
    Ledger ledger = new Ledger();
    commands.forEach(ledger::apply);
    HashedTree tree = ledger.log();
    for (TreeHead head : signed) {
      assertEquals(tree.root(head.size()), head.root());
    }
    assertEquals(
        Optional.of(ledger.closed().orElseThrow().head()),
        signed.stream().reduce((first, second) -> second));
  }

  @Test
  void aRejectedCommandLeavesNothingBehind() throws IOException {
    List<Command> commands = Script.commands();
    Path live = Files.createDirectory(temporary.resolve("live"));
    try (RunningLog log = RunningLog.start(live)) {
      commands.forEach(log::apply);
      TreeHead before = head(log);
      Command late =
          org.baymark.node.TestGateway.of("stranger")
              .seal(org.baymark.node.TestGateway.about("pallet", 1));
      assertInstanceOf(Result.Rejected.class, log.apply(late));
      try (RunningLog again = RunningLog.start(copy(live, "again"))) {
        assertEquals(before, head(again));
      }
    }
  }
}
