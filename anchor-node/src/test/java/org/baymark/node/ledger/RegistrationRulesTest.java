package org.baymark.node.ledger;

import static org.baymark.node.Alliance.SENSOR;
import static org.baymark.node.Alliance.registration;
import static org.baymark.node.Alliance.signed;

import java.util.OptionalLong;
import org.baymark.node.Alliance;
import org.baymark.node.TestGateway;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Revocation;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.Test;

/** Each test breaks one rule of registrations and revocations, alone. */
class RegistrationRulesTest {
  private static final DevUrn SCANNER = new DevUrn("urn:dev:org:32473-scanner");
  private static final Registration RIGHT = registration(SCANNER, Kind.SCAN, Kind.ATTACH);
  private static final OptionalLong NONE = OptionalLong.empty();

  private final Fixture log = new Fixture();

  private void rejects(Rejection rule, Sign1 wrong) {
    log.rejects(rule, new Command.Admit(wrong));
  }

  @Test
  void onlyAMemberSigns() {
    rejects(
        Rejection.NOT_A_MEMBER,
        RIGHT.sign(Alliance.KEYS.registrar(), TestGateway.of("nobody").name(), 1));
    rejects(Rejection.NOT_A_MEMBER, RIGHT.sign(log.gateway.key(), log.gateway.name(), 1));
    log.admit(signed(RIGHT));
  }

  @Test
  void onlyItsRegistrarKeySigns() {
    rejects(Rejection.BAD_SIGNATURE, RIGHT.sign(Alliance.KEYS.log(), Alliance.MEMBER, 1));
    log.admit(signed(RIGHT));
  }

  @Test
  void onlyRegistrationsAndRevocationsAreAdmitted() {
    for (ContentType type : new ContentType[] {ContentType.REQUEST, ContentType.BATCH}) {
      rejects(
          Rejection.MALFORMED,
          Alliance.sign1(
              Alliance.KEYS.registrar(), type, Alliance.MEMBER, SCANNER, true, RIGHT.encoded()));
    }
  }

  @Test
  void aRegistrationIsDated() {
    rejects(
        Rejection.MALFORMED,
        Alliance.sign1(
            Alliance.KEYS.registrar(),
            ContentType.REGISTRATION,
            Alliance.MEMBER,
            SCANNER,
            false,
            RIGHT.encoded()));
  }

  @Test
  void anEntryIsNotTooLarge() {
    rejects(
        Rejection.ENTRY_TOO_LARGE,
        Alliance.sign1(
            Alliance.KEYS.registrar(),
            ContentType.REGISTRATION,
            Alliance.MEMBER,
            SCANNER,
            true,
            Bytes.owning(new byte[65_535])));
  }

  @Test
  void aKeyIsRegisteredOnce() {
    SigningKey sensors = Alliance.key(SENSOR.text());
    rejects(Rejection.KEY_TAKEN, signed(registration(SCANNER, sensors, Kind.SCAN)));
    rejects(Rejection.KEY_TAKEN, signed(registration(SENSOR, sensors, Kind.SCAN)));
    log.admit(signed(RIGHT));
  }

  @Test
  void theSameRegistrationAgainHasTheSamePlace() {
    long index = log.admit(signed(RIGHT)).index();
    log.already(index, new Command.Admit(signed(RIGHT)));
    // Asked again later, the member signs again: another entry, the same content.
    log.already(
        index, new Command.Admit(RIGHT.sign(Alliance.KEYS.registrar(), Alliance.MEMBER, 999_999)));
  }

  @Test
  void aNameHasOneLiveKey() {
    SigningKey second = Alliance.key("the sensor's second key");
    Sign1 again = signed(registration(SENSOR, second, Kind.TELEMETRY));
    rejects(Rejection.NAME_TAKEN, again);
    log.admit(Alliance.revoked(SENSOR, NONE));
    log.admit(again);
  }

  @Test
  void aRevokedKeyStaysRevoked() {
    log.admit(Alliance.revoked(SENSOR, NONE));
    rejects(Rejection.KEY_REVOKED, Alliance.registered(SENSOR, Kind.TELEMETRY));
  }

  @Test
  void aGatewayHasTheKindBatchAlone() {
    rejects(Rejection.MIXED_KINDS, Alliance.registered(SCANNER, Kind.BATCH, Kind.SCAN));
    log.admit(Alliance.registered(SCANNER, Kind.BATCH));
  }

  @Test
  void onlyARegisteredKeyIsRevoked() {
    rejects(Rejection.UNKNOWN_KEY, Alliance.revoked(SCANNER, NONE));
  }

  @Test
  void aKeyIsRevokedUnderItsOwnName() {
    Revocation sensors = Alliance.revocation(SENSOR, NONE);
    Revocation wrong = new Revocation(SCANNER, sensors.thumbprint(), NONE, "lost");
    rejects(Rejection.UNKNOWN_KEY, wrong.sign(Alliance.KEYS.registrar(), Alliance.MEMBER, 1));
    log.admit(Alliance.revoked(SENSOR, NONE));
  }

  @Test
  void aKeyIsRevokedOnce() {
    long index = log.admit(Alliance.revoked(SENSOR, NONE)).index();
    Revocation first = Alliance.revocation(SENSOR, NONE);
    Revocation other = new Revocation(SENSOR, first.thumbprint(), NONE, "stolen");
    rejects(Rejection.ALREADY_REVOKED, other.sign(Alliance.KEYS.registrar(), Alliance.MEMBER, 1));
    log.already(
        index, new Command.Admit(first.sign(Alliance.KEYS.registrar(), Alliance.MEMBER, 9)));
  }

  @Test
  void aDevicesRevocationNamesNoBatch() {
    rejects(Rejection.BAD_LAST_BATCH, Alliance.revoked(SENSOR, OptionalLong.of(0)));
    log.admit(Alliance.revoked(SENSOR, NONE));
  }

  @Test
  void aGatewaysRevocationNamesOneOfItsBatches() {
    DevUrn gateway = log.gateway.name();
    rejects(Rejection.BAD_LAST_BATCH, Alliance.revoked(gateway, NONE));
    rejects(Rejection.BAD_LAST_BATCH, Alliance.revoked(gateway, OptionalLong.of(3)));
    log.admit(Alliance.revoked(gateway, OptionalLong.of(1)));
  }

  @Test
  void aGatewayWithoutBatchesEndsAtNone() {
    log.admit(Alliance.registered(SCANNER, Kind.BATCH));
    rejects(Rejection.BAD_LAST_BATCH, Alliance.revoked(SCANNER, OptionalLong.of(1)));
    log.admit(Alliance.revoked(SCANNER, OptionalLong.of(0)));
  }
}
