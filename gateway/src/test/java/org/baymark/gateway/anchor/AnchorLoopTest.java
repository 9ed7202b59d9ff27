package org.baymark.gateway.anchor;

import static org.baymark.gateway.GatewayFixture.join;
import static org.baymark.gateway.OutgoingFixture.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.TestNode;
import org.baymark.gateway.TestNode.Reply;
import org.baymark.gateway.admission.Arrival;
import org.baymark.gateway.admission.Outcome;
import org.baymark.gateway.store.Outbox.Fate;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was queued reaches the log: all of it, once, in order, however the alliance behaves. */
class AnchorLoopTest {
  private static final TestDevice ONE = TestDevice.named("one", Suite.EDDSA);
  private static final TestDevice TWO = TestDevice.named("two", Suite.ES256);

  @TempDir Path folder;
  private TestNode node;
  private OutgoingFixture gateway;

  @BeforeEach
  void start() {
    node = OutgoingFixture.node();
    gateway = new OutgoingFixture(folder, node);
  }

  @AfterEach
  void stop() {
    gateway.close();
    node.close();
  }

  private List<String> submissions() {
    return node.calls().stream()
        .filter(call -> call.status() == 200)
        .map(TestNode.Call::path)
        .filter(path -> path.equals("/requests") || path.equals("/batches"))
        .toList();
  }

  private Fate fateOf(TestDevice device) {
    return Optional.ofNullable(gateway.inStore(gateway.outbox::registrations).get(device.name()))
        .orElseThrow();
  }

  @Test
  void registrationsAndBatchesArriveInTheOrderInWhichTheyWereMade() {
    gateway.with(ONE).take(ONE.says(1, 0));
    gateway.seal();
    gateway.with(TWO).take(TWO.says(1, 0), ONE.says(1, 1));
    gateway.seal();
    gateway.anchor();
    until(() -> gateway.progress().anchoredBatches() == gateway.progress().batches());
    assertEquals(3, gateway.progress().anchoredStatements());
    assertEquals(
        List.of("/requests", "/batches", "/requests", "/batches", "/batches"), submissions());
    assertTrue(fateOf(ONE).logIndex().isPresent());
  }

  @Test
  void anAllianceThatIsAwayIsAwaitedAndNothingIsLostOrSentTwice() {
    node.goAway();
    gateway.with(ONE).take(ONE.says(1, 0));
    gateway.seal();
    gateway.anchor();
    until(() -> gateway.anchoring.failures() >= 3);
    assertEquals(Optional.empty(), gateway.anchoring.failure());
    node.comeBack();
    until(() -> gateway.progress().anchoredBatches() == 1);
    assertEquals(List.of("/requests", "/batches"), submissions());
  }

  @Test
  void aRequestIsSentWithTheSameBytesUntilItIsTaken() {
    node.lie("/requests", Reply.problem(503, "busy"));
    gateway.with(ONE).anchor();
    Bytes first = node.await("/requests", 503).body();
    Bytes second = node.await("/requests", 503).body();
    node.tellTheTruth();
    assertEquals(first, second);
    assertEquals(first, node.await("/requests", 200).body());
  }

  @Test
  void whatIsNoAnswerIsNoReceipt() {
    node.lie("/", Reply.problem(503, "busy"));
    gateway.with(ONE).take(ONE.says(1, 0));
    gateway.seal();
    gateway.anchor();
    for (Reply nonsense :
        List.of(
            Reply.cbor(Bytes.EMPTY),
            Reply.cbor(Bytes.ofUtf8("nonsense")),
            new Reply(200, "text/html", Bytes.ofUtf8("<html>the captive portal</html>")),
            new Reply(302, "text/html", Bytes.ofUtf8("elsewhere")),
            Reply.problem(500, "own-fault"),
            Reply.problem(401, "unauthorized"),
            Reply.problem(404, "not-found"))) {
      node.lie("/", nonsense);
      int failed = gateway.anchoring.failures();
      until(() -> gateway.anchoring.failures() > failed);
      assertEquals(Optional.empty(), gateway.anchoring.failure());
    }
    node.tellTheTruth();
    until(() -> gateway.progress().anchoredBatches() == 1);
  }

  @Test
  void aReceiptForAnotherEntryIsNotBelieved() {
    gateway.with(ONE).take(ONE.says(1, 0));
    gateway.seal();
    Bytes other = Bytes.ofHex("83").concat(text("baymark receipt v1"));
    node.lie("/batches", Reply.cbor(other.concat(Bytes.ofHex("05" + "5820" + "00".repeat(32)))));
    gateway.anchor();
    node.await("/batches", 200);
    node.await("/batches", 200);
    assertEquals(0, gateway.progress().anchoredBatches());
    node.tellTheTruth();
    until(() -> gateway.progress().anchoredBatches() == 1);
  }

  private static Bytes text(String value) {
    return Bytes.ofHex("72").concat(Bytes.ofUtf8(value));
  }

  @Test
  void aRefusedDeviceIsMarkedAndTheOthersGoOn() {
    node.lie("/requests", Reply.problem(409, "name-taken"));
    gateway.with(ONE).anchor();
    until(() -> fateOf(ONE).refusal().isPresent());
    assertTrue(fateOf(ONE).refusal().get().startsWith("name-taken"));
    node.tellTheTruth();
    gateway.with(TWO).take(TWO.says(1, 0));
    gateway.sealAndAnchor();
    assertTrue(fateOf(TWO).logIndex().isPresent());
    assertEquals(Optional.empty(), gateway.anchoring.failure());
  }

  private Outcome offer(Sign1 said) {
    return join(gateway.intake.take(new Arrival(said.encoded(), "mqtt", "x", Optional.empty())));
  }

  private boolean isKnown(Sign1 said) {
    return !(offer(said) instanceof Outcome.Refused no && no.refusal() == Refusal.UNKNOWN_DEVICE);
  }

  @Test
  void aRefusedDeviceIsNotBelievedAnyMoreUntilTheAllianceIsAskedAgain() {
    gateway.with(ONE).take(ONE.says(1, 0)); // it may be taken yet
    node.lie("/requests", Reply.problem(409, "key-taken"));
    gateway.anchor();
    until(() -> fateOf(ONE).refusal().isPresent());
    assertFalse(isKnown(ONE.says(1, 1)));
    assertEquals(1, gateway.unsealed()); // what was taken stays
    gateway.close();
    gateway = new OutgoingFixture(folder, node);
    assertFalse(isKnown(ONE.says(1, 1)));
    node.tellTheTruth();
    gateway.with(ONE).take(ONE.says(1, 1));
    gateway.anchor();
    gateway.sealAndAnchor();
    assertTrue(fateOf(ONE).logIndex().isPresent());
    assertEquals(2, gateway.progress().anchoredStatements());
  }

  @Test
  void aGatewayThatIsNotAdmittedYetWaitsAndLosesNoDevice() {
    node.lie("/requests", Reply.problem(409, "unknown-gateway"));
    gateway.with(ONE).anchor();
    node.await("/requests", 409);
    node.await("/requests", 409);
    node.tellTheTruth();
    until(() -> fateOf(ONE).logIndex().isPresent());
  }

  @Test
  void aRefusedBatchStopsAnchoringForAnOperatorAndIsTriedAgainAfterARestart() {
    gateway.with(ONE).take(ONE.says(1, 0), ONE.says(1, 1));
    gateway.seal();
    node.lie("/batches", Reply.problem(409, "wrong-root"));
    gateway.anchor();
    until(() -> gateway.anchoring.failure().isPresent());
    String why = gateway.anchoring.failure().orElseThrow();
    assertTrue(why.contains("batch 1") && why.contains("wrong-root"), why);
    join(gateway.anchoring.stop());
    assertEquals(1, node.calls().stream().filter(call -> call.status() == 409).count());
    gateway.close();
    node.tellTheTruth();
    gateway = new OutgoingFixture(folder, node);
    gateway.anchor();
    until(() -> gateway.progress().anchoredBatches() == 2);
  }

  /** As in a new epoch, where members have not put back yet what they took. */
  @Test
  void whatTheLogLacksIsSentAgain() {
    gateway.with(ONE).take(ONE.says(1, 0));
    gateway.anchor();
    gateway.sealAndAnchor();
    node.forgetBatches();
    for (int batch = 2; batch <= 4; batch++) {
      gateway.take(ONE.says(1, batch));
      gateway.seal();
      node.await("/batches", batch == 2 ? 200 : 409);
    }
    node.tellTheTruth();
    until(() -> node.alliance.filingsOf(ONE) == 4);
    gateway.sealAndAnchor();
    assertEquals(4, gateway.progress().anchoredBatches());
    assertEquals(Optional.empty(), gateway.anchoring.failure());
  }

  @Test
  void anotherGatewayWithThisOnesKeyIsAMatterForAnOperator() {
    gateway.with(ONE).take(ONE.says(1, 0));
    gateway.anchor();
    gateway.sealAndAnchor();
    gateway.take(ONE.says(1, 1));
    node.alliance.fileAnother(OutgoingFixture.SELF.name());
    gateway.seal();
    until(() -> gateway.anchoring.failure().isPresent());
    String why = gateway.anchoring.failure().orElseThrow();
    assertTrue(why.contains("batch 2") && why.contains("wrong-number"), why);
  }

  @Test
  void whatTheLogTookWhileItsAnswerWasLostIsNotInItTwice() {
    node.loseAnswers("/");
    gateway.with(ONE).take(ONE.says(1, 0));
    gateway.seal();
    gateway.anchor();
    node.await("/requests", 503);
    node.tellTheTruth();
    node.await("/requests", 200);
    node.loseAnswers("/batches");
    gateway.take(ONE.says(1, 1));
    gateway.seal();
    node.await("/batches", 503);
    node.await("/batches", 503);
    node.tellTheTruth();
    until(() -> gateway.progress().anchoredBatches() == 2);
    assertEquals(2, node.alliance.filingsOf(ONE));
  }
}
