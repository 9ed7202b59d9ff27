package org.baymark.protocol.passport;

import static org.baymark.protocol.passport.Verdicts.assertVerdict;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.cose.Subject;
import org.junit.jupiter.api.Test;

/** Records that a signed statement of the passport covers. */
class RecordsTest {
  private final Trip trip = new Trip();
  private final List<ChainRecord> records = trip.recorded(2);

  private void assertFound(List<ChainRecord> shown, String... expected) {
    assertVerdict(
        Journey.verification(trip.world, Trip.GOODS),
        trip.papers().with(shown).together(),
        expected);
  }

  private List<ChainRecord> without(int index) {
    List<ChainRecord> rest = new ArrayList<>(records);
    rest.remove(index);
    return rest;
  }

  @Test
  void allThatIsCoveredAndHerePasses() {
    assertFound(records);
    Passport passport = trip.papers().with(records).together();
    Account account =
        Verdicts.verdict(Journey.verification(trip.world, Trip.GOODS), passport).account();
    assertEquals(
        List.of(
            "of 5 records of urn:dev:os:32473-sensor in boot 1, 5 are attested and 0 provisional"),
        account.facts());
  }

  @Test
  void aLostRecordIsAGapAndNothingElse() {
    for (int i = 0; i < records.size(); i++) {
      assertFound(without(i), "runs | fail | gap: record 1/" + i + " of urn:dev:os:32473-sensor");
    }
  }

  @Test
  void aChangedRecordFailsSignatures() {
    List<ChainRecord> changed = new ArrayList<>(records);
    ChainRecord third = changed.get(2);
    changed.set(2, trip.sensor.recordAs(third.number(), "99"));
    assertFound(changed, "signatures | fail | record 1/2 of urn:dev:os:32473-sensor");
  }

  @Test
  void aRecordThatNobodyCoveredIsProvisional() {
    List<ChainRecord> more = new ArrayList<>(records);
    more.add(trip.sensor.recordAs(5, "1"));
    assertFound(more);
  }

  @Test
  void aNumberIsCoveredOnce() {
    trip.gateway.take(trip.sensor.coversAgain()).seal();
    Subject device = trip.sensor.subject();
    assertVerdict(
        Journey.verification(trip.world, device),
        Papers.issue(trip.world, device).with(records).together(),
        "runs | not checked | where urn:dev:os:32473-sensor began is not known");
  }
}
