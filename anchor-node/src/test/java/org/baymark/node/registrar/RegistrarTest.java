package org.baymark.node.registrar;

import static org.baymark.node.Alliance.SENSOR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.baymark.node.Alliance;
import org.baymark.node.TestGateway;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.Ledger;
import org.baymark.node.ledger.Rejection;
import org.baymark.node.ledger.Result;
import org.baymark.node.registrar.Registrar.Decision;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.Test;

class RegistrarTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final Registration SENSORS = Alliance.registration(SENSOR, Kind.TELEMETRY);

  private final Registrar registrar = new Registrar(Alliance.MEMBER, Alliance.KEYS.registrar());
  private final TestGateway gateway = TestGateway.of("gateway");
  private final TestGateway other = TestGateway.of("other");
  private final Ledger ledger = new Ledger();

  RegistrarTest() {
    ledger.apply(new Command.Found(Alliance.GENESIS));
    admit(Alliance.registered(gateway.name(), Kind.BATCH));
    admit(Alliance.registered(other.name(), Kind.BATCH));
  }

  private void admit(Sign1 signed) {
    assertInstanceOf(Result.Appended.class, ledger.apply(new Command.Admit(signed)));
  }

  private static Sign1 ask(TestGateway sender, Request request) {
    return request.sign(sender.key(), sender.name(), 1);
  }

  private Decision decide(Sign1 request) {
    return registrar.onRequest(request, ledger::latestKey, NOW);
  }

  private static Optional<Rejection> why(Decision decision) {
    return decision.match(command -> Optional.empty(), no -> Optional.of(no.rejection()));
  }

  private void declines(Rejection expected, Sign1 request) {
    assertEquals(Optional.of(expected), why(decide(request)));
  }

  private static Sign1 entry(Decision decision) {
    return decision.match(
        Command.Admit::signed,
        no -> {
          throw new AssertionError(no.toString());
        });
  }

  @Test
  void aGatewayHasADeviceRegisteredAndRevoked() {
    Sign1 registration = entry(decide(ask(gateway, new Request.Register(SENSORS))));
    assertEquals(OptionalLong.of(NOW.getEpochSecond()), registration.claims().issuedAt());
    assertEquals(Optional.of(SENSORS), Registration.parse(registration).toOptional());
    admit(registration);
    admit(
        entry(
            decide(
                ask(
                    other,
                    new Request.Revoke(Alliance.revocation(SENSOR, OptionalLong.empty()))))));
  }

  @Test
  void aStrangerAsksInVain() {
    declines(
        Rejection.UNKNOWN_GATEWAY, ask(TestGateway.of("stranger"), new Request.Register(SENSORS)));
  }

  @Test
  void aDeviceAsksInVain() {
    admit(Alliance.registered(SENSOR, Kind.TELEMETRY));
    declines(Rejection.NOT_A_GATEWAY, ask(new TestGateway(SENSOR), new Request.Register(SENSORS)));
  }

  @Test
  void anotherKeyAsksInVain() {
    declines(
        Rejection.BAD_SIGNATURE,
        new Request.Register(SENSORS).sign(other.key(), gateway.name(), 1));
  }

  @Test
  void aRevokedGatewayAsksInVain() {
    admit(Alliance.revoked(gateway.name(), OptionalLong.of(0)));
    declines(Rejection.REVOKED_GATEWAY, ask(gateway, new Request.Register(SENSORS)));
  }

  @Test
  void anotherMembersGatewayAsksThere() {
    Registrar theirs =
        new Registrar(new DevUrn("urn:dev:org:32473-other-member"), Alliance.key("theirs"));
    Decision decision =
        theirs.onRequest(ask(gateway, new Request.Register(SENSORS)), ledger::latestKey, NOW);
    assertEquals(Optional.of(Rejection.FOREIGN_GATEWAY), why(decision));
  }

  @Test
  void gatewaysAreTheOperatorsAffair() {
    DevUrn third = TestGateway.of("third").name();
    declines(
        Rejection.OPERATOR_ONLY,
        ask(gateway, new Request.Register(Alliance.registration(third, Kind.BATCH))));
    declines(
        Rejection.OPERATOR_ONLY,
        ask(gateway, new Request.Revoke(Alliance.revocation(other.name(), OptionalLong.of(0)))));
  }

  @Test
  void nobodyRegistersAKeyThatEverybodyHas() {
    SigningKey published = Alliance.published("gateway");
    Registration device =
        new Registration(SENSOR, published.verifyingKey(), "x", Set.of(Kind.TELEMETRY), 0);
    declines(Rejection.TEST_KEY, ask(gateway, new Request.Register(device)));
    DevUrn name = TestGateway.of("third").name();
    Registration own = new Registration(name, published.verifyingKey(), "x", Set.of(Kind.BATCH), 0);
    Sign1 card = new Request.Register(own).sign(published, name, 1);
    assertEquals(
        Optional.of(Rejection.TEST_KEY), why(registrar.onCard(card, ledger::latestKey, NOW)));
  }

  @Test
  void aGatewayMayEndItsOwnKey() {
    Request own = new Request.Revoke(Alliance.revocation(gateway.name(), OptionalLong.of(0)));
    admit(entry(decide(ask(gateway, own))));
  }

  @Test
  void whoseGatewayItIsAnotherMemberIsTold() {
    Request.Register own = new Request.Register(Alliance.registration(gateway.name(), Kind.BATCH));
    Sign1 card = ask(gateway, own);
    DevUrn second = new DevUrn("urn:dev:org:32473-second");
    Decision foreign =
        new Registrar(second, Alliance.KEYS.registrar()).onCard(card, ledger::latestKey, NOW);
    assertEquals(Optional.of(Rejection.FOREIGN_GATEWAY), why(foreign));
    assertEquals(
        Optional.empty(), why(registrar.onCard(card, ledger::latestKey, NOW)), "its own, again");
  }

  @Test
  void aCardIsTheGatewaysOwn() {
    TestGateway third = TestGateway.of("third");
    Request.Register own = new Request.Register(Alliance.registration(third.name(), Kind.BATCH));
    admit(entry(registrar.onCard(ask(third, own), ledger::latestKey, NOW)));

    Function<Sign1, Optional<Rejection>> why =
        card -> why(registrar.onCard(card, ledger::latestKey, NOW));
    assertEquals(Optional.of(Rejection.MALFORMED), why.apply(ask(gateway, own)));
    assertEquals(
        Optional.of(Rejection.BAD_SIGNATURE), why.apply(own.sign(gateway.key(), third.name(), 1)));
    Registration mixed = Alliance.registration(third.name(), Kind.BATCH, Kind.SCAN);
    assertEquals(
        Optional.of(Rejection.MIXED_KINDS), why.apply(ask(third, new Request.Register(mixed))));
    Registration device = Alliance.registration(third.name(), Kind.SCAN);
    assertEquals(
        Optional.of(Rejection.MIXED_KINDS), why.apply(ask(third, new Request.Register(device))));
    assertEquals(
        Optional.of(Rejection.MALFORMED),
        why.apply(
            ask(third, new Request.Revoke(Alliance.revocation(third.name(), OptionalLong.of(0))))));
    assertEquals(
        Optional.of(Rejection.MALFORMED),
        why.apply(
            Alliance.sign1(
                third.key(),
                ContentType.BATCH,
                third.name(),
                third.name(),
                true,
                SENSORS.encoded())));
  }
}
