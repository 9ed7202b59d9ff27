package org.baymark.gateway.anchor;

import static org.baymark.gateway.GatewayFixture.join;
import static org.baymark.gateway.OutgoingFixture.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestAlliance;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.TestMember;
import org.baymark.gateway.TestNode;
import org.baymark.gateway.TestNode.Call;
import org.baymark.gateway.TestNode.Reply;
import org.baymark.gateway.passport.Assembly;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.Finding;
import org.baymark.protocol.passport.Passport;
import org.baymark.protocol.passport.Step;
import org.baymark.protocol.passport.Verdict;
import org.baymark.protocol.passport.Verification;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four members keep one log, on four sockets; the gateway gets by with those that do right. */
class SeveralMembersTest {
  private static final TestDevice ONE = TestDevice.named("one", Suite.EDDSA);
  private static final TestDevice TWO = TestDevice.named("two", Suite.EDDSA);
  private static final Reply FOREIGN = Reply.problem(409, "foreign-gateway");
  private static final Reply GARBAGE = Reply.cbor(Bytes.ofUtf8("<html>a captive portal</html>"));

  @TempDir Path folder;
  private final TestAlliance alliance = new TestAlliance(TestMember.SEVERAL);
  private final List<TestNode> nodes = new ArrayList<>();
  private OutgoingFixture gateway;

  @BeforeEach
  void start() {
    for (int member = 0; member < TestMember.SEVERAL; member++) {
      nodes.add(new TestNode(OutgoingFixture.SELF.key().verifyingKey(), alliance, member));
      if (member > 0) {
        nodes.get(member).lie("/requests", FOREIGN);
      }
    }
    alliance.take(OutgoingFixture.card());
    open(true, nodes);
  }

  private void open(boolean isOwnKnown, List<TestNode> order) {
    gateway = new OutgoingFixture(folder, TestMember.policyOfSeveral(), isOwnKnown, order);
  }

  @AfterEach
  void stop() {
    nodes.forEach(TestNode::close);
    gateway.close();
  }

  private void anchored(int batches) {
    until(() -> gateway.progress().anchoredBatches() == batches);
    assertEquals(Optional.empty(), gateway.anchoring.failure());
  }

  private static List<String> submissions(TestNode node) {
    return node.calls().stream()
        .map(Call::path)
        .filter(path -> path.equals("/requests") || path.equals("/batches"))
        .toList();
  }

  /** Registers a device and anchors what it says first. */
  private void begin() {
    gateway.with(ONE).take(ONE.says(1, 0));
    gateway.anchor();
    gateway.sealAndAnchor();
  }

  @Test
  void allGoesToTheOwnMemberWhileItWorks() {
    begin();
    assertEquals(List.of("/requests", "/batches"), submissions(nodes.get(0)));
    nodes.subList(1, 4).forEach(node -> assertEquals(List.of(), submissions(node)));
  }

  @Test
  void batchesGoOnWithoutTheOwnMemberAndRequestsWaitForIt() {
    begin();
    nodes.get(0).goAway();
    gateway.take(ONE.says(1, 1));
    gateway.seal();
    anchored(2);
    gateway.with(TWO).take(TWO.says(1, 0));
    gateway.seal();
    until(() -> gateway.anchoring.failures() >= 2);
    nodes.subList(1, 4).forEach(TestNode::calls);
    until(() -> gateway.anchoring.failures() >= 4);
    nodes
        .subList(1, 4)
        .forEach(
            node -> assertEquals(List.of(), submissions(node), "nothing overtakes the request"));
    nodes.get(0).comeBack();
    anchored(3);
    assertEquals(2, alliance.filingsOf(ONE));
    assertEquals(1, alliance.filingsOf(TWO));
  }

  @Test
  void oneHangsOneRefusesOneTalksNonsenseAndTheFourthIsEnough() {
    begin();
    nodes.get(0).hang();
    nodes.get(1).lie("/batches", Reply.problem(409, "wrong-root"));
    nodes.get(2).lie("/", GARBAGE);
    for (int seq = 1; seq <= 3; seq++) {
      gateway.take(ONE.says(1, seq));
      gateway.seal();
    }
    anchored(4);
    assertEquals(4, alliance.filingsOf(ONE));
    assertEquals(Assembly.Result.MADE, passport().result());
    assertTrue(nodes.get(3).calls().stream().anyMatch(call -> call.path().equals("/batches")));
  }

  @Test
  void whoHangsIsLeftAlone() {
    nodes.get(1).hang();
    nodes.get(2).hang();
    begin();
    long before = System.nanoTime();
    for (int seq = 1; seq <= 6; seq++) {
      gateway.take(ONE.says(1, seq));
      gateway.sealAndAnchor();
    }
    // Twelve of its two seconds would have gone by, had it been waited for each time.
    assertTrue(System.nanoTime() - before < 20_000_000_000L);
    assertEquals(7, alliance.filingsOf(ONE));
  }

  @Test
  void twoThatRefuseDoNotBothLieAndOneMay() {
    begin();
    nodes.get(0).lie("/batches", Reply.problem(409, "wrong-root"));
    nodes.get(1).goAway();
    nodes.get(2).goAway();
    nodes.get(3).lie("/batches", Reply.problem(503, "busy"));
    gateway.take(ONE.says(1, 1));
    gateway.seal();
    until(() -> gateway.anchoring.failures() >= 3);
    assertEquals(Optional.empty(), gateway.anchoring.failure());
    nodes.get(3).lie("/batches", Reply.problem(409, "wrong-root"));
    until(() -> gateway.anchoring.failure().isPresent());
    String why = gateway.anchoring.failure().orElseThrow();
    assertTrue(why.contains("refuses batch 2 (wrong-root"), why);
  }

  private TestNode takesABatchAndForgetsIt() {
    begin();
    TestNode liar = nodes.get(0);
    liar.forgetBatches();
    gateway.take(ONE.says(1, 1));
    gateway.seal();
    liar.await("/batches", 200);
    return liar;
  }

  @Test
  void whoGivesReceiptsForNothingHoldsNothingUp() {
    takesABatchAndForgetsIt();
    gateway.take(ONE.says(1, 2));
    gateway.seal();
    until(() -> alliance.filingsOf(ONE) == 3);
    anchored(3);
  }

  /** Something that is no batch, so that heads go on. */
  private void growTheLog() {
    TestDevice other = TestDevice.named("another", Suite.EDDSA);
    Set<Kind> kinds = EnumSet.of(Kind.TELEMETRY);
    alliance.take(
        new Request.Register(
            new Registration(other.name(), other.key().verifyingKey(), "the test", kinds, 0)));
  }

  @Test
  void theLastBatchIsSentAgainWhereNobodyProvesItsReceipt() {
    takesABatchAndForgetsIt();
    growTheLog();
    anchored(2);
    assertEquals(2, alliance.filingsOf(ONE));
  }

  @Test
  void aReceiptForAPlaceThatNoHeadReachesIsBelievedForAMinute() {
    takesABatchAndForgetsIt();
    nodes.forEach(TestNode::calls);
    for (int round = 0; round < 2; round++) { // the first may have begun before the receipt
      nodes.forEach(node -> node.await("/checkpoint", 200));
    }
    assertEquals(1, alliance.filingsOf(ONE));
    gateway.clock.set(gateway.clock.instant().plusSeconds(60));
    anchored(2);
    assertEquals(2, alliance.filingsOf(ONE));
  }

  @Test
  void oneThatDeniesWhatTheLogHoldsDelaysNothing() {
    nodes.get(0).lie("/entries/", Reply.problem(404, "not-found"));
    begin();
    gateway.take(ONE.says(1, 1));
    gateway.sealAndAnchor();
    List<Call> batches =
        nodes.stream()
            .flatMap(node -> node.calls().stream())
            .filter(call -> call.path().equals("/batches"))
            .toList();
    assertEquals(2, batches.size(), "nothing was sent again");
  }

  @Test
  void whatTheFirstSaysOfABatchIsNotWhatTheOthersSay() {
    TestNode liar = takesABatchAndForgetsIt();
    liar.lie("/batches", Reply.problem(400, "malformed"));
    gateway.take(ONE.says(1, 2));
    gateway.seal();
    until(() -> alliance.filingsOf(ONE) == 3);
    anchored(3);
  }

  @Test
  void whatOneTookAndNeverAnsweredTheNextFindsInTheLog() {
    begin();
    nodes.get(0).loseAnswers("/batches");
    gateway.take(ONE.says(1, 1));
    gateway.seal();
    anchored(2);
    assertEquals(2, alliance.filingsOf(ONE));
    assertEquals(1, submissions(nodes.get(1)).size());
  }

  @Test
  void aReceiptForSomethingElseSendsItToTheNext() {
    begin();
    String receipt = "8372" + Bytes.ofUtf8("baymark receipt v1").hex() + "055820" + "00".repeat(32);
    nodes.get(0).lie("/batches", Reply.cbor(Bytes.ofHex(receipt)));
    gateway.take(ONE.says(1, 1));
    gateway.seal();
    anchored(2);
    assertEquals(2, alliance.filingsOf(ONE));
  }

  @Test
  void whoRegisteredTheGatewayIsFoundWhereNobodySaysIt() {
    gateway.close();
    open(false, List.of(nodes.get(2), nodes.get(3), nodes.get(0), nodes.get(1)));
    begin();
    assertEquals(List.of("/requests"), submissions(nodes.get(0)));
    assertEquals(List.of("/requests"), submissions(nodes.get(3)));
  }

  @Test
  void aGatewayThatNamesAnotherMembersNodeLosesNoDevice() {
    gateway.close();
    open(true, List.of(nodes.get(1), nodes.get(0), nodes.get(2), nodes.get(3)));
    gateway.with(ONE);
    gateway.anchor();
    until(() -> gateway.anchoring.failures() >= 2);
    assertTrue(
        Optional.ofNullable(gateway.inStore(gateway.outbox::registrations).get(ONE.name()))
            .orElseThrow()
            .refusal()
            .isEmpty());
    assertEquals(List.of(), submissions(nodes.get(0)));
  }

  private void show(TestNode node, SignedCheckpoint note) {
    node.lie("/checkpoint", new Reply(200, "text/plain", Bytes.ofUtf8(note.toText())));
  }

  @Test
  void aMemberThatLagsHoldsNobodyBackAndContradictsNobody() {
    begin();
    SignedCheckpoint old = alliance.checkpoint();
    show(nodes.get(0), old);
    show(nodes.get(3), old);
    for (int seq = 1; seq <= 3; seq++) {
      gateway.take(ONE.says(1, seq));
      gateway.seal();
      anchored(1 + seq);
    }
  }

  @Test
  void twoCertifiedHeadsOfOneSizeEndTrustWhoeverShowsThem() {
    begin();
    SignedCheckpoint kept = alliance.checkpoint();
    Digest root = Digest.sha256(Bytes.ofUtf8("another log"));
    show(
        nodes.get(2),
        TestMember.sign(new TreeHead(kept.checkpoint().size(), root), TestMember.SEVERAL));
    gateway.take(ONE.says(1, 1));
    gateway.seal();
    // The others go on, so it may be asked when the kept head is a longer one.
    until(
        () -> gateway.anchoring.failure().isPresent() || gateway.progress().anchoredBatches() == 2);
    gateway.take(ONE.says(1, 2));
    gateway.seal();
    gateway.take(ONE.says(1, 3));
    gateway.seal();
    until(() -> gateway.anchoring.failure().isPresent());
    assertEquals(1, gateway.inStore(transaction -> gateway.heads.evidence(transaction)).size());
  }

  /** A path of two hashes proves nothing here. */
  private static final Reply WRONG_PATH =
      Reply.cbor(Bytes.ofHex("82" + ("5820" + "11".repeat(32)).repeat(2)));

  @Test
  void aPathThatProvesNothingIsNoEvidenceBeforeTwoSendIt() {
    begin();
    nodes.get(0).lie("/consistency", WRONG_PATH);
    gateway.take(ONE.says(1, 1));
    gateway.seal();
    anchored(2);
    nodes.get(1).lie("/consistency", Reply.problem(503, "busy"));
    nodes.get(2).lie("/consistency", Reply.problem(503, "busy"));
    nodes.get(3).lie("/consistency", Reply.problem(503, "busy"));
    gateway.take(ONE.says(1, 2));
    gateway.seal();
    until(() -> gateway.anchoring.failures() >= 2);
    assertEquals(Optional.empty(), gateway.anchoring.failure());
    nodes.get(2).lie("/consistency", WRONG_PATH);
    until(() -> gateway.anchoring.failure().isPresent());
    String why = gateway.anchoring.failure().orElseThrow();
    assertTrue(why.startsWith("the log did not only grow"), why);
  }

  private Assembly passport() {
    return join(gateway.passports.assemble(Subject.of(ONE.name())));
  }

  @Test
  void evidenceComesFromAnyMemberAndTheWholeAllianceVouchesForIt() {
    begin();
    for (int only = 3; only >= 1; only--) {
      nodes.get(3 - only).goAway();
      Assembly made = passport();
      assertEquals(Assembly.Result.MADE, made.result(), made.sentence());
      Finding certified = verify(made).finding(Step.CO_SIGNED);
      assertEquals(Finding.Outcome.PASS, certified.outcome(), certified.detail());
    }
  }

  private Verdict verify(Assembly made) {
    return new Verification(
            TestMember.policyOfSeveral(),
            join(gateway.passports.keyOf(Subject.of(ONE.name()), OptionalLong.empty())),
            Optional.empty(),
            gateway.clock.instant())
        .verify(made.file())
        .match(
            verdict -> verdict,
            refused -> {
              throw new AssertionError(refused.text());
            });
  }

  @Test
  void evidenceOfAnotherHistoryIsPassedOverAndKeptAgainstIt() {
    begin();
    nodes.get(0).lie("/evidence", Reply.cbor(otherHistory()));
    Assembly made = passport();
    assertEquals(Assembly.Result.MADE, made.result(), made.sentence());
    assertEquals(alliance.head(), parsed(made).evidence().head());
    assertEquals(1, gateway.inStore(transaction -> gateway.heads.evidence(transaction)).size());
  }

  /** Right evidence, under a head that the same members certified too. */
  private Bytes otherHistory() {
    passport();
    Evidence right = alliance.lastEvidence();
    Digest root = Digest.sha256(Bytes.ofUtf8("another log"));
    return new Evidence(
            TestMember.sign(new TreeHead(right.head().size(), root), TestMember.SEVERAL),
            right.seal(),
            right.sealPath(),
            right.members(),
            right.registrars(),
            right.headers(),
            right.registrations(),
            right.gateways(),
            right.subjects())
        .encoded();
  }

  private static Passport parsed(Assembly made) {
    return Passport.parse(made.file()).toOptional().orElseThrow();
  }

  @Test
  void evidenceOfAMemberThatLagsIsPassedOver() {
    begin();
    passport();
    Bytes old = alliance.lastEvidence().encoded();
    gateway.take(ONE.says(1, 1));
    gateway.sealAndAnchor();
    nodes.get(0).lie("/evidence", Reply.cbor(old));
    nodes.get(1).lie("/evidence", GARBAGE);
    nodes.get(2).lie("/evidence", Reply.problem(404, "unknown-key"));
    Assembly made = passport();
    assertEquals(Assembly.Result.MADE, made.result(), made.sentence());
    assertEquals(alliance.head(), parsed(made).evidence().head());
  }
}
