package org.baymark.gateway.registry;

import static org.baymark.gateway.GatewayFixture.NOW;
import static org.baymark.gateway.GatewayFixture.join;
import static org.baymark.gateway.OutgoingFixture.SELF;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.TestNode;
import org.baymark.gateway.admission.Arrival;
import org.baymark.gateway.admission.Outcome;
import org.baymark.gateway.passport.Assembly;
import org.baymark.gateway.registry.Addition.Result;
import org.baymark.gateway.store.Device;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.enrolment.Enrolment;
import org.baymark.protocol.enrolment.Enrolment.State;
import org.baymark.protocol.enrolment.Label;
import org.baymark.protocol.enrolment.Proof;
import org.baymark.protocol.passport.Passport;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the label to the registration, and from one key to the next (PROTOCOL.md, 10.1). */
class EnrollingTest {
  private static final TestDevice ONE = TestDevice.named("one", Suite.EDDSA);
  private static final TestDevice TWO = TestDevice.named("two", Suite.ES256);

  /** The key that {@link #ONE} goes over to. */
  private static final TestDevice NEXT =
      new TestDevice(ONE.name(), TestDevice.named("one-later", Suite.ES256).key());

  private static final TestDevice LAST =
      new TestDevice(ONE.name(), TestDevice.named("one-last", Suite.EDDSA).key());

  private static final Set<Kind> KINDS = EnumSet.of(Kind.TELEMETRY, Kind.HELLO);
  private static final Bytes NONCE = Bytes.ofHex("5a".repeat(32));
  private static final Bytes OTHER_NONCE = Bytes.ofHex("a5".repeat(32));

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

  private void restart() {
    gateway.close();
    gateway = new OutgoingFixture(folder, node);
  }

  private static Label label(TestDevice device) {
    return Label.of(device.name(), device.key().verifyingKey());
  }

  private Parsed<Enrolment> claim(TestDevice device) {
    return join(gateway.enrolling.claim(label(device), "the test", KINDS, NOW));
  }

  private Parsed<Enrolment> challenge(TestDevice device, Bytes nonce) {
    return join(gateway.enrolling.challenge(device.name(), nonce));
  }

  private Parsed<Enrolment> prove(TestDevice device, Bytes nonce) {
    return join(
        gateway.enrolling.prove(
            Proof.possession(device.key(), device.name(), SELF.name(), nonce), NOW));
  }

  private Parsed<Enrolment> rollOver() {
    return join(gateway.enrolling.rollOver(Proof.rollOver(ONE.key(), NEXT.key(), ONE.name()), NOW));
  }

  private void enrol(TestDevice device) {
    isNow(State.PENDING, claim(device));
    isNow(State.PENDING, challenge(device, NONCE));
    isNow(State.ACTIVE, prove(device, NONCE));
  }

  private static void isNow(State state, Parsed<Enrolment> answer) {
    assertEquals(
        state,
        answer.match(
            Enrolment::state,
            no -> {
              throw new AssertionError(no.text());
            }));
  }

  private static void isRefused(Refusal why, Parsed<Enrolment> answer) {
    assertEquals(why, assertInstanceOf(Parsed.Refused.class, answer, "it was taken").refusal());
  }

  private Outcome say(Sign1 said) {
    return join(
        gateway.intake.take(new Arrival(said.encoded(), "mqtt", "sender", Optional.empty())));
  }

  private void isHeard(Sign1 said) {
    assertInstanceOf(Outcome.Accepted.class, say(said));
  }

  private void isNotHeard(Refusal why, Sign1 said) {
    assertEquals(why, assertInstanceOf(Outcome.Refused.class, say(said)).refusal());
  }

  @Test
  void aDeviceIsHeardWhenItHasProvenTheKeyOnItsLabel() {
    isNotHeard(Refusal.UNKNOWN_DEVICE, ONE.says(1, 0));
    isNow(State.PENDING, claim(ONE));
    isNotHeard(Refusal.UNKNOWN_DEVICE, ONE.says(1, 0));
    isRefused(Refusal.WRONG_NONCE, prove(ONE, NONCE)); // none was drawn
    isNow(State.PENDING, challenge(ONE, OTHER_NONCE));
    isNow(State.PENDING, challenge(ONE, NONCE)); // in the place of the other
    isRefused(Refusal.WRONG_NONCE, prove(ONE, OTHER_NONCE));
    isRefused(Refusal.UNKNOWN_KEY, prove(NEXT, NONCE)); // not the key on the label
    isRefused(Refusal.UNKNOWN_DEVICE, prove(TWO, NONCE));
    restart();
    isNow(State.ACTIVE, prove(ONE, NONCE));
    isRefused(Refusal.WRONG_STATE, prove(ONE, NONCE));
    isHeard(ONE.says(1, 0));
    gateway.anchor();
    gateway.sealAndAnchor(); // its registration goes before it
  }

  @Test
  void aNameIsClaimedOnce() {
    isNow(State.PENDING, claim(ONE));
    isRefused(Refusal.WRONG_STATE, claim(ONE));
    assertEquals(Result.CLAIMED, add(ONE).result());
    isNow(State.REVOKED, join(gateway.enrolling.revokeClaim(ONE.name(), NOW)));
    isRefused(Refusal.WRONG_STATE, claim(ONE));
    isRefused(Refusal.WRONG_STATE, challenge(ONE, NONCE));
    assertEquals(Result.CLAIMED, add(ONE).result());
    gateway.with(TWO);
    isRefused(Refusal.WRONG_STATE, claim(TWO));
  }

  private Addition add(TestDevice device) {
    return join(
        gateway.registry.add(device.name(), device.key().verifyingKey(), "the test", KINDS, NOW));
  }

  /** Two labels of one key: only one name gets it. */
  @Test
  void aKeyIsOfOneName() {
    enrol(ONE);
    TestDevice twin = new TestDevice(TWO.name(), ONE.key());
    claim(twin);
    challenge(twin, NONCE);
    isRefused(Refusal.BAD_KEY, prove(twin, NONCE));
  }

  @Test
  void aSuspendedDeviceIsNotHeardUntilItIsResumed() {
    enrol(ONE);
    isRefused(Refusal.WRONG_STATE, join(gateway.enrolling.resume(ONE.name())));
    isNow(State.SUSPENDED, join(gateway.enrolling.suspend(ONE.name(), NOW)));
    isNotHeard(Refusal.UNKNOWN_DEVICE, ONE.says(1, 0));
    assertInstanceOf(
        Outcome.Refused.class,
        join(
            gateway.intake.take(
                new Arrival(
                    ONE.record(1, 0, "4.5").encoded(), "mqtt", "sender", Optional.empty()))));
    restart();
    isNotHeard(Refusal.UNKNOWN_DEVICE, ONE.says(1, 0));
    isRefused(Refusal.WRONG_STATE, rollOver());
    isNow(State.ACTIVE, join(gateway.enrolling.resume(ONE.name())));
    isHeard(ONE.says(1, 0));
    isNow(State.SUSPENDED, join(gateway.enrolling.suspend(ONE.name(), NOW)));
    join(gateway.registry.revoke(ONE.name(), "", NOW));
    isRefused(Refusal.WRONG_STATE, join(gateway.enrolling.suspend(ONE.name(), NOW)));
    isNotHeard(Refusal.REVOKED_KEY, ONE.says(1, 1));
  }

  @Test
  void aRollOverWaitsForThePresentKeyAndTheNewOneForTheLog() {
    enrol(ONE);
    isRefused(Refusal.WRONG_STATE, rollOver()); // the log does not hold the present key
    isHeard(ONE.says(1, 0));
    gateway.anchor();
    gateway.sealAndAnchor();
    isHeard(ONE.says(1, 1));
    isNow(State.ACTIVE, rollOver());
    isNotHeard(Refusal.UNKNOWN_KEY, ONE.says(1, 2));
    isNotHeard(Refusal.UNKNOWN_KEY, NEXT.says(2, 0)); // not before what the old key said is filed
    gateway.sealAndAnchor();
    OutgoingFixture.until(() -> say(NEXT.says(2, 0)) instanceof Outcome.Accepted);
    isNotHeard(Refusal.UNKNOWN_KEY, ONE.says(2, 1));
    restart();
    isHeard(NEXT.says(2, 1));
    gateway.anchor();
    gateway.sealAndAnchor();

    Passport passport = passport(Subject.of(ONE.name()));
    Set<Digest> keys =
        Set.of(ONE.key().verifyingKey().thumbprint(), NEXT.key().verifyingKey().thumbprint());
    assertTrue(
        passport.evidence().registrations().stream()
            .map(it -> it.registration().key().thumbprint())
            .toList()
            .containsAll(keys),
        "both keys");
    isRefused(Refusal.BAD_SIGNATURE, rollOver()); // not signed by the present key
    TestDevice twin = new TestDevice(TWO.name(), ONE.key());
    assertEquals(Result.KEY_IN_USE, add(twin).result());
  }

  private Device device() {
    return gateway.registry.find(ONE.name()).orElseThrow();
  }

  private Parsed<Enrolment> rollOver(TestDevice from, TestDevice to) {
    return join(gateway.enrolling.rollOver(Proof.rollOver(from.key(), to.key(), ONE.name()), NOW));
  }

  /** Goes over to NEXT, which the alliance refuses. */
  private void strand() {
    enrol(ONE);
    gateway.anchor();
    isHeard(ONE.says(1, 0));
    gateway.sealAndAnchor();
    node.refuseRegistrations(true);
    isNow(State.ACTIVE, rollOver());
    OutgoingFixture.until(() -> device().isStranded());
    node.refuseRegistrations(false);
    isNotHeard(Refusal.UNKNOWN_DEVICE, ONE.says(1, 1));
    isNotHeard(Refusal.UNKNOWN_DEVICE, NEXT.says(2, 0));
    assertEquals(List.of(device()), gateway.registry.stranded());
  }

  @Test
  void aKeyThatTheAllianceRefusesSignsTheOrderToGoOverToYetAnother() {
    strand();
    restart();
    gateway.anchor();
    assertTrue(device().isStranded(), "a start forgets nothing");
    assertEquals(List.of(device()), gateway.registry.stranded());
    isRefused(Refusal.BAD_SIGNATURE, rollOver(ONE, LAST)); // a former key signs no order
    isRefused(Refusal.BAD_KEY, rollOver(NEXT, ONE)); // nor is one gone back to
    isNow(State.ACTIVE, rollOver(NEXT, LAST));
    OutgoingFixture.until(() -> say(LAST.says(2, 0)) instanceof Outcome.Accepted);
    isNotHeard(Refusal.UNKNOWN_KEY, NEXT.says(2, 1));
    gateway.sealAndAnchor();
    assertEquals(List.of(), gateway.registry.stranded());
    Passport passport = passport(Subject.of(ONE.name()));
    assertEquals(
        Set.of(ONE.key().verifyingKey().thumbprint(), LAST.key().verifyingKey().thumbprint()),
        passport.evidence().registrations().stream()
            .filter(it -> it.registration().name().equals(ONE.name()))
            .map(it -> it.registration().key().thumbprint())
            .collect(Collectors.toSet()));
  }

  @Test
  void aKeyThatTheAllianceRefusedIsAskedForAgain() {
    strand();
    assertEquals(Result.OTHER, add(ONE).result());
    assertEquals(Result.ASKED_AGAIN, add(new TestDevice(ONE.name(), NEXT.key())).result());
    OutgoingFixture.until(() -> say(NEXT.says(2, 0)) instanceof Outcome.Accepted);
    gateway.sealAndAnchor();
  }

  private Passport passport(Subject subject) {
    Assembly assembly = join(gateway.passports.assemble(subject));
    assertEquals(Assembly.Result.MADE, assembly.result(), assembly.sentence());
    return Passport.parse(assembly.file()).toOptional().orElseThrow();
  }
}
