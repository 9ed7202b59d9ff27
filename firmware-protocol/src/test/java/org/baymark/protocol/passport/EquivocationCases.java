package org.baymark.protocol.passport;

import static org.baymark.protocol.passport.AccusationCase.SENSOR;
import static org.baymark.protocol.passport.AccusationCase.guilty;
import static org.baymark.protocol.passport.AccusationCase.not;
import static org.baymark.protocol.passport.AccusationCase.withoutKeys;

import java.util.List;
import java.util.OptionalLong;
import org.baymark.protocol.accuse.Equivocation;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.statement.Kind;

/** The charge that a device signed two statements with one number. */
final class EquivocationCases {
  private EquivocationCases() {}

  static void add(List<AccusationCase> all) {
    Equivocation good = (Equivocation) new Charges().equivocation();
    all.add(guilty("equivocation", good, SENSOR));
    Charges honest = new Charges();
    Sign1 first = honest.sensor.reads("1");
    Sign1 second = honest.sensor.reads("2");
    honest.gateway.take(first, second).seal();
    Evidence evidence = Papers.issue(honest.world, honest.sensor.subject()).together().evidence();
    all.add(not("equivocation of two numbers", pair(evidence, first, second), "charge=fail"));
    Speaker stranger = honest.world.stranger("sensor2");
    Sign1 theirs = stranger.reads("1");
    all.add(
        not("equivocation of two devices", pair(evidence, first, theirs), "keys=fail,charge=fail"));
    Speaker thief = new Speaker("sensor", org.baymark.protocol.cose.Suite.ES256, () -> World.START);
    all.add(
        not("equivocation by another key", pair(evidence, first, thief.reads("9")), "keys=fail"));
    Charges forged = new Charges();
    Sign1 one = forged.sensor.reads("1");
    forged.sensor.jumpTo(0);
    Sign1 other = Lie.forged(forged.sensor.reads("2"));
    forged.gateway.take(one, other).seal();
    Evidence of = Papers.issue(forged.world, forged.sensor.subject()).together().evidence();
    all.add(not("equivocation with a forged statement", pair(of, one, other), "keys=fail"));
    all.add(
        not(
            "equivocation without the device's key",
            new Equivocation(withoutKeys(good.evidence()), good.first(), good.second()),
            "keys=fail"));
    Charges revoked = new Charges();
    Sign1 before = revoked.sensor.reads("1");
    revoked.sensor.jumpTo(0);
    Sign1 after = revoked.sensor.reads("2");
    revoked.gateway.take(before).seal();
    revoked.world.revoke(revoked.sensor, OptionalLong.empty());
    Evidence ended = Papers.issue(revoked.world, revoked.sensor.subject()).together().evidence();
    all.add(
        not(
            "equivocation of a key that was revoked",
            pair(ended, before, after),
            "keys=not checked"));
    Evidence elsewhere =
        new Evidence(
            good.evidence().checkpoint(),
            good.evidence().seal(),
            good.evidence().sealPath(),
            good.evidence().members(),
            good.evidence().registrars(),
            good.evidence().headers(),
            List.of(registeredNowhere()),
            good.evidence().gateways(),
            good.evidence().subjects());
    all.add(
        not(
            "equivocation of a key that the log does not have",
            new Equivocation(elsewhere, good.first(), good.second()),
            "in-log=fail"));
  }

  private static LoggedRegistration registeredNowhere() {
    Charges charges = new Charges();
    charges.world.register(charges.world.stranger("more"), Kind.SCAN);
    charges.gateway.take(charges.sensor.reads("1")).seal();
    return Papers.issue(charges.world, charges.sensor.subject())
        .together()
        .evidence()
        .registrations()
        .stream()
        .filter(one -> one.registration().name().text().equals(SENSOR))
        .findFirst()
        .orElseThrow();
  }

  private static Equivocation pair(Evidence evidence, Sign1 one, Sign1 other) {
    boolean ascends = one.id().compareTo(other.id()) < 0;
    return new Equivocation(
        evidence,
        Papers.unverified(ascends ? one : other),
        Papers.unverified(ascends ? other : one));
  }
}
