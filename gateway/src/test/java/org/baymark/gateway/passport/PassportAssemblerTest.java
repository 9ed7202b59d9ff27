package org.baymark.gateway.passport;

import static org.baymark.gateway.GatewayFixture.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.TestMember;
import org.baymark.gateway.TestNode;
import org.baymark.gateway.TestNode.Reply;
import org.baymark.gateway.passport.Assembly.Result;
import org.baymark.gateway.passport.PassportAssembler.Wanted;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.Finding;
import org.baymark.protocol.passport.Finding.Outcome;
import org.baymark.protocol.passport.Passport;
import org.baymark.protocol.passport.Step;
import org.baymark.protocol.passport.SubjectProof;
import org.baymark.protocol.passport.Ties;
import org.baymark.protocol.passport.Verdict;
import org.baymark.protocol.passport.Verification;
import org.baymark.protocol.statement.Firmware;
import org.baymark.protocol.statement.LogisticsEvent;
import org.baymark.protocol.statement.Sensor;
import org.baymark.protocol.statement.Sensor.Place;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A passport holds all that is anchored about its subject, and a stranger believes it. */
class PassportAssemblerTest {
  private static final TestDevice DOCK = TestDevice.named("dock", Suite.ES256);
  private static final TestDevice SENSOR = TestDevice.named("sensor", Suite.EDDSA);
  private static final Subject PALLET = Subject.ofSscc("106141412345678908");
  private static final Set<Step> ALL =
      Set.of(
          Step.SIGNATURES,
          Step.KEYS,
          Step.IN_BATCH,
          Step.IN_LOG,
          Step.CO_SIGNED,
          Step.RUNS,
          Step.COMPLETE,
          Step.TIMES);

  @TempDir Path folder;
  private TestNode node;
  private OutgoingFixture gateway;

  @BeforeEach
  void start() {
    node = OutgoingFixture.node();
    gateway = new OutgoingFixture(folder, node).with(DOCK).with(SENSOR);
    gateway.anchor();
  }

  @AfterEach
  void stop() {
    gateway.close();
    node.close();
  }

  private static Sign1 event(long seq, LogisticsEvent event) {
    return DOCK.sign(ContentType.EVENT, 1, seq, event.encoded(), PALLET);
  }

  private static Sign1 attach(long seq, Optional<Place> last) {
    List<Sensor> sensors = List.of(new Sensor(SENSOR.name(), last));
    return event(seq, LogisticsEvent.attach(Optional.empty(), sensors));
  }

  private static Sign1 detach(long seq, Optional<Place> last) {
    List<Sensor> sensors = List.of(new Sensor(SENSOR.name(), last));
    return event(seq, LogisticsEvent.detach(Optional.empty(), sensors));
  }

  private Assembly assemble(Subject subject) {
    return join(gateway.passports.assemble(subject));
  }

  private Passport made(Subject subject) {
    Assembly assembly = assemble(subject);
    assertEquals(Result.MADE, assembly.result(), assembly.sentence());
    return Passport.parse(assembly.file()).toOptional().orElseThrow();
  }

  private Verdict verdict(Passport passport) {
    return new Verification(
            TestMember.policy(),
            Optional.of(
                join(gateway.passports.keyOf(passport.about(), OptionalLong.empty()))
                    .orElseThrow()),
            Optional.empty(),
            gateway.clock.instant())
        .verify(passport);
  }

  private static Optional<Place> at(long seq) {
    return Optional.of(new Place(1, seq));
  }

  /** Batches of one reading each: 0 to 3 before, 4 to 6 on the pallet, 7 and 8 after it. */
  private void journey(Optional<Place> start, Optional<Place> end) {
    for (int i = 0; i < 9; i++) {
      if (i == 4) {
        gateway.take(attach(0, start));
      }
      if (i == 7) {
        gateway.take(detach(1, end));
      }
      gateway.take(SENSOR.says(1, i));
      gateway.sealAndAnchor();
    }
  }

  private static SubjectProof sensorIn(Passport passport) {
    assertEquals(2, passport.parts().size());
    assertEquals(Subject.of(SENSOR.name()), passport.parts().get(1).subject());
    return passport.evidence().subjects().get(1);
  }

  @Test
  void aShipmentBringsItsSensorFromTheFirstToTheLastBatchOfTheRun() {
    journey(at(3), at(6));
    Passport passport = made(PALLET);
    assertEquals(3, sensorIn(passport).filings().size());
    Verdict verdict = verdict(passport);
    assertEquals(Outcome.PASS, verdict.outcome(ALL), verdict.toString());
  }

  /** The sensor starts, says hello, is attached four batches later: its software is shown. */
  @Test
  void theHelloBeforeTheAttachIsBroughtToo() {
    gateway.take(SENSOR.says(1, 0));
    gateway.sealAndAnchor();
    Firmware firmware = new Firmware("2.7.1", Digest.sha256(Bytes.ofUtf8("image")));
    Bytes hello = LogisticsEvent.hello(firmware).encoded();
    gateway.take(SENSOR.sign(ContentType.EVENT, 2, 0, hello, Subject.of(SENSOR.name())));
    gateway.sealAndAnchor();
    for (int i = 1; i < 8; i++) {
      if (i == 4) {
        gateway.take(attach(0, Optional.of(new Place(2, 3))));
      }
      gateway.take(SENSOR.says(2, i));
      if (i == 6) {
        gateway.take(detach(1, Optional.of(new Place(2, 6))));
      }
      gateway.sealAndAnchor();
    }
    Passport passport = made(PALLET);
    assertEquals(7, sensorIn(passport).filings().size(), "hello, 1 to 6");
    Verdict verdict = verdict(passport);
    assertEquals(Outcome.PASS, verdict.outcome(ALL), verdict.toString());
    assertEquals(Map.of(SENSOR.name().text(), firmware), verdict.account().software());
  }

  @Test
  void anOpenEndBringsAllOfTheSensor() {
    journey(Optional.empty(), at(6));
    Passport passport = made(PALLET);
    assertTrue(sensorIn(passport).isWhole());
    assertEquals(Outcome.PASS, verdict(passport).outcome(Verdict.REQUIRED_BY_DEFAULT));
    assertEquals(Outcome.NOT_CHECKED, verdict(passport).finding(Step.RUNS).outcome());
  }

  @Test
  void aGapBringsAllOfTheSensorAndIsShown() {
    gateway.take(SENSOR.says(1, 3), attach(0, at(3)), SENSOR.says(1, 4));
    gateway.sealAndAnchor();
    gateway.take(SENSOR.says(1, 6), detach(1, at(6)), SENSOR.says(1, 7));
    gateway.sealAndAnchor();
    Passport passport = made(PALLET);
    assertTrue(sensorIn(passport).isWhole());
    assertEquals(Outcome.FAIL, verdict(passport).finding(Step.RUNS).outcome());
    assertEquals(Outcome.PASS, verdict(passport).outcome(Verdict.REQUIRED_BY_DEFAULT));
  }

  @Test
  void aRunWithoutAReadingNeedsNoMoreThanOneBatch() {
    gateway.take(SENSOR.says(1, 3));
    gateway.sealAndAnchor();
    gateway.take(attach(0, at(3)), detach(1, at(3)), SENSOR.says(1, 4));
    gateway.sealAndAnchor();
    assertEquals(1, sensorIn(made(PALLET)).filings().size());
  }

  @Test
  void aDeviceHasAPassportOfItsOwn() {
    journey(at(3), at(6));
    Passport passport = made(Subject.of(SENSOR.name()));
    assertEquals(1, passport.parts().size());
    assertEquals(9, passport.parts().get(0).disclosures().size());
    assertEquals(Outcome.PASS, verdict(passport).outcome(Verdict.REQUIRED_BY_DEFAULT));
  }

  @Test
  void ofASensorThatNeverSpokeTheIndexShowsThatNothingWasFiled() {
    gateway.take(attach(0, at(3)));
    gateway.sealAndAnchor();
    Passport passport = made(PALLET);
    assertTrue(sensorIn(passport).isNothing());
    assertEquals(Outcome.PASS, verdict(passport).finding(Step.COMPLETE).outcome());
    assertEquals(Outcome.NOT_CHECKED, verdict(passport).finding(Step.RUNS).outcome());
  }

  @Test
  void whatIsNotAnchoredYetIsLeftOutAndNothingAnchoredIsNoPassport() {
    assertEquals(Result.UNKNOWN_SUBJECT, assemble(PALLET).result());
    gateway.take(attach(0, at(3)));
    assertEquals(Result.NOTHING_ANCHORED, assemble(PALLET).result());
    gateway.sealAndAnchor();
    gateway.take(DOCK.scans(1, 1, PALLET));
    assertEquals(1, made(PALLET).parts().get(0).disclosures().size());
  }

  @Test
  void withoutEvidenceThereIsNoPassport() {
    gateway.take(DOCK.scans(1, 0, PALLET));
    gateway.sealAndAnchor();
    node.lie("/evidence", Reply.problem(503, "busy"));
    assertEquals(Result.NO_EVIDENCE, assemble(PALLET).result());
    node.lie("/evidence", Reply.cbor(Bytes.ofUtf8("nonsense")));
    assertEquals(Result.NO_EVIDENCE, assemble(PALLET).result());
    node.goAway();
    assertEquals(Result.NO_EVIDENCE, assemble(PALLET).result());
    node.comeBack();
  }

  @Test
  void whatDoesNotVerifyIsNotHandedOut() {
    gateway.take(DOCK.scans(1, 0, PALLET));
    gateway.sealAndAnchor();
    made(PALLET);
    Bytes old = node.alliance.lastEvidence().encoded();
    // One bit of the index path at the very end: every hash but one stays in its place.
    byte[] changed = old.toArray();
    changed[changed.length - 1] ^= 1;
    node.lie("/evidence", Reply.cbor(Bytes.owning(changed)));
    Assembly assembly = assemble(PALLET);
    assertEquals(Result.UNSOUND, assembly.result());
    assertTrue(assembly.sentence().contains("does not verify"), assembly.sentence());
  }

  /** Nobody could say what another line means; the short form has those in Ed25519 alone. */
  @Test
  void aPassportHoldsTheLinesThatTheTrustFileLists() {
    gateway.take(DOCK.scans(1, 0, PALLET));
    gateway.sealAndAnchor();
    made(PALLET);
    Evidence evidence = node.alliance.lastEvidence();
    SignedCheckpoint four = TestMember.beside(evidence.checkpoint());
    node.lie("/evidence", Reply.cbor(evidence.with(four, Ties.NONE).encoded()));
    Passport whole = made(PALLET);
    assertEquals(four.signatures().subList(0, 3), whole.evidence().checkpoint().signatures());
    Assembly brief =
        join(gateway.passports.assemble(new Wanted(PALLET, OptionalLong.empty(), true)));
    assertEquals(Result.MADE, brief.result(), brief.sentence());
    Passport parsed = Passport.parse(brief.file()).toOptional().orElseThrow();
    assertEquals(four.signatures().subList(0, 2), parsed.evidence().checkpoint().signatures());
    for (Passport passport : List.of(whole, parsed)) {
      Finding coSigned = verdict(passport).findings().get(Step.CO_SIGNED.ordinal());
      assertEquals(Finding.Outcome.PASS, coSigned.outcome(), coSigned.detail());
    }
  }

  @Test
  void evidenceAboutSomethingElseIsNone() {
    gateway.take(DOCK.scans(1, 0, PALLET), SENSOR.says(1, 0));
    gateway.sealAndAnchor();
    made(Subject.of(SENSOR.name()));
    node.lie("/evidence", Reply.cbor(node.alliance.lastEvidence().encoded()));
    assertEquals(Result.NO_EVIDENCE, assemble(PALLET).result());
  }

  @Test
  void aDeviceThatTheAllianceRefusesSpoilsNoPassport() {
    TestDevice stranger = TestDevice.named("stranger", Suite.EDDSA);
    OutgoingFixture.until(
        () -> gateway.inStore(transaction -> gateway.outbox.front(transaction, 1)).isEmpty());
    node.lie("/requests", Reply.problem(503, "busy"));
    gateway.with(stranger).take(DOCK.scans(1, 0, PALLET), stranger.scans(1, 0, PALLET));
    node.lie("/requests", Reply.problem(409, "key-taken"));
    node.await("/requests", 409);
    node.tellTheTruth();
    gateway.sealAndAnchor();
    assertEquals(Outcome.FAIL, verdict(made(PALLET)).finding(Step.KEYS).outcome());
  }
}
