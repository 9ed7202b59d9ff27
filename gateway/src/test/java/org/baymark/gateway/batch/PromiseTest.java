package org.baymark.gateway.batch;

import static org.baymark.gateway.GatewayFixture.NOW;
import static org.baymark.gateway.GatewayFixture.join;
import static org.baymark.gateway.OutgoingFixture.SELF;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.baymark.gateway.GatewayFixture;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.TestNode;
import org.baymark.gateway.admission.Arrival;
import org.baymark.gateway.admission.Outcome;
import org.baymark.gateway.store.BatchLog.OwnFiling;
import org.baymark.protocol.accuse.SignedPromise;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gateway gives its signed word for is so (PROTOCOL.md, section 24.3). */
class PromiseTest {
  private static final TestDevice ONE = TestDevice.named("one", Suite.EDDSA);
  private static final Subject PALLET = Subject.ofSscc("106141412345678908");

  @TempDir Path folder;
  private TestNode node;
  private OutgoingFixture gateway;

  @BeforeEach
  void start() {
    node = OutgoingFixture.node();
    gateway = new OutgoingFixture(folder, node).with(ONE);
  }

  @AfterEach
  void stop() {
    gateway.close();
    node.close();
  }

  private Future<Outcome> ask(Bytes message) {
    return gateway.intake.take(new Arrival(message, "mqtt", "sender", Optional.empty(), true));
  }

  private static SignedPromise promise(Outcome outcome, Sign1 statement) {
    Outcome.Promised promised = assertInstanceOf(Outcome.Promised.class, outcome);
    SignedPromise word = SignedPromise.parse(promised.promise()).toOptional().orElseThrow();
    assertTrue(word.isAcknowledged());
    assertEquals(SELF.name(), word.gateway());
    assertTrue(word.signed().signedBy(SELF.key().verifyingKey()));
    assertEquals(statement.id(), word.promised().id());
    return word;
  }

  /** The batch that holds a promised statement under the promised key. */
  private long filedIn(SignedPromise word) {
    return gateway
        .inStore(transaction -> gateway.batches.filings(transaction, word.promised().subjectKey()))
        .stream()
        .filter(filing -> holds(filing, word))
        .map(OwnFiling::number)
        .findFirst()
        .orElseThrow(() -> new AssertionError("it is in no batch: " + word));
  }

  private boolean holds(OwnFiling filing, SignedPromise word) {
    return gateway
        .inStore(transaction -> gateway.statements.bytes(transaction, filing.rows()))
        .orElseThrow()
        .stream()
        .map(bytes -> Sign1.parse(bytes, 20_000).toOptional().orElseThrow().id())
        .anyMatch(word.promised().id()::equals);
  }

  private void isKept(SignedPromise word) {
    assertTrue(filedIn(word) <= word.ack().number(), word::toString);
  }

  @Test
  void aStatementIsFiledAsItWasPromised() {
    Sign1 reading = ONE.says(1, 0);
    Sign1 scan = ONE.scans(1, 1, PALLET);
    SignedPromise first = promise(join(ask(reading.encoded())), reading);
    SignedPromise second = promise(join(ask(scan.encoded())), scan);
    gateway.seal();
    isKept(first);
    isKept(second);
  }

  @Test
  void whatIsStoredAlreadyIsPromisedAgainSealedOrNot() {
    Sign1 scan = ONE.scans(1, 0, PALLET);
    gateway.take(scan);
    Outcome before = join(ask(scan.encoded()));
    assertInstanceOf(Outcome.Duplicate.class, ((Outcome.Promised) before).stored());
    gateway.seal();
    isKept(promise(before, scan));
    for (int i = 1; i <= 5; i++) {
      gateway.take(ONE.says(1, i));
      gateway.seal();
    }
    SignedPromise after = promise(join(ask(scan.encoded())), scan);
    assertEquals(1, after.ack().number());
    assertEquals(1, filedIn(after));
  }

  @Test
  void whoDoesNotAskAndWhoIsRefusedGetsNone() {
    Sign1 reading = ONE.says(1, 0);
    gateway.take(reading); // fails unless it is Accepted
    Bytes nonsense = Bytes.ofUtf8("nonsense");
    assertInstanceOf(Outcome.Refused.class, join(ask(nonsense)));
    Bytes unsigned = ONE.record(1, 0, "4.5").encoded();
    assertInstanceOf(Outcome.Provisional.class, join(ask(unsigned)));
  }

  @Test
  void manyAtOnceHaveEachItsPathUnderFewSignatures() {
    List<Sign1> said = IntStream.range(0, 300).mapToObj(i -> ONE.says(1, i)).toList();
    List<Future<Outcome>> asked = said.stream().map(it -> ask(it.encoded())).toList();
    for (int i = 0; i < said.size(); i++) {
      SignedPromise word = promise(join(asked.get(i)), said.get(i));
      assertTrue(word.index() < word.ack().count());
    }
    gateway.seal();
    for (int i = 0; i < said.size(); i++) {
      isKept(promise(join(asked.get(i)), said.get(i)));
    }
  }

  /** Promised while batches were large, sealed when they have become small. */
  @Test
  void otherLimitsBreakNoPromise() {
    gateway.promisedBy = new SealRule(Duration.ofSeconds(60), 10_000, 1 << 20);
    List<SignedPromise> words = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Sign1 reading = ONE.says(1, i);
      words.add(promise(join(ask(reading.encoded())), reading));
    }
    assertEquals(2, words.get(9).ack().number());
    gateway.seal(); // each statement in a batch of its own, but for what is due
    words.forEach(this::isKept);
    assertEquals(2, gateway.progress().batches());
  }

  /** Takes, looks and promises in any order. */
  @Test
  void inAnyOrderOfEventsEachPromiseIsKept() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<SignedPromise> words = new ArrayList<>();
    Batcher batcher = gateway.batcher(new SealRule(Duration.ofSeconds(2), 3, 700));
    gateway.promisedBy = new SealRule(Duration.ofSeconds(2), 3, 700);
    Optional<Future<Boolean>> looking = Optional.empty();
    for (int i = 0; i < 200; i++) {
      gateway.clock.set(NOW.plusSeconds(i / 2));
      Sign1 said = random.nextBoolean() ? ONE.says(1, i) : ONE.scans(1, i, PALLET);
      if (random.nextInt(3) == 0) {
        gateway.take(said);
      } else {
        words.add(promise(join(ask(said.encoded())), said));
      }
      if (random.nextBoolean()) {
        looking.ifPresent(GatewayFixture::join);
        looking = Optional.of(batcher.look()); // goes on while the next are taken
      }
    }
    looking.ifPresent(GatewayFixture::join);
    gateway.seal();
    for (SignedPromise word : words) {
      assertTrue(filedIn(word) <= word.ack().number(), () -> "seed " + seed + ": " + word);
    }
  }
}
