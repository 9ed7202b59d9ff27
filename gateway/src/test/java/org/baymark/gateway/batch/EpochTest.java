package org.baymark.gateway.batch;

import static org.baymark.gateway.OutgoingFixture.ALLIANCE_KEY;
import static org.baymark.gateway.OutgoingFixture.SELF;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.store.Statements.Stored;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.papers.AllianceKeys;
import org.baymark.protocol.papers.AllianceKeys.AllianceKey;
import org.baymark.protocol.papers.KeyEpoch;
import org.junit.jupiter.api.Test;

/** Which alliance key blinds a batch (PROTOCOL.md, section 24.1). */
class EpochTest {
  private static final Instant CHANGE = Instant.parse("2027-06-01T00:00:00Z");
  private static final Subject PALLET = Subject.ofSscc("106141412345678908");
  private static final TestDevice DEVICE = TestDevice.named("one", Suite.EDDSA);
  private static final AllianceKey OLD =
      new AllianceKey(new KeyEpoch(0, 0, OptionalLong.of(CHANGE.getEpochSecond())), ALLIANCE_KEY);
  private static final AllianceKey NEW =
      new AllianceKey(
          new KeyEpoch(1, CHANGE.getEpochSecond(), OptionalLong.empty()),
          Bytes.ofHex("07".repeat(32)));

  /** The one subject key of a batch of scans that were taken then. */
  private static Digest filedUnder(List<AllianceKey> keys, Instant... received) {
    List<Stored> statements = new ArrayList<>();
    for (Instant at : received) {
      long row = statements.size() + 1L;
      statements.add(new Stored(row, at, DEVICE.scans(1, (int) row, PALLET).encoded()));
    }
    Sealing sealing = new Sealing(SELF.name(), SELF.key(), new AllianceKeys(keys));
    Sealing.Place place = new Sealing.Place(1, Optional.empty(), Optional.empty());
    var sealed = sealing.seal(place, statements, CHANGE.plusSeconds(60));
    assertEquals(1, sealed.filed().size());
    return sealed.filed().get(0).entry().subjectKey();
  }

  private static Digest under(AllianceKey key) {
    return key.keyOf(PALLET).subjectKey();
  }

  @Test
  void theOpeningDecidesAndNotTheSealing() {
    List<AllianceKey> both = List.of(OLD, NEW);
    assertEquals(under(OLD), filedUnder(both, CHANGE.minusMillis(1)));
    assertEquals(under(NEW), filedUnder(both, CHANGE));
    assertEquals(under(OLD), filedUnder(both, CHANGE.minusMillis(1), CHANGE.plusSeconds(9)));
  }

  @Test
  void withoutTheKeyOfItsTimeNothingIsSealed() {
    assertThrows(
        IllegalStateException.class, () -> filedUnder(List.of(NEW), CHANGE.minusSeconds(1)));
  }
}
