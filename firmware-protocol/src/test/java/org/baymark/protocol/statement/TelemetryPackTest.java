package org.baymark.protocol.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.junit.jupiter.api.Test;

/** What our own devices write, they read back: names, units, times and values. */
class TelemetryPackTest {
  private static final BigDecimal TIME = new BigDecimal("1772344800.125");
  private static final List<String> NAMES =
      List.of("temp", "temp2", "te", "hum", "a", "urn:dev:org:32473-a:temp");
  private static final List<String> UNITS = List.of("Cel", "%RH", "");

  private static void assertRoundTrip(List<Reading> readings) throws RefusalException {
    Bytes pack = new Telemetry(readings).encoded();
    List<Reading> back = Telemetry.read(CborReader.open(pack)).readings();
    assertEquals(readings.size(), back.size());
    for (int i = 0; i < readings.size(); i++) {
      Reading was = readings.get(i);
      Reading is = back.get(i);
      assertEquals(was.name(), is.name());
      assertEquals(was.unit(), is.unit());
      assertEquals(0, was.time().compareTo(is.time()));
      assertEquals(0, was.number().orElseThrow().compareTo(is.number().orElseThrow()));
    }
  }

  @Test
  void everyPairOfNamesAndUnits() throws RefusalException {
    for (String first : NAMES) {
      for (String second : NAMES) {
        for (String unit : UNITS) {
          for (String other : UNITS) {
            assertRoundTrip(
                List.of(
                    Reading.of(first, unit, TIME, new BigDecimal("4.25")),
                    Reading.of(second, other, TIME, new BigDecimal("-0.5"))));
          }
        }
      }
    }
  }

  @Test
  void anySeries() throws RefusalException {
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      List<Reading> readings = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(20); i++) {
        readings.add(
            Reading.of(
                NAMES.get(random.nextInt(NAMES.size())),
                UNITS.get(random.nextInt(UNITS.size())),
                BigDecimal.valueOf(random.nextInt(100_000), random.nextInt(4)),
                BigDecimal.valueOf(random.nextLong(), random.nextInt(18))));
      }
      assertRoundTrip(readings);
    }
  }

  @Test
  void oneNameIsTheBaseNameAndNothingElse() {
    Bytes pack =
        new Telemetry(List.of(Reading.of("temp", "Cel", BigDecimal.ZERO, BigDecimal.ONE)))
            .encoded();
    assertEquals("81a3020121" + "6474656d70" + "23" + "6343656c", pack.hex());
  }

  @Test
  void aPackOfTextIsABrokenPromise() {
    Reading text = new Reading("a", "", TIME, Optional.empty(), Optional.of("x"));
    assertThrows(IllegalArgumentException.class, () -> new Telemetry(List.of(text)).encoded());
  }
}
