package org.baymark.protocol.passport;

import static org.baymark.protocol.passport.Verdicts.assertVerdict;
import static org.baymark.protocol.statement.Kind.BATCH;
import static org.baymark.protocol.statement.Kind.SCAN;
import static org.baymark.protocol.statement.Kind.TELEMETRY;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Revocation;
import org.junit.jupiter.api.Test;

/** Whose keys may say what, and until when: steps "signatures" and "keys". */
class KeysTest {
  private static final Subject GOODS = Journey.SHIPMENT;
  private static final String NO_RUN = "runs | not checked | no sensor is attached";
  private static final String SCANNER = "urn:dev:os:32473-scanner";

  private final World world = new World();
  private final Gateway gateway = world.gateway("gw");
  private final Speaker scanner = world.device("scanner", SCAN);

  private void check(String... expected) {
    List<String> all = new ArrayList<>(Arrays.asList(expected));
    all.add(NO_RUN);
    Passport passport = Papers.issue(world, GOODS).together();
    assertVerdict(Journey.verification(world, GOODS), passport, all.toArray(new String[0]));
  }

  @Test
  void aRegisteredScannerMayScan() {
    gateway.take(scanner.scans(GOODS)).seal();
    check();
  }

  @Test
  void aStatementIsSigned() {
    gateway.take(Lie.forged(scanner.scans(GOODS))).seal();
    check("signatures | fail | statement 1/0 of " + SCANNER + " is not signed with a key");
  }

  @Test
  void aHeaderIsSigned() {
    gateway.take(scanner.scans(GOODS));
    SigningKey other = Speaker.key(Suite.EDDSA, "other");
    gateway.sealAt(Optional.empty(), 0, 1, other);
    check(
        "signatures | fail | the header of gateway urn:dev:os:32473-gw, batch 1 is not signed",
        "keys | fail | the key of urn:dev:os:32473-gw is not registered",
        "times | fail | after its batch");
  }

  @Test
  void aKeyThatNobodyRegisteredProvesNothing() {
    gateway.take(world.stranger("other").scans(GOODS)).seal();
    check(
        "signatures | fail | statement 1/0 of urn:dev:os:32473-other is not signed with a key",
        "keys | fail | the key of urn:dev:os:32473-other is not registered",
        "times | not checked | from when the key of urn:dev:os:32473-other is valid");
  }

  @Test
  void aKeyRegisteredForAnotherNameProvesNothing() {
    Speaker other = world.stranger("other");
    Registration wrong =
        new Registration(scanner.name, other.key.verifyingKey(), "x", Set.of(SCAN), 0);
    world.register(wrong, world.alliance.registrar(0), world.alliance.name(0));
    gateway.take(other.scans(GOODS)).seal();
    check(
        "signatures | fail | statement 1/0 of urn:dev:os:32473-other is not signed with a key",
        "keys | fail | the key of urn:dev:os:32473-other is not registered",
        "times | not checked | from when the key of urn:dev:os:32473-other is valid");
  }

  @Test
  void aKeySaysOnlyWhatItWasRegisteredFor() {
    gateway.take(world.device("thermometer", TELEMETRY, BATCH).scans(GOODS)).seal();
    check("keys | fail | urn:dev:os:32473-thermometer may not say scan: 1/0 of");
  }

  @Test
  void onlyAGatewayFilesBatches() {
    Speaker phone = world.device("phone", SCAN);
    new Gateway(world, phone).take(scanner.scans(GOODS)).seal();
    check("keys | fail | urn:dev:os:32473-phone may not say batch: the header of gateway");
  }

  @Test
  void aKeyIsRegisteredBeforeItSpeaks() {
    Speaker late = world.stranger("late");
    gateway.take(late.scans(GOODS)).seal();
    world.register(late, SCAN);
    check("keys | fail | the key of urn:dev:os:32473-late was registered only after 1/0 of");
  }

  @Test
  void aGatewayIsRegisteredBeforeItFiles() {
    Speaker late = world.stranger("late");
    new Gateway(world, late).take(scanner.scans(GOODS)).seal();
    world.register(late, BATCH);
    check("keys | fail | the key of urn:dev:os:32473-late was registered only after the header");
  }

  @Test
  void aMemberSignsARegistration() {
    Speaker device = world.stranger("device");
    Registration registration =
        new Registration(device.name, device.key.verifyingKey(), "x", Set.of(SCAN), 0);
    SigningKey notMember = Speaker.key(Suite.ES256, "not a member");
    world.register(registration, notMember, world.alliance.name(0));
    gateway.take(device.scans(GOODS)).seal();
    check("signatures | fail | no member signed the registration of urn:dev:os:32473-device");
  }

  @Test
  void aMemberSignsUnderItsOwnNameOnly() {
    Speaker device = world.stranger("device");
    Registration registration =
        new Registration(device.name, device.key.verifyingKey(), "x", Set.of(SCAN), 0);
    world.register(registration, world.alliance.registrar(0), world.alliance.name(1));
    gateway.take(device.scans(GOODS)).seal();
    check("signatures | fail | no member signed the registration of urn:dev:os:32473-device");
  }

  @Test
  void aMemberSignsARevocation() {
    gateway.take(scanner.scans(GOODS)).seal();
    Revocation revocation =
        new Revocation(
            scanner.name, scanner.key.verifyingKey().thumbprint(), OptionalLong.empty(), "");
    Sign1 entry =
        revocation.sign(world.alliance.registrar(0), world.alliance.name(0), world.tick());
    world.revoke(revocation, Lie.forged(entry));
    check("signatures | fail | no member signed the revocation of " + SCANNER);
  }

  @Test
  void whatIsInTheLogBeforeARevocationCounts() {
    gateway.take(scanner.scans(GOODS)).seal();
    world.revoke(scanner, OptionalLong.empty());
    check();
    assertPassesWithoutDenyingTheRevocation();
  }

  private void assertPassesWithoutDenyingTheRevocation() {
    Passport passport = Papers.issue(world, GOODS).together();
    Verdict verdict = Verdicts.verdict(Journey.verification(world, GOODS), passport);
    String detail = verdict.finding(Step.KEYS).detail();
    assertTrue(detail.endsWith("before it spoke, and not revoked by then"), detail);
  }

  @Test
  void whatClaimsToBeOlderThanTheRevocationIsTheGatewaysWord() {
    Sign1 before = scanner.scans(GOODS);
    world.revoke(scanner, OptionalLong.empty());
    gateway.take(before).seal();
    check("keys | not checked | 1/0 of " + SCANNER + " was anchored after its key was revoked");
  }

  @Test
  void whatNamesNoTimeIsTheGatewaysWordToo() {
    world.revoke(scanner, OptionalLong.empty());
    Bytes scan = Papers.unverified(scanner.scans(GOODS)).signed().payload();
    gateway.take(scanner.saysAt(OptionalLong.empty(), GOODS, ContentType.EVENT, scan)).seal();
    check("keys | not checked | 1/1 of " + SCANNER + " was anchored after its key was revoked");
  }

  @Test
  void whatNamesNoTimeIsNotSaidAfterTheFirstSecondOf1970() {
    Revocation revocation =
        new Revocation(
            scanner.name, scanner.key.verifyingKey().thumbprint(), OptionalLong.empty(), "");
    world.revoke(
        revocation, revocation.sign(world.alliance.registrar(0), world.alliance.name(0), 0));
    Bytes scan = Papers.unverified(scanner.scans(GOODS)).signed().payload();
    gateway.take(scanner.saysAt(OptionalLong.empty(), GOODS, ContentType.EVENT, scan)).seal();
    check("keys | not checked | 1/1 of " + SCANNER + " was anchored after its key was revoked");
  }

  @Test
  void whatWasSaidAfterTheRevocationFails() {
    world.revoke(scanner, OptionalLong.empty());
    gateway.take(scanner.scans(GOODS)).seal();
    check("keys | fail | 1/0 of " + SCANNER + " was said after its key was revoked");
  }

  @Test
  void aRevokedGatewaysBatchesCountUpToTheLast() {
    gateway.take(scanner.scans(GOODS)).seal();
    gateway.take(scanner.scans(GOODS)).seal();
    world.revoke(gateway.self, OptionalLong.of(2));
    check();
  }

  @Test
  void aRevokedGatewayFilesNothingMore() {
    gateway.take(scanner.scans(GOODS)).seal();
    world.revoke(gateway.self, OptionalLong.of(2));
    gateway.take(scanner.scans(GOODS)).seal();
    check("keys | fail | gateway urn:dev:os:32473-gw, batch 2 was filed after its gateway was");
  }

  @Test
  void aRevokedGatewaysLaterBatchesDoNot() {
    gateway.take(scanner.scans(GOODS)).seal();
    gateway.take(scanner.scans(GOODS)).seal();
    world.revoke(gateway.self, OptionalLong.of(1));
    check("keys | fail | urn:dev:os:32473-gw is revoked; batch 2 came after 1");
  }

  @Test
  void aGatewayRevokedWithoutALastBatchHasNone() {
    gateway.take(scanner.scans(GOODS)).seal();
    world.revoke(gateway.self, OptionalLong.empty());
    check("keys | fail | urn:dev:os:32473-gw is revoked; batch 1 came after 0");
  }

  @Test
  void aRevocationCannotBeLeftOut() {
    world.revoke(scanner, OptionalLong.empty());
    gateway.take(scanner.scans(GOODS)).seal();
    Papers papers = Papers.issue(world, GOODS);
    Lie.change(
        papers.registrations,
        1,
        one ->
            new LoggedRegistration(
                one.logged(), one.registration(), one.status(), Optional.empty()));
    assertVerdict(
        Journey.verification(world, GOODS),
        papers.together(),
        NO_RUN,
        "keys | fail | the index does not confirm the status of the key of " + SCANNER);
  }
}
