package org.baymark.protocol.passport;

import static org.baymark.protocol.passport.Verdicts.assertVerdict;

import java.util.Optional;
import java.util.function.Consumer;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.merkle.RangeProof;
import org.junit.jupiter.api.Test;

/** Which stretch of a small log is enough, and that the shipment's key is from its papers. */
class RangeTest {
  private static final int SHIPMENT = 0;
  private static final int COLD = 1;
  private static final int WARM = 2;

  private final Journey journey = new Journey();

  private void check(Consumer<Papers> change, String... expected) {
    Papers papers = journey.papers();
    change.accept(papers);
    assertVerdict(journey.verification(), papers.together(), expected);
  }

  @Test
  void aSensorsRunIsEnoughWithoutWhatItSaidBeforeAndAfter() {
    check(papers -> papers.narrow(journey.world, WARM, 1, 2));
    check(papers -> papers.narrow(journey.world, WARM, 1, 3));
    check(papers -> papers.narrow(journey.world, WARM, 0, 3));
  }

  @Test
  void aSensorsRunMustReachBothItsBrackets() {
    check(
        papers -> papers.narrow(journey.world, WARM, 2, 2),
        "runs | fail | gap: urn:dev:os:32473-warm between 1/1 and 1/4",
        "complete | fail | 2 of 4 batches disclosed; missing: batches not named");
    check(
        papers -> papers.narrow(journey.world, WARM, 0, 2),
        "runs | fail | gap: urn:dev:os:32473-warm between 1/3 and 1/4",
        "complete | fail | 2 of 4 batches disclosed; missing: batches not named");
  }

  @Test
  void aShortStretchHoldsNothingBack() {
    check(
        papers -> {
          papers.narrow(journey.world, WARM, 1, 3);
          Sets.withhold(papers, WARM, 2);
        },
        "complete | fail | not disclosed: urn:dev:os:32473-warm in gateway"
            + " urn:dev:os:32473-truck, batch 3");
  }

  @Test
  void aStretchMayHoldARestart() {
    check(papers -> papers.narrow(journey.world, COLD, 1, 3));
  }

  @Test
  void aShipmentIsShownFromItsFirstBatchToItsLast() {
    check(
        papers -> papers.narrow(journey.world, SHIPMENT, 1, 2),
        "runs | not checked | no sensor is attached",
        "complete | fail | 2 of 3 batches disclosed; missing: batches not named");
    check(
        papers -> papers.narrow(journey.world, SHIPMENT, 0, 2),
        "runs | not checked | open end: where urn:dev:os:32473-cold ended is not known",
        "complete | fail | 2 of 3 batches disclosed; missing: batches not named");
  }

  @Test
  void whatIsLeftOutOfAStretchIsStillInItsRoot() {
    check(
        papers -> {
          papers.narrow(journey.world, WARM, 1, 2);
          Sets.subject(papers, WARM, key -> key, RangeTest::bent, proof -> proof);
        },
        "complete | fail | the index does not confirm what was filed about urn:dev:os:32473-warm");
  }

  private static RangeProof bent(RangeProof range) {
    return new RangeProof(range.size(), range.first(), Lie.bent(range.outside()));
  }

  @Test
  void withoutTheShipmentKeyCompletenessIsNotChecked() {
    checkKey(Optional.empty(), "complete | not checked | no shipment key from the papers");
  }

  @Test
  void theShipmentKeyIsOfThisShipment() {
    checkKey(
        Optional.of(journey.world.shipmentKey(Journey.OTHER)),
        "complete | fail | the shipment key is of https://id.gs1.org/00/003456789012345687");
    Subject device = journey.warm.subject();
    checkKey(
        Optional.of(ShipmentKey.ofDevice(device)),
        "complete | fail | the shipment key is of urn:dev:os:32473-warm");
  }

  @Test
  void theShipmentKeyOpensTheSubject() {
    checkKey(
        Optional.of(new ShipmentKey(Journey.SHIPMENT, Bytes.ofHex("00".repeat(32)))),
        "complete | fail | the shipment key from the papers does not open this subject");
  }

  private void checkKey(Optional<ShipmentKey> papers, String expected) {
    Verification full = journey.verification();
    Verification verification =
        new Verification(full.trust(), papers, full.jurisdictions(), full.now());
    assertVerdict(verification, journey.papers().together(), expected);
  }

  /**
   * What a whole passport of the other shipment, under the name of this one, would have to pass.
   */
  @Test
  void thePassportOfAnotherShipmentDoesNotServe() {
    Papers other = Papers.issue(journey.world, Journey.OTHER);
    other.parts.set(0, new Passport.Part(Journey.SHIPMENT, other.parts.get(0).disclosures()));
    assertVerdict(
        journey.verification(),
        other.together(),
        "in-batch | fail | a statement about something else",
        "runs | not checked | no sensor is attached",
        "complete | fail | the shipment key from the papers does not open this subject");
  }
}
