package org.baymark.node.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.baymark.node.Alliance;
import org.baymark.node.TestGateway;
import org.baymark.node.ledger.ClosedLog;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.EvidenceDesk;
import org.baymark.node.ledger.Ledger;
import org.baymark.node.ledger.Result;
import org.baymark.node.store.LogStore;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.index.IndexKeys;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.EvidenceRequest;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One random life twice: on the disk, with transactions that fail, ways back and new processes; and
 * in memory, where the log that is left is executed from its beginning.
 */
class SameLedgerTest {
  private static final int STEPS = 60;
  private static final int SUBJECTS = 40;

  @TempDir Path folder;
  private Path file = Path.of("");
  private LogStore store;
  private Ledger stored;
  private Ledger known = new Ledger();

  /** What is in the log, entry by entry; and the state of the gateways then. */
  private final List<Command> log = new ArrayList<>();

  private TestGateway gateway = TestGateway.of("gateway");
  private Random random = new Random();
  private long certified;

  @BeforeEach
  void begin() {
    file = folder.resolve("node.db");
    reopen();
  }

  @AfterEach
  void end() {
    store.close();
  }

  private void reopen() {
    store = LogStore.open(file);
    stored = Recovery.open(store, RollBackTest.NOBODY);
  }

  private static boolean isAppended(Result result) {
    return result instanceof Result.Appended || result instanceof Result.Closed;
  }

  /** The same as a node does it, in the transaction that is open. */
  private Result execute(Command command) {
    Result result = stored.apply(command);
    if (result instanceof Result.Appended appended) {
      store.append(appended.index(), command.entry().orElseThrow().encoded(), command.beside());
    } else if (result instanceof Result.Closed closed) {
      store.append(closed.log().head().size() - 1, closed.log().seal(), List.of());
    }
    return result;
  }

  private void both(Command command, String what) {
    Result expected = known.apply(command);
    Result result = execute(command);
    assertEquals(text(expected), text(result), what);
    if (isAppended(result)) {
      log.add(command);
    }
    if (isAppended(result) && command instanceof Command.FileBatch batch) {
      gateway.filed(batch);
    }
  }

  private static String text(Result result) {
    return result.match(
        (index, id) -> index + " " + id + " " + result.getClass(),
        closed -> closed.head() + " " + closed.height() + " " + closed.index().root(),
        rejected -> rejected.rejection() + " " + rejected.detail());
  }

  private Command next() {
    DevUrn device = new DevUrn("urn:dev:org:32473-d" + random.nextInt(6));
    switch (random.nextInt(10)) {
      case 0:
        return new Command.Admit(Alliance.registered(device, Kind.TELEMETRY));
      case 1:
        return new Command.Admit(Alliance.revoked(device, OptionalLong.empty()));
      case 2, 3:
        return new Command.Close(Era.FIRST);
      case 4:
        return log.get(random.nextInt(log.size()));
      default:
        SubjectEntry[] subjects =
            IntStream.range(0, SUBJECTS)
                .filter(i -> i == 0 || random.nextInt(4) == 0)
                .mapToObj(i -> TestGateway.about("subject " + i, 1 + random.nextInt(3)))
                .toArray(SubjectEntry[]::new);
        return gateway.seal(subjects);
    }
  }

  /** The log that is left, executed from its beginning. */
  private void executeAgain(List<Command> left) {
    List<Command> commands = List.copyOf(left);
    log.clear();
    known = new Ledger();
    gateway = TestGateway.of("gateway");
    for (Command command : commands) {
      assertTrue(isAppended(known.apply(command)));
      log.add(command);
      if (command instanceof Command.FileBatch batch) {
        gateway.filed(batch);
      }
    }
    known.certified(certified);
  }

  private void same(String what) {
    assertEquals(known.head(), stored.head(), what);
    assertEquals(known.indexRoot(), stored.indexRoot(), what);
    assertEquals(log.size(), store.entries().size(), what);
    assertEquals(known.closed().map(ClosedLog::head), stored.closed().map(ClosedLog::head), what);
    assertEquals(known.gateways().toString(), stored.gateways().toString(), what);
    assertEquals(known.members(), stored.members(), what);
    long size = known.size();
    long at = random.nextInt((int) size);
    assertEquals(known.log().inclusion(at, size), stored.log().inclusion(at, size), what);
    assertEquals(known.log().consistency(at, size), stored.log().consistency(at, size), what);
    known
        .closed()
        .ifPresent(
            closed -> {
              sameAt(closed.head().size(), what);
              sameAt(certified, what);
            });
  }

  private void sameAt(long size, String what) {
    Optional<ClosedLog> expected = known.closedAt(size);
    Optional<ClosedLog> closed = stored.closedAt(size);
    assertEquals(expected.map(ClosedLog::seal), closed.map(ClosedLog::seal), what);
    if (closed.isEmpty()) {
      return;
    }
    Digest subject = TestGateway.about("subject " + random.nextInt(SUBJECTS + 2), 1).subjectKey();
    assertEquals(
        expected.orElseThrow().index().prove(IndexKeys.subject(subject)),
        closed.get().index().prove(IndexKeys.subject(subject)),
        what);
    assertEquals(evidence(known, size, subject), evidence(stored, size, subject), what);
  }

  private String evidence(Ledger ledger, long size, Digest subject) {
    SignedCheckpoint note = note(size);
    EvidenceRequest request =
        new EvidenceRequest(
            List.of(new EvidenceRequest.Asked(subject, Optional.empty())),
            List.of(Alliance.key(gateway.name().text()).verifyingKey().thumbprint()));
    return EvidenceDesk.answer(
            ledger,
            index -> store.entries().at(index).orElseThrow(),
            Optional.of(note),
            request,
            Evidence.SIZE_MAX)
        .match(evidence -> evidence.encoded().hex(), lacking -> lacking.toString());
  }

  private SignedCheckpoint note(long size) {
    Checkpoint checkpoint = new Checkpoint(Alliance.ORIGIN, size, known.log().root(size));
    return new SignedCheckpoint(
        checkpoint, List.of(Alliance.KEYS.logSigner(Alliance.ORIGIN).signCheckpoint(checkpoint)));
  }

  private void certify() {
    long newest = known.closed().map(closed -> closed.head().size()).orElse(0L);
    List<Long> sizes =
        IntStream.rangeClosed((int) certified + 1, (int) newest)
            .mapToObj(size -> (long) size)
            .filter(size -> stored.closedAt(size).isPresent())
            .toList();
    if (!sizes.isEmpty()) {
      certified = sizes.get(random.nextInt(sizes.size()));
      store.checkpoint(note(certified));
      known.certified(certified);
      stored.certified(certified);
    }
  }

  /** The process ends here: what was not committed is nowhere, and the files are all there is. */
  private void kill(int number) throws IOException {
    Path next = Files.createDirectory(folder.resolve("life " + number));
    for (String name : List.of("node.db", "node.db-wal")) {
      Path part = file.resolveSibling(name);
      if (Files.exists(part)) {
        Files.copy(part, next.resolve(name));
      }
    }
    store.close();
    file = next.resolve("node.db");
    reopen();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyStepLeadsToTheSame(long seed) throws IOException {
    random = new Random(seed);
    store.begin();
    both(new Command.Found(Alliance.GENESIS), "the genesis");
    both(new Command.Admit(Alliance.registered(gateway.name(), Kind.BATCH)), "the registration");
    store.commit();
    for (int step = 0; step < STEPS; step++) {
      String what = "seed " + seed + ", step " + step;
      List<Command> before = List.copyOf(log);
      long certifiedBefore = certified;
      store.begin();
      int group = 1 + random.nextInt(6);
      for (int i = 0; i < group; i++) {
        both(next(), what);
      }
      if (random.nextInt(3) == 0) {
        certify();
      }
      int end = random.nextInt(12);
      if (end < 2) {
        if (end == 0) {
          store.rollBack();
          stored = Recovery.open(store, RollBackTest.NOBODY);
        } else {
          kill(step);
        }
        certified = certifiedBefore;
        executeAgain(before);
      } else {
        if (end < 5) {
          store.commitFacts();
        } else {
          store.commit();
        }
      }
      same(what);
      if (end == 2) {
        kill(step);
      } else if (end == 3) {
        store.close();
        reopen();
      } else if (end == 4) {
        long size = Math.max(1, certified + random.nextInt((int) (log.size() - certified) + 1));
        goBack(size);
      }
      same(what + ", afterwards");
    }
  }

  private void goBack(long size) {
    store.begin();
    store.truncate(size, false);
    Recovery.cut(store.facts(), size);
    store.commit();
    stored = Recovery.open(store, RollBackTest.NOBODY);
    executeAgain(log.subList(0, (int) size));
  }
}
