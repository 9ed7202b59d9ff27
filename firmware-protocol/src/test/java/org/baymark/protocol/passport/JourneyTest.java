package org.baymark.protocol.passport;

import static org.baymark.protocol.passport.Verdicts.assertVerdict;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Subject;
import org.junit.jupiter.api.Test;

/** What holds when nobody lies. */
class JourneyTest {
  private final Journey journey = new Journey();

  @Test
  void theShipmentsPassportPassesEveryStep() {
    assertVerdict(journey.verification(), journey.papers().together());
  }

  @Test
  void aDevicesPassportPassesAllButTheEndsOfItsRun() {
    Subject device = journey.warm.subject();
    Passport passport = Papers.issue(journey.world, device).together();
    assertVerdict(
        Journey.verification(journey.world, device),
        passport,
        "runs | not checked | where urn:dev:os:32473-warm began is not known");
  }

  @Test
  void aPassportIsItsBytes() {
    Passport passport = journey.papers().together();
    Bytes file = passport.encoded();
    assertEquals(Optional.of(passport), Passport.parse(file).toOptional());
    assertEquals(file, Passport.parse(file).toOptional().orElseThrow().encoded());
    Bytes evidence = passport.evidence().encoded();
    assertEquals(Optional.of(passport.evidence()), Evidence.parse(evidence).toOptional());
  }

  @Test
  void theAccountSaysWhatThePassportHolds() {
    Passport passport = journey.papers().together();
    Account account = Verdicts.verdict(journey.verification(), passport).account();
    assertEquals(Journey.SHIPMENT, account.about());
    assertEquals(13, account.statements());
    assertEquals(5, account.batches());
    assertEquals(
        List.of(
            "urn:dev:os:32473-cold after 1/0 until 2/0",
            "urn:dev:os:32473-warm after 1/1 until 1/4"),
        account.sensors());
    assertEquals(
        "{urn:dev:os:32473-depot=2, urn:dev:os:32473-truck=3}", account.gateways().toString());
    assertEquals(List.of(), account.facts());
  }
}
