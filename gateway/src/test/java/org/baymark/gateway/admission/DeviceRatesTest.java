package org.baymark.gateway.admission;

import static org.baymark.gateway.transport.Wrong.KNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.GatewayFixture;
import org.baymark.gateway.GatewayFixture.Doors;
import org.baymark.gateway.TestDevice;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How fast one device may speak, over whatever transport. */
class DeviceRatesTest {
  private static final TestDevice OTHER = TestDevice.named("other", Suite.EDDSA);
  private static final long SECOND = 1_000_000_000L;

  @TempDir Path folder;

  @Test
  void aDeviceThatIsTooFastComesAgainAndNobodyUsesUpItsShare() {
    try (GatewayFixture gateway =
        GatewayFixture.withDoors(folder, Doors.slow(0, 1)).with(KNOWN).with(OTHER)) {
      Bytes right = KNOWN.says(1, 0).encoded();
      byte[] forged = right.toArray();
      forged[forged.length - 1] ^= 1;
      for (int i = 0; i < 10; i++) {
        Outcome outcome = take(gateway, "mqtt", Bytes.owning(forged.clone()));
        assertEquals(Outcome.Refused.class, outcome.getClass());
      }
      List<Outcome> outcomes = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        outcomes.add(take(gateway, i % 2 == 0 ? "mqtt" : "coap", KNOWN.says(1, i).encoded()));
      }
      assertEquals(Outcome.Accepted.class, outcomes.get(0).getClass());
      assertEquals(Outcome.Accepted.class, outcomes.get(1).getClass());
      assertTrue(
          outcomes.contains(new Outcome.Busy("more than 1 statements a second of one device")),
          outcomes.toString());
      assertEquals(
          Outcome.Accepted.class, take(gateway, "mqtt", OTHER.says(1, 0).encoded()).getClass());
    }
  }

  @Test
  void eachDeviceHasAShareOfItsOwn() {
    DeviceRates rates = new DeviceRates(2);
    for (int i = 0; i < 20; i++) {
      assertTrue(rates.take(KNOWN.name(), 0));
    }
    assertTrue(!rates.take(KNOWN.name(), 0));
    assertTrue(rates.take(OTHER.name(), 0));
    assertTrue(rates.take(KNOWN.name(), SECOND / 2));
    assertTrue(new DeviceRates(0).take(KNOWN.name(), 0));
  }

  private static Outcome take(GatewayFixture gateway, String transport, Bytes bytes) {
    return GatewayFixture.join(
        gateway.intake.take(new Arrival(bytes, transport, "a sender", Optional.empty())));
  }
}
