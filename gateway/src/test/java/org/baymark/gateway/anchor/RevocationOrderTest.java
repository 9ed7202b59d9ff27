package org.baymark.gateway.anchor;

import static org.baymark.gateway.GatewayFixture.NOW;
import static org.baymark.gateway.GatewayFixture.join;
import static org.baymark.gateway.OutgoingFixture.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.TestNode;
import org.baymark.gateway.TestNode.Reply;
import org.baymark.gateway.admission.Arrival;
import org.baymark.gateway.admission.Outcome;
import org.baymark.gateway.batch.Batcher;
import org.baymark.gateway.batch.SealRule;
import org.baymark.gateway.store.Outbox.Fate;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.registration.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was taken of a device before its revocation stands before it in the log (PROTOCOL.md, 14.4).
 */
class RevocationOrderTest {
  private static final TestDevice ONE = TestDevice.named("one", Suite.EDDSA);
  private static final TestDevice TWO = TestDevice.named("two", Suite.ES256);

  /** Seals nothing by itself while a test runs. */
  private static final SealRule LATE = new SealRule(Duration.ofHours(1), 1000, 1 << 20);

  @TempDir Path folder;
  private TestNode node;
  private OutgoingFixture gateway;

  @BeforeEach
  void start() {
    node = OutgoingFixture.node();
    gateway = new OutgoingFixture(folder, node).with(ONE).with(TWO);
  }

  @AfterEach
  void stop() {
    gateway.close();
    node.close();
  }

  private void crashAndOpen() {
    gateway.close();
    gateway = new OutgoingFixture(folder, node);
  }

  private void revoke(TestDevice device) {
    assertTrue(join(gateway.registry.revoke(device.name(), "lost", NOW)).isPresent());
  }

  private Fate fate() {
    return gateway
        .inStore(transaction -> gateway.outbox.revocation(transaction, ONE.name()))
        .orElseThrow();
  }

  /** Waits until the log holds the revocation; what it took until then, in its order. */
  private List<String> taken() {
    until(() -> fate().logIndex().isPresent());
    List<String> taken = new ArrayList<>();
    for (TestNode.Call call : node.calls()) {
      if (call.status() == 200 && call.path().equals("/batches")) {
        taken.add("batch");
      } else if (call.status() == 200 && call.path().equals("/requests")) {
        Sign1 signed = Sign1.parse(call.body(), 65_535).toOptional().orElseThrow();
        Request request = Request.parse(signed).toOptional().orElseThrow();
        taken.add(request.match(wish -> "register", end -> "revoke"));
      }
    }
    return taken;
  }

  /** Seals as a running gateway would, until nothing more is due. */
  private void seal() {
    Batcher batcher = gateway.batcher(LATE);
    while (join(batcher.look())) {}
  }

  @Test
  void whatIsNotSealedYetIsSealedAtOnceAndGoesFirst() {
    gateway.take(ONE.says(1, 0), ONE.says(1, 1));
    revoke(ONE);
    gateway.anchor();
    until(
        () ->
            gateway
                .inStore(transaction -> gateway.outbox.front(transaction, 1))
                .isEmpty()); // both devices are registered
    seal();
    assertEquals(0, gateway.unsealed());
    assertEquals(List.of("register", "register", "batch", "revoke"), taken());
  }

  @Test
  void itWaitsForNothingThatAnotherDeviceSaid() {
    gateway.take(ONE.says(1, 0));
    gateway.seal();
    gateway.take(TWO.says(1, 0));
    revoke(ONE);
    seal();
    assertEquals(1, gateway.unsealed());
    gateway.anchor();
    assertEquals(List.of("register", "register", "batch", "revoke"), taken());
  }

  @Test
  void severalBatchesGoFirstIfThatIsWhatItTakes() {
    for (int i = 0; i < 5; i++) {
      gateway.take(ONE.says(1, i));
    }
    revoke(ONE);
    Batcher batcher = gateway.batcher(new SealRule(Duration.ofHours(1), 2, 1 << 20));
    while (join(batcher.look())) {}
    gateway.anchor();
    assertEquals(List.of("register", "register", "batch", "batch", "batch", "revoke"), taken());
  }

  @Test
  void theOrderHoldsWhereverTheProcessEndsInBetween() {
    gateway.take(ONE.says(1, 0));
    revoke(ONE);
    crashAndOpen();
    assertTrue(gateway.registry.find(ONE.name()).orElseThrow().isRevoked());
    seal();
    crashAndOpen();
    gateway.anchor();
    assertEquals(List.of("register", "register", "batch", "revoke"), taken());
  }

  @Test
  void anAllianceThatIsAwayHoldsUpNeitherTheDoorNorTheOrder() {
    node.goAway();
    gateway.anchor();
    gateway.take(ONE.says(1, 0));
    revoke(ONE);
    assertRefused(join(offer(ONE.says(1, 1))));
    gateway.take(TWO.says(1, 0));
    seal();
    until(() -> gateway.anchoring.failures() >= 3);
    assertEquals(new Fate(fate().logIndex(), Optional.empty()), fate());
    assertTrue(fate().logIndex().isEmpty());
    node.comeBack();
    assertEquals(List.of("register", "register", "batch", "revoke"), taken());
  }

  /** As in a new epoch, where members have not put back yet what they took. */
  @Test
  void whereTheLogLacksTheRegistrationThatGoesFirstAgain() {
    gateway.anchor();
    node.await("/requests", 200);
    node.await("/requests", 200);
    node.lieOnce("/requests", Reply.problem(409, "unknown-key"));
    revoke(ONE);
    assertEquals(List.of("register", "revoke"), taken());
    assertEquals(Optional.empty(), fate().refusal());
  }

  @Test
  void whatTheAllianceSaysToARevocationIsKept() {
    gateway.anchor();
    node.await("/requests", 200);
    node.await("/requests", 200);
    node.lie("/requests", Reply.problem(409, "already-revoked"));
    revoke(ONE);
    until(() -> fate().refusal().isPresent());
    assertTrue(fate().refusal().orElseThrow().startsWith("already-revoked"));
  }

  @Test
  void aStatementThatWasVerifiedBeforeAndStoredAfterIsNotTaken() throws InterruptedException {
    CountDownLatch open = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(1);
    gateway.database.write(
        transaction -> {
          held.countDown();
          await(open);
          return 0;
        });
    held.await();
    Future<?> revoked = gateway.registry.revoke(ONE.name(), "lost", NOW);
    Future<Outcome> verified = offer(ONE.says(1, 0));
    gateway.intake.close(); // it has handed over to the database what it verified
    open.countDown();
    join(revoked);
    assertRefused(join(verified));
    assertEquals(0, gateway.unsealed());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Future<Outcome> offer(Sign1 said) {
    return gateway.intake.take(new Arrival(said.encoded(), "mqtt", "sender", Optional.empty()));
  }

  private static void assertRefused(Outcome outcome) {
    Refusal why =
        outcome.match(
            accepted -> Refusal.BUSY,
            provisional -> Refusal.BUSY,
            duplicate -> Refusal.BUSY,
            promised -> Refusal.BUSY,
            Outcome.Refused::refusal,
            busy -> Refusal.BUSY);
    assertEquals(Refusal.REVOKED_KEY, why);
  }
}
