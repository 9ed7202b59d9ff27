package org.baymark.sim.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Unverified;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowReaderTest {
  private static final String TIME = "2013-07-04 00:00:00";
  private static final RowReader READER =
      new RowReader(
          new Columns(0, Optional.of(1), List.of(2, 3), 4), TimeFormat.of("iso", ZoneOffset.UTC));

  private static Row read(String... fields) throws MalformedRow {
    return READER.read(CsvRow.of(7, List.of(fields)));
  }

  @ParameterizedTest
  @CsvSource({
    "69.88083514, 69.88083514",
    "74.93588199999998, 74.93588199999998",
    "0, 0",
    "-0.0, 0",
    "+5, 5",
    ".5, 0.5",
    "5., 5",
    "1e3, 1000",
    "1.5E-3, 0.0015",
    "9223372036854775807, 9223372036854775807",
    "-9223372036854775808, -9223372036854775808",
    "0.000000000000000001, 0.000000000000000001",
    "1000000000000000000e-18, 1",
    "' 5 ', 5",
  })
  void aNumberIsExact(String text, BigDecimal expected) throws MalformedRow {
    BigDecimal value = read(TIME, "a", text, "1").values().get(0).orElseThrow();
    assertEquals(0, expected.compareTo(value), value.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "NaN", "nan", "NA", "N/A", "null", "None", "nil", "-"})
  void whatSaysThatThereIsNoValueIsMissing(String text) throws MalformedRow {
    Row row = read(TIME, "a", text, "1");
    assertTrue(row.values().get(0).isEmpty());
    assertTrue(row.hasValue());
    assertFalse(read(TIME, "a", text, text).hasValue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "1,5",
        "1 000",
        "0x10",
        "Infinity",
        "-inf",
        "1e",
        "--1",
        "1.2.3",
        "٣",
        "9223372036854775808",
        "1e19",
        "1e999",
        "1e-999",
        "0.0000000000000000001",
        "12.345678901234567890123"
      })
  void whatIsNoNumberOrTooLongForOneMakesTheRowMalformed(String text) {
    assertThrows(MalformedRow.class, () -> read(TIME, "a", text, "1"));
  }

  @Test
  void aRowNeedsItsFieldsItsTimeAndItsGroup() {
    assertThrows(MalformedRow.class, () -> read(TIME, "a", "1"));
    assertThrows(MalformedRow.class, () -> read(TIME, "a", "1", "2", "3"));
    assertThrows(MalformedRow.class, () -> read("yesterday", "a", "1", "2"));
    assertThrows(MalformedRow.class, () -> read(TIME, " ", "1", "2"));
    assertThrows(MalformedRow.class, () -> READER.read(CsvRow.broken(7, "a quote")));
  }

  @Test
  void aTimeThatSenmlWouldTakeForARelativeOneIsRefused() {
    // RFC 8428, section 4.5.3: 2^28 seconds after 1970.
    assertThrows(MalformedRow.class, () -> read("1978-07-04 21:24:15", "a", "1", "2"));
    assertEquals(
        1L << 28, assertDoesNotThrow("1978-07-04 21:24:16").moment().instant().getEpochSecond());
  }

  private static Row assertDoesNotThrow(String time) {
    try {
      return read(time, "a", "1", "2");
    } catch (MalformedRow e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatARowSaysComesOutOfTheStatementAgain() throws MalformedRow {
    Random random = new Random(7);
    SigningKey key = SigningKey.ofSecret(Suite.EDDSA, random::nextBytes);
    ReplayDevice device =
        new ReplayDevice(new DevUrn("urn:dev:org:32473-a"), key, 1, Optional.empty());
    Packs packs =
        new Packs(List.of(ValueColumn.parse("t:temp:degF"), ValueColumn.parse("h:hum")), 1);
    Row row = read("2013-07-04 00:00:00.25", "a", "69.88083514", "-40");
    Bytes said =
        device
            .say(packs.add(row).orElseThrow().readings(), java.time.Instant.ofEpochSecond(1))
            .encoded();
    List<Reading> readings =
        Unverified.parse(said)
            .toOptional()
            .orElseThrow()
            .content()
            .match(
                t -> t.readings(),
                e -> List.<Reading>of(),
                c -> List.of(),
                h -> List.of(),
                e -> List.of());
    BigDecimal time = new BigDecimal("1372896000.25");
    assertEquals(
        List.of(
            Reading.of("temp", "degF", time, new BigDecimal("69.88083514")),
            Reading.of("hum", "", time, new BigDecimal("-40"))),
        readings);
  }
}
