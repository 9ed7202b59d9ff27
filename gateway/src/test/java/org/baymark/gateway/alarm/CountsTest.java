package org.baymark.gateway.alarm;

import static org.baymark.gateway.GatewayFixture.NOW;
import static org.baymark.gateway.GatewayFixture.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.baymark.gateway.store.BindingTable;
import org.baymark.gateway.store.BindingTable.Binding;
import org.baymark.gateway.store.CountTable.Key;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.statement.Sensor.Place;
import org.junit.jupiter.api.Test;

/** What is counted of a device that names subjects without end, or is attached to as many. */
class CountsTest extends AlarmFixture {
  private static final String RULE = RULES.rules().get(0).text();
  private static final String DEVICE = LOGGER.name().text();

  private long counted(String device) {
    return gateway.inStore(transaction -> counts.count(transaction, device));
  }

  private static Key of(String subject, String device) {
    return new Key(RULE, subject, device);
  }

  private boolean has(Key key) {
    return gateway.inStore(transaction -> counts.find(transaction, key).isPresent());
  }

  /** As if it had measured something about so many subjects, one after the other. */
  private void fill(int many) {
    gateway.inStore(
        transaction -> {
          for (int i = 0; i < many; i++) {
            counts.keep(transaction, of("urn:x:" + i, DEVICE), -i, Series.empty().kept());
          }
          return 0;
        });
  }

  @Test
  void theOldestCountsOfTheDeviceGoForANewOneAndTheirAlarmsEnd() {
    String other = SCANNER.name().text();
    fill(Counts.OF_DEVICE_MAX);
    gateway.inStore(
        transaction -> {
          table.raise(transaction, "too-warm", RULE, "urn:x:999", DEVICE, "", NOW);
          table.raise(transaction, "too-warm", RULE, "urn:x:0", DEVICE, "", NOW);
          table.raise(transaction, "too-warm", RULE, "urn:x:999", other, "", NOW);
          counts.keep(transaction, of("urn:x:999", other), -9_999, Series.empty().kept());
          return 0;
        });
    byHand();
    gateway.take(warm(0, 0, "4", PALLET));
    join(alarms.round());
    assertEquals(Counts.OF_DEVICE_MAX - Counts.DROPPED_AT_ONCE + 1, counted(DEVICE));
    assertEquals(Counts.DROPPED_AT_ONCE, alarms.dropped());
    assertTrue(has(of(PALLET.text(), DEVICE)));
    assertTrue(has(of("urn:x:899", DEVICE)));
    assertFalse(has(of("urn:x:900", DEVICE)));
    assertTrue(has(of("urn:x:999", other)), "what another device counts is not touched");
    assertEquals(List.of(other, DEVICE), open().stream().map(it -> it.device()).toList());
    assertEquals("urn:x:999", ended().get(0).subject());
    String why = ended().get(0).why().orElseThrow();
    assertTrue(why.contains("for 1000 subjects and rules at most"), why);

    gateway.take(warm(1, 60, "4"));
    join(alarms.round());
    assertEquals(Counts.DROPPED_AT_ONCE, alarms.dropped(), "there is room again");
  }

  /** Else each statement would drop what the one before counted. */
  @Test
  void whatFindsNoRoomInOneStatementIsNotCountedAndDropsNothing() {
    byHand();
    gateway.inStore(
        transaction -> {
          for (int i = 0; i < Counts.OF_DEVICE_MAX + 5; i++) {
            new BindingTable().replace(transaction, "urn:x:" + i, List.of(attach(i)));
          }
          return 0;
        });
    for (int seq = 1; seq <= 3; seq++) {
      gateway.take(warm(seq, seq, "4"));
      join(alarms.round());
      assertEquals(Counts.OF_DEVICE_MAX, counted(DEVICE));
      assertEquals(seq, alarms.dropped(), "one of itself and the thousand newest, each time");
      assertTrue(has(of(DEVICE, DEVICE)));
      assertTrue(has(of("urn:x:1004", DEVICE)), "the newest");
      assertFalse(has(of("urn:x:5", DEVICE)));
    }
  }

  private static Binding attach(int nth) {
    return new Binding(
        "urn:x:" + nth,
        DEVICE,
        Optional.of(new Place(1, 0)),
        Optional.empty(),
        nth,
        SCANNER.name().text(),
        Digest.sha256(),
        NOW,
        Optional.empty());
  }
}
