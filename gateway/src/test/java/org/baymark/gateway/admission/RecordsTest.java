package org.baymark.gateway.admission;

import static org.baymark.gateway.GatewayFixture.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.GatewayFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.store.RecordLog.Counts;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of records: alone, out of order, twice, before and after their cover. */
class RecordsTest {
  private static final Outcome STORED = new Outcome.Provisional();
  private static final Outcome DUPLICATE = new Outcome.Duplicate();

  private final TestDevice radio = TestDevice.named("radio", Suite.ES256);
  private final TestDevice scanner = TestDevice.named("scanner", Suite.ES256);

  @TempDir Path folder;
  private GatewayFixture gateway;

  @BeforeEach
  void start() {
    gateway = GatewayFixture.start(folder).with(radio).with(scanner, Kind.SCAN);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private Outcome take(Bytes bytes) {
    return join(gateway.intake.take(new Arrival(bytes, "coap", "somebody", Optional.empty())));
  }

  private Outcome take(ChainRecord record) {
    return take(record.encoded());
  }

  private ChainRecord record(long number) {
    return radio.record(1, number, "4." + number);
  }

  private Counts counts() {
    Bytes kid = radio.key().verifyingKey().kid();
    return join(gateway.database.read(tx -> gateway.records.counts(tx, kid)));
  }

  @Test
  void recordsComeOutOfOrderAndTwiceAndTheirCoverCountsThem() {
    for (long number : new long[] {2, 0, 4, 1}) { // 3 never comes
      assertEquals(STORED, take(record(number)));
    }
    assertEquals(DUPLICATE, take(record(2)));
    assertEquals(new Counts(4, 0), counts());
    List<ChainRecord> all = List.of(record(0), record(1), record(2), record(3));
    Sign1 cover = radio.covers(0, 1, all);
    assertEquals(new Outcome.Accepted(false, false), take(cover.encoded()));
    assertEquals(DUPLICATE, take(cover.encoded()));
    assertEquals(new Counts(1, 3), counts());
    assertEquals(DUPLICATE, take(record(0)));
    assertEquals(
        List.of(cover.encoded()), gateway.stored().stream().map(it -> it.bytes()).toList());
    Counters.Snapshot counted = gateway.counters.snapshot();
    assertEquals(1, counted.accepted());
    assertEquals(4, counted.records());
    assertEquals(3, counted.duplicates());
    assertEquals(8, counted.received());
  }

  @Test
  void theCoverMayComeFirst() {
    take(radio.covers(0, 2, List.of(record(0), record(1))).encoded());
    assertEquals(STORED, take(record(1)));
    assertEquals(STORED, take(record(0)));
    assertEquals(new Counts(0, 2), counts());
  }

  @Test
  void aRestartForgetsNoRecord() {
    take(record(0));
    gateway.close();
    gateway = GatewayFixture.start(folder);
    assertEquals(DUPLICATE, take(record(0)));
    assertEquals(new Counts(1, 0), counts());
  }

  @Test
  void theFifthOfANumberIsRefusedAndKeptInQuarantine() {
    for (int i = 0; i < 4; i++) {
      assertEquals(STORED, take(radio.record(1, 0, "4." + i)));
    }
    ChainRecord fifth = radio.record(1, 0, "5");
    assertRefused(Refusal.TOO_MANY_RECORDS, take(fifth));
    assertEquals(fifth.encoded(), gateway.refused().get(0).bytes());
    assertEquals(1L, gateway.counters.snapshot().refused().get("too-many-records"));
  }

  @Test
  void aFloodIsTakenAndCostsNothingThatIsCovered() {
    take(record(0));
    take(radio.covers(0, 1, List.of(record(0))).encoded());
    for (int i = 0; i < 200; i++) {
      assertEquals(STORED, take(radio.record(7, i, "6")));
      assertTrue(counts().provisional() <= 64);
    }
    assertEquals(1, counts().covered());
    assertEquals(DUPLICATE, take(record(0)));
    assertEquals(STORED, take(record(1)));
  }

  @Test
  void whoMayNotMeasureSendsNoRecords() {
    assertRefused(Refusal.KIND_NOT_ALLOWED, take(scanner.record(1, 0, "4")));
    TestDevice stranger = TestDevice.named("stranger", Suite.EDDSA);
    assertRefused(Refusal.UNKNOWN_DEVICE, take(stranger.record(1, 0, "4")));
    gateway.revoke(radio.name());
    assertRefused(Refusal.REVOKED_KEY, take(record(0)));
    assertEquals(new Counts(0, 0), counts());
  }

  private static void assertRefused(Refusal refusal, Outcome outcome) {
    Outcome.Refused refused = (Outcome.Refused) outcome;
    assertEquals(refusal, refused.refusal(), refused.detail());
  }
}
