package org.baymark.gateway.alarm;

import static org.baymark.gateway.GatewayFixture.NOW;
import static org.baymark.gateway.GatewayFixture.join;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Devices that do not speak as they said. */
class SilenceTest extends AlarmFixture {
  @Test
  void aSilentDeviceIsMissedUntilItSpeaks() {
    join(alarms.stop());
    alarms = made(RULES, false, this::admit);
    gateway.take(hello(0, 60));
    for (int i = 0; i <= 4; i++) { // a step of a minute would be a gateway that slept
      assertEquals(List.of(), open(), "after " + i * 30 + " s");
      gateway.clock.set(NOW.plusSeconds(i * 30L));
      join(alarms.round());
    }
    gateway.clock.set(NOW.plusSeconds(121));
    join(alarms.round());
    assertEquals("silence", open().get(0).code());
    join(alarms.round());
    assertEquals(1, open().size());
    gateway.take(warm(1, 0, "4"));
    join(alarms.round());
    assertEquals(List.of(), open());
    assertEquals("the device spoke", ended().get(0).why().orElseThrow());
  }

  @Test
  void whileTheDiskTakesNothingNobodyIsSilent() {
    byHand();
    gateway.take(hello(0, 60));
    unfit = Optional.of("the disk is nearly full");
    minutes(0, 10);
    unfit = Optional.empty();
    minutes(10, 12);
    assertEquals(List.of(), open());
    minutes(12, 13);
    assertEquals("silence", open().get(0).code());
  }

  @Test
  void aDeviceThatIsResumedHasItsTimeAnew() {
    byHand();
    gateway.take(hello(0, 60));
    minutes(0, 1);
    join(gateway.enrolling.suspend(LOGGER.name(), NOW));
    minutes(1, 10);
    join(gateway.enrolling.resume(LOGGER.name()));
    minutes(10, 12);
    assertEquals(List.of(), open());
    minutes(12, 13);
    assertEquals("silence", open().get(0).code());
  }

  private void minutes(int from, int to) {
    for (int half = 2 * from; half <= 2 * to; half++) { // a minute would be a gateway that slept
      gateway.clock.set(NOW.plusSeconds(half * 30L));
      join(alarms.round());
    }
  }
}
