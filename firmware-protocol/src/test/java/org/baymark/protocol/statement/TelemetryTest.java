package org.baymark.protocol.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.ContentType;
import org.junit.jupiter.api.Test;

/** SenML packs in CBOR (RFC 8428, sections 4 and 6). */
class TelemetryTest {
  private static final String BN =
      "781b" + "75726e3a6465763a6f773a313065323037336130313038303036" + "3a";
  private static final String BT = "fb41d303a15b001062";
  private static final String VOLTAGE = "0067766f6c74616765" + "016156" + "02fb405e066666666666";
  private static final String REST =
      current("24", "fb3ff3333333333333")
          + current("23", "fb3ff4cccccccccccd")
          + current("22", "fb3ff6666666666666")
          + current("21", "f93e00")
          + current("20", "fb3ff999999999999a")
          + current("00", "fb3ffb333333333333");

  private static String current(String time, String value) {
    return "a3" + "006763757272656e74" + "02" + value + "06" + time;
  }

  /** The example of RFC 8428, section 6, with its map keys in deterministic order. */
  @Test
  void theExampleOfRfc8428IsRead() {
    String pack = "87" + "a6" + VOLTAGE + "21" + BN + "22" + BT + "236141" + REST;
    assertEquals(
        List.of(
            "urn:dev:ow:10e2073a0108006:voltage V 120.1 at 1276020076.001",
            "urn:dev:ow:10e2073a0108006:current A 1.2 at 1276020071.001",
            "urn:dev:ow:10e2073a0108006:current A 1.3 at 1276020072.001",
            "urn:dev:ow:10e2073a0108006:current A 1.4 at 1276020073.001",
            "urn:dev:ow:10e2073a0108006:current A 1.5 at 1276020074.001",
            "urn:dev:ow:10e2073a0108006:current A 1.6 at 1276020075.001",
            "urn:dev:ow:10e2073a0108006:current A 1.7 at 1276020076.001"),
        readings(pack));
    assertTrue(Payloads.telemetry(pack).readings().get(0).isTimeAbsolute());
  }

  @Test
  void theExampleAsItStandsHasAnotherOrderAndVersion() {
    String asItStands = "87" + "a7" + "21" + BN + "22" + BT + "236141" + "2005" + VOLTAGE + REST;
    assertEquals("not-deterministic", answer(asItStands));
    String ordered = "87" + "a7" + VOLTAGE + "2005" + "21" + BN + "22" + BT + "236141" + REST;
    assertEquals("bad-telemetry", answer(ordered));
    assertEquals("accepted", answer(ordered.replace("2005" + "21", "200a" + "21")));
  }

  private static List<String> readings(String hex) {
    return Payloads.telemetry(hex).readings().stream().map(TelemetryTest::text).toList();
  }

  private static String text(Reading reading) {
    String value = reading.number().map(BigDecimal::toPlainString).or(reading::other).orElse("?");
    return reading.name()
        + " "
        + reading.unit()
        + " "
        + value
        + " at "
        + reading.time().toPlainString();
  }

  private static String answer(String hex) {
    return Payloads.answer(ContentType.TELEMETRY, hex);
  }

  /** Names and bases; "n" is 6161 where it is {@code a}. */
  @Test
  void basesHoldFromTheirRecordOn() {
    Map<String, String> packs = new LinkedHashMap<>();
    packs.put("81a200616102" + "0a", "a  10 at 0");
    packs.put("81a2020a21" + "6162", "b  10 at 0");
    packs.put("82a12162623aa2006161020a", "b:a  10 at 0");
    packs.put("82a2020121" + "6162a2006163020a", "b  1 at 0, bc  10 at 0");
    packs.put(
        "83a2020121" + "6162a2006163020aa2020321" + "6164", "b  1 at 0, bc  10 at 0, d  3 at 0");
    packs.put("82a3020121" + "61622405" + "a10203", "b  6 at 0, b  8 at 0");
    packs.put("82a3020121616223614b" + "a2016143" + "0203", "b K 1 at 0, b C 3 at 0");
    packs.put(
        "82a30201216162" + "221a10000000" + "a202030601", "b  1 at 268435456, b  3 at 268435457");
    packs.put("81a2006161" + "0507", "a  7 at 0"); // a sum alone
    packs.put("81a3006161" + "0507" + "2503", "a  10 at 0"); // with its base
    packs.put("81a3006161" + "0201" + "0507", "a  1 at 0"); // beside a value
    packs.put("81a2006161" + "036378797a", "a  xyz at 0");
    packs.put("81a2006161" + "04f5", "a  true at 0");
    packs.put("81a2006161" + "0842beef", "a  beef at 0");
    packs.put("81a3006161" + "0201" + "0705", "a  1 at 0"); // update time
    packs.forEach(
        (hex, text) ->
            assertEquals(text, readings(hex).stream().collect(Collectors.joining(", ")), hex));
  }

  @Test
  void numbersAreIntegersDecimalFractionsAndFloats() {
    Map<String, String> numbers = new LinkedHashMap<>();
    numbers.put("00", "0");
    numbers.put("1b7fffffffffffffff", "9223372036854775807");
    numbers.put("3b7fffffffffffffff", "-9223372036854775808");
    numbers.put("c482201820", "3.2");
    numbers.put("c48221390100", "-2.57");
    numbers.put("c4820207", "700");
    numbers.put("c4823101", "0.000000000000000001");
    numbers.put("c4821201", "1000000000000000000");
    numbers.put("c482001b7fffffffffffffff", "9223372036854775807");
    numbers.put("f93e00", "1.5");
    numbers.put("f90001", "5.960464477539063E-8");
    numbers.put("fb3fb999999999999a", "0.1");
    numbers.forEach(
        (hex, number) -> {
          Reading reading = Payloads.telemetry("81a200616102" + hex).readings().get(0);
          assertEquals(0, new BigDecimal(number).compareTo(reading.number().orElseThrow()), hex);
        });
  }

  @Test
  void malformedPacksAreRefused() {
    String name = "006161";
    Map<String, String> packs = new LinkedHashMap<>();
    packs.put("", "not-cbor");
    packs.put("a2" + name + "0201", "wrong-shape");
    packs.put("80", "wrong-shape");
    packs.put("8100", "wrong-shape");
    packs.put("81a0", "bad-telemetry");
    packs.put("81a12161" + "62", "bad-telemetry"); // nothing but a base
    packs.put("81a1" + name, "bad-telemetry"); // no value
    packs.put("82a2" + name + "0201" + "a1" + name, "bad-telemetry");
    packs.put("82a2" + name + "0201" + "a1" + "0601", "bad-telemetry");
    packs.put("82a2" + name + "0201" + "a1" + "0701", "bad-telemetry");
    packs.put("82a2" + name + "0201" + "a1" + "01614b", "bad-telemetry");
    packs.put("82a2" + name + "0201" + "a0", "accepted"); // a record that sets no base
    packs.put("81a10201", "bad-telemetry"); // no name
    packs.put("81a3" + name + "0201" + "036161", "bad-telemetry"); // two values
    packs.put("81a3" + name + "0201" + "04f4", "bad-telemetry");
    packs.put("81a3" + name + "036161" + "0840", "bad-telemetry");
    packs.put("81a2" + name + "026131", "bad-telemetry"); // a number as text
    packs.put("81a2" + name + "02f97e00", "bad-telemetry");
    packs.put("81a2" + name + "02f97c00", "bad-telemetry");
    packs.put("81a2" + name + "02f9fc00", "bad-telemetry");
    packs.put("81a2" + name + "02f6", "bad-telemetry");
    packs.put("81a2" + name + "02c24101", "wrong-shape"); // a bignum
    packs.put("81a2" + name + "02c5822001", "wrong-shape"); // a bigfloat
    packs.put("81a2" + name + "02c4823201", "out-of-range"); // 1e-19
    packs.put("81a2" + name + "02c4821301", "out-of-range"); // 1e19
    packs.put("81a2" + name + "02c48120", "wrong-shape");
    packs.put("81a2" + name + "02c48220f93c00", "wrong-shape");
    packs.put("81a2" + name + "02c482201bffffffffffffffff", "out-of-range");
    packs.put("81a2" + name + "021bffffffffffffffff", "out-of-range");
    packs.put("81a2" + name + "04f6", "wrong-shape");
    packs.put("81a2" + name + "0301", "wrong-shape");
    packs.put("81a3" + name + "0201" + "0900", "unknown-field");
    packs.put("81a3" + name + "0201" + "2600", "unknown-field"); // -7
    packs.put("81a3" + name + "0201" + "6362765f" + "01", "unknown-field");
    packs.put("81a3" + name + "0201" + "2009", "bad-telemetry"); // version 9
    packs.put("81a3" + name + "0201" + "200a", "accepted");
    packs.put("81a3" + name + "0201" + "20f5", "wrong-shape");
    packs.forEach((hex, answer) -> assertEquals(answer, answer(hex), hex));
  }

  /** RFC 8428, section 4.5.1. */
  @Test
  void namesAreOfTheirCharacters() {
    for (String name : List.of("a", "Z9", "0-:./_", "urn:dev:mac:0024befffe804ff1_t")) {
      assertEquals("accepted", named(name), name);
    }
    for (String name : List.of("", "-a", ":a", ".a", "/a", "_a", "a b", "a+b", "\u00e4", "a\n")) {
      assertEquals("bad-telemetry", named(name), name);
    }
    assertEquals("accepted", named("a".repeat(256)));
    assertEquals("too-large", named("a".repeat(257)));
  }

  private static String named(String name) {
    CborWriter out = new CborWriter();
    return answer(out.array(1).map(2).integer(0).text(name).integer(2).integer(1).toBytes().hex());
  }

  @Test
  void aPackHasAtMost1024Records() {
    String first = "a200616102" + "01";
    assertEquals("accepted", answer("990400" + first + "a0".repeat(1023)));
    assertEquals("wrong-shape", answer("990401" + first + "a0".repeat(1024)));
  }

  @Test
  void timesFrom2To28OnAreAbsolute() {
    assertFalse(
        Payloads.telemetry("81a3006161020106" + "1a0fffffff").readings().get(0).isTimeAbsolute());
    assertTrue(
        Payloads.telemetry("81a3006161020106" + "1a10000000").readings().get(0).isTimeAbsolute());
    assertFalse(
        Payloads.telemetry("81a3006161020106" + "3a7fffffff").readings().get(0).isTimeAbsolute());
  }

  @Test
  void whatOurDevicesWriteComesBack() {
    BigDecimal t = new BigDecimal("1780000000.25");
    List<Reading> readings = new ArrayList<>();
    readings.add(Reading.of("urn:dev:mac:00:", "Cel", t, new BigDecimal("-18.25")));
    readings.add(Reading.of("urn:dev:mac:00:", "Cel", t.add(BigDecimal.TEN), new BigDecimal("4")));
    readings.add(Reading.of("urn:dev:mac:00:rh", "%RH", t, new BigDecimal("1E+3")));
    readings.add(Reading.of("other", "Cel", t, BigDecimal.ONE));
    readings.add(Reading.of("urn:dev:mac:00:v", "", BigDecimal.ZERO, new BigDecimal("-9e-18")));
    assertEquals(plain(readings), plain(Payloads.telemetry(hex(readings)).readings()));
    List<Reading> some = readings.subList(0, 3);
    assertEquals(plain(some), plain(Payloads.telemetry(hex(some)).readings()));
  }

  private static String hex(List<Reading> readings) {
    return new Telemetry(readings).encoded().hex();
  }

  private static List<String> plain(List<Reading> readings) {
    return readings.stream().map(TelemetryTest::plain).toList();
  }

  private static String plain(Reading reading) {
    return reading.name()
        + reading.unit()
        + reading.time().stripTrailingZeros()
        + reading.number().orElseThrow().stripTrailingZeros();
  }

  @Test
  void whatOurDevicesCannotWriteTheySay() {
    Reading fine = Reading.of("a", "", BigDecimal.ZERO, new BigDecimal("1e-19"));
    assertThrows(IllegalArgumentException.class, new Telemetry(List.of(fine))::encoded);
  }
}
