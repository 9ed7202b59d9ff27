package org.baymark.protocol.passport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.passport.Finding.Outcome;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One statement on a slip: what it shows, what it does not, and that no bit of it is idle. */
class SlipTest {
  private final Journey journey = new Journey();
  private final Policy trust = journey.world.alliance.policy();
  private final Passport passport = journey.papers().together();

  private SlipVerification verification(Optional<ShipmentKey> shipmentKey) {
    return new SlipVerification(
        trust, shipmentKey, Optional.empty(), Instant.ofEpochSecond(World.START + 86_400));
  }

  private List<Sign1> statements() {
    return passport.parts().stream()
        .flatMap(part -> part.disclosures().stream())
        .flatMap(Optional::stream)
        .flatMap(disclosure -> disclosure.statements().stream())
        .map(one -> one.signed())
        .toList();
  }

  private Slip slip(Digest id) {
    return Slip.of(passport, id, trust).orElseThrow();
  }

  private static EnumSet<Step> steps(Verdict verdict, Outcome outcome) {
    return verdict.findings().stream()
        .filter(finding -> finding.outcome() == outcome)
        .map(Finding::step)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Step.class)));
  }

  @Test
  void whatAPassportDisclosesFitsOnSlipsAndIsAttestedByItsGateway() {
    for (Sign1 said : statements()) {
      Slip slip = slip(said.id());
      assertTrue(slip.encoded().size() <= Slip.SIZE_MAX, "" + slip.encoded().size());
      assertEquals(Optional.of(slip), Slip.parse(slip.encoded()).toOptional());
      assertEquals(Optional.of(slip), Slip.parseText(slip.text() + "\n").toOptional());
      Verdict verdict = verification(Optional.empty()).verify(slip);
      assertEquals(EnumSet.noneOf(Step.class), steps(verdict, Outcome.FAIL));
      assertEquals(
          EnumSet.of(Step.KEYS, Step.JURISDICTIONS, Step.RUNS, Step.COMPLETE, Step.TIMES),
          steps(verdict, Outcome.NOT_CHECKED));
      assertEquals(Outcome.NOT_CHECKED, verdict.outcome(Verdict.REQUIRED_BY_DEFAULT));
      assertTrue(verdict.finding(Step.KEYS).detail().contains("gateway-attested"));
    }
  }

  @Test
  void moreCoSignaturesThanAreEnoughAreLeftOut() {
    int enough = trust.fewestCosignatures();
    Slip slip = slip(statements().get(0).id());
    assertEquals(enough, trust.judge(slip.checkpoint()).cosignatures().size());
    assertEquals(enough + 1, slip.checkpoint().signatures().size()); // and its log's
  }

  @Test
  void thePapersOfAnotherShipmentAreNoticed() {
    Sign1 scan =
        statements().stream()
            .filter(one -> one.subject().equals(Journey.SHIPMENT))
            .findFirst()
            .orElseThrow();
    Slip slip = slip(scan.id());
    ShipmentKey right = journey.world.shipmentKey(Journey.SHIPMENT);
    ShipmentKey wrong = journey.world.shipmentKey(Journey.OTHER);
    assertEquals(
        Outcome.NOT_CHECKED,
        verification(Optional.of(right)).verify(slip).finding(Step.COMPLETE).outcome());
    assertEquals(
        Outcome.FAIL,
        verification(Optional.of(wrong)).verify(slip).finding(Step.COMPLETE).outcome());
  }

  @Test
  void nothingIsMadeOfWhatThePassportDoesNotDisclose() {
    assertTrue(Slip.of(passport, Digest.sha256(Bytes.EMPTY), trust).isEmpty());
  }

  @Test
  void aSlipIsToldFromAPassport() {
    Slip slip = slip(statements().get(0).id());
    assertTrue(Slip.isOne(slip.encoded()));
    assertTrue(Slip.isOne(Bytes.ofUtf8(slip.text())));
    assertFalse(Slip.isOne(passport.encoded()));
    assertFalse(Slip.isOne(Bytes.EMPTY));
  }

  /** What is more than a QR code holds is refused before anything is looked at. */
  @Test
  void whatIsTooLargeIsRefused() {
    Bytes large = Bytes.of(new byte[Slip.SIZE_MAX + 1]);
    assertEquals(
        "too-large",
        Slip.parse(large).match(any -> "taken", refused -> refused.refusal().wireName()));
    String text = slip(statements().get(0).id()).text();
    assertEquals(
        "wrong-shape",
        Slip.parseText(text + " ").match(any -> "taken", it -> it.refusal().wireName()));
  }

  /** However far it lies beyond every date that can be written. */
  @Test
  void aReadingFromAfterItsBatchIsTold() {
    World world = journey.world;
    Speaker sensor = journey.warm;
    // SenML: [{n: "a", v: 0, t: 1.8e308}]
    Bytes reading = Bytes.ofHex("81a3006161020006fb7fefffffffffffff");
    Sign1 said =
        sensor.saysAt(
            OptionalLong.of(world.tick()), sensor.subject(), ContentType.TELEMETRY, reading);
    journey.depot.take(said).seal();
    Passport of = Papers.issue(world, sensor.subject()).together();
    Slip slip = Slip.of(of, said.id(), trust).orElseThrow();
    Finding times = verification(Optional.empty()).verify(slip).finding(Step.TIMES);
    assertEquals(Outcome.FAIL, times.outcome());
    assertTrue(times.detail().contains("a reading from after its batch"), times.detail());
  }

  @Test
  @Tag("one-release")
  void everyBitMatters() {
    Bytes file = slip(statements().get(0).id()).encoded();
    SlipVerification verification = verification(Optional.empty());
    for (int bit = 0; bit < 8 * file.size(); bit++) {
      byte[] octets = file.toArray();
      octets[bit / 8] ^= (byte) (1 << bit % 8);
      Optional<Slip> changed = Slip.parse(Bytes.owning(octets)).toOptional();
      int at = bit;
      changed.ifPresent(
          slip ->
              assertFalse(steps(verification.verify(slip), Outcome.FAIL).isEmpty(), "bit " + at));
    }
  }
}
