package org.baymark.protocol.passport;

import static org.baymark.protocol.passport.Verdicts.assertVerdict;
import static org.baymark.protocol.statement.Kind.SCAN;
import static org.baymark.protocol.statement.Kind.TELEMETRY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.registration.Registration;
import org.junit.jupiter.api.Test;

/** No clock contradicts another by more than five minutes: step "times". */
class TimesTest {
  private static final Subject GOODS = Journey.SHIPMENT;
  private static final String NO_RUN = "runs | not checked | no sensor is attached";
  private static final long TOLERANCE = 300;

  private final World world = new World();
  private final Gateway gateway = world.gateway("gw");
  private final Speaker scanner = world.device("scanner", SCAN);
  private final Bytes scan = scanner.scans(GOODS).payload();

  private void check(Instant now, String... expected) {
    check(now, Papers.issue(world, GOODS).together(), expected);
  }

  private void check(Instant now, Passport passport, String... expected) {
    Verification at = Journey.verification(world, GOODS);
    String[] all = new String[expected.length + 1];
    System.arraycopy(expected, 0, all, 0, expected.length);
    all[expected.length] = NO_RUN;
    assertVerdict(
        new Verification(at.trust(), at.shipmentKey(), at.jurisdictions(), now), passport, all);
  }

  private static Instant later() {
    return Instant.ofEpochSecond(World.START + 86_400);
  }

  private void says(OptionalLong issuedAt) {
    gateway.take(scanner.saysAt(issuedAt, GOODS, ContentType.EVENT, scan));
  }

  private void sealed(long openedMillis, long sealedMillis) {
    gateway.sealAt(Optional.empty(), openedMillis, sealedMillis, gateway.self.key);
  }

  @Test
  void aCheckpointMayBeAheadOfOurClockByTheTolerance() {
    says(OptionalLong.of(world.tick()));
    gateway.seal();
    Passport passport = Papers.issue(world, GOODS).together();
    long dated = world.tick() - 10; // all four witnesses said the same second
    check(Instant.ofEpochSecond(dated - TOLERANCE), passport);
    check(Instant.ofEpochSecond(dated - TOLERANCE - 1), passport, "times | fail | in the future");
  }

  @Test
  void aBatchIsSealedBeforeItsCheckpoint() {
    says(OptionalLong.of(world.tick()));
    long checkpoint = 1000 * (world.tick() + 10);
    sealed(checkpoint, checkpoint + 1000 * TOLERANCE);
    check(later());
    says(OptionalLong.of(world.tick()));
    long next = 1000 * (world.tick() + 10);
    sealed(next, next + 1000 * TOLERANCE + 1);
    check(later(), "times | fail | batch 2 sealed after the checkpoint that holds it");
  }

  @Test
  void aBatchIsOpenedBeforeItIsSealed() {
    says(OptionalLong.of(world.tick()));
    long now = 1000 * world.tick();
    sealed(now + 1, now);
    check(later(), "times | fail | batch 1 sealed before opened");
  }

  @Test
  void aStatementIsSaidBeforeItsBatchIsSealed() {
    long now = world.tick();
    says(OptionalLong.of(now + TOLERANCE));
    sealed(1000 * now, 1000 * now);
    check(later());
    says(OptionalLong.of(now + TOLERANCE + 1));
    sealed(1000 * now, 1000 * now);
    check(later(), "times | fail | 1/2 of urn:dev:os:32473-scanner says ");
  }

  @Test
  void aLateReportIsNoContradiction() {
    says(OptionalLong.of(World.START));
    long now = world.tick() + 80_000;
    sealed(1000 * now, 1000 * now);
    Papers papers = Papers.issue(world, GOODS);
    papers.checkpoint = world.alliance.sign(papers.checkpoint.checkpoint(), now);
    check(later(), papers.together());
  }

  @Test
  void aStatementWithoutATimeIsOfItsBatch() {
    says(OptionalLong.empty());
    gateway.seal();
    check(later());
  }

  @Test
  void aKeySpeaksFromWhenItIsValid() {
    Speaker young = world.stranger("young");
    long from = world.tick() + 400;
    Registration registration =
        new Registration(young.name, young.key.verifyingKey(), "x", Set.of(SCAN), from);
    world.register(registration, world.alliance.registrar(0), world.alliance.name(0));
    gateway.take(young.saysAt(OptionalLong.of(from - 300), GOODS, ContentType.EVENT, scan));
    gateway.seal();
    check(later());
    gateway.take(young.saysAt(OptionalLong.of(from - 301), GOODS, ContentType.EVENT, scan));
    gateway.seal();
    check(
        later(), "times | fail | 1/1 of urn:dev:os:32473-young was said before its key was valid");
  }

  @Test
  void aReadingIsNotFromAfterItsBatch() {
    Speaker sensor = world.device("sensor", TELEMETRY);
    long now = world.tick();
    gateway.take(sensor.reads("1", BigDecimal.valueOf(now + TOLERANCE)));
    gateway.take(sensor.reads("2", BigDecimal.valueOf(-60))); // a minute before it was sent
    sealed(1000 * now, 1000 * now);
    Subject about = sensor.subject();
    String open = "runs | not checked | began is not known";
    Verification verification = Journey.verification(world, about);
    assertVerdict(verification, Papers.issue(world, about).together(), open);
    gateway.take(sensor.reads("1", new BigDecimal(now + TOLERANCE + ".001")));
    sealed(1000 * now, 1000 * now);
    assertVerdict(
        verification,
        Papers.issue(world, about).together(),
        open,
        "times | fail | 1/2 of urn:dev:os:32473-sensor holds a reading from after its batch");
  }

  /** The largest numbers that the formats allow, wherever a time is reckoned with. */
  @Test
  void theEndOfTimeIsOnlyATime() {
    Speaker far = world.stranger("far");
    Registration registration =
        new Registration(
            far.name, far.key.verifyingKey(), "x", Set.of(SCAN, TELEMETRY), Position.U53_MAX);
    Sign1 entry =
        registration.sign(world.alliance.registrar(0), world.alliance.name(0), Position.U53_MAX);
    world.register(registration, entry);
    OptionalLong last = OptionalLong.of(Position.U53_MAX);
    gateway.take(far.saysAt(last, GOODS, ContentType.EVENT, scan));
    // SenML: [{n, v: 0, t: 2^63-1 e18}], and a reading at 1.8e308.
    Bytes huge = Bytes.ofHex("81a3006161020006c482121b7fffffffffffffff");
    Bytes most = Bytes.ofHex("81a3006161020006fb7fefffffffffffff");
    gateway.take(far.saysAt(last, GOODS, ContentType.TELEMETRY, huge));
    gateway.take(far.saysAt(last, GOODS, ContentType.TELEMETRY, most));
    sealed(Position.U53_MAX, Position.U53_MAX);
    check(later(), "times | fail | sealed after the checkpoint that holds it");
    Account account =
        Verdicts.verdict(Journey.verification(world, GOODS), Papers.issue(world, GOODS).together())
            .account();
    assertEquals(Optional.empty(), account.measured());
    assertEquals(
        Optional.of(Instant.ofEpochSecond(Position.U53_MAX)),
        account.claimed().map(Account.Span::last));
  }
}
