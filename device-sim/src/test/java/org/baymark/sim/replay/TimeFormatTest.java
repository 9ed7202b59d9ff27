package org.baymark.sim.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import org.baymark.sim.replay.TimeFormat.Oddity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeFormatTest {
  private static final String BERLIN = "Europe/Berlin";

  private static TimeFormat.Moment parse(String format, String zone, String text) {
    return TimeFormat.of(format, ZoneId.of(zone)).parse(text);
  }

  @ParameterizedTest
  @CsvSource({
    "iso, UTC, 2013-07-04 00:00:00, 2013-07-04T00:00:00Z",
    "iso, UTC, 2013-07-04T00:00:00, 2013-07-04T00:00:00Z",
    "iso, UTC, 2013-07-04 00:00, 2013-07-04T00:00:00Z",
    "iso, UTC, 2013-07-04T00:00:00.123456789, 2013-07-04T00:00:00.123456789Z",
    "iso, Asia/Shanghai, 2013-07-04 08:00:00, 2013-07-04T00:00:00Z",
    "iso, Asia/Shanghai, 2013-07-04T08:00:00Z, 2013-07-04T08:00:00Z",
    "iso, UTC, 2013-07-04T08:00:00+08:00, 2013-07-04T00:00:00Z",
    "iso, UTC, 2013-07-04 08:00:00 +0800, 2013-07-04T00:00:00Z",
    "iso, UTC, 2013-07-04 08:00:00+08, 2013-07-04T00:00:00Z",
    "iso, UTC, 2013-07-04, 2013-07-04T00:00:00Z",
    "iso, UTC, '  2013-07-04 00:00:00  ', 2013-07-04T00:00:00Z",
    "epoch, UTC, 1372896000, 2013-07-04T00:00:00Z",
    "epoch, UTC, 1372896000.5, 2013-07-04T00:00:00.5Z",
    "epoch, UTC, 1.372896e9, 2013-07-04T00:00:00Z",
    "epoch, UTC, -0.5, 1969-12-31T23:59:59.5Z",
    "epoch-ms, UTC, 1372896000001, 2013-07-04T00:00:00.001Z",
    "dd.MM.yyyy HH:mm, Europe/Berlin, 04.07.2013 02:00, 2013-07-04T00:00:00Z",
    "uuuuMMddHHmmss, UTC, 20130704000000, 2013-07-04T00:00:00Z",
    "yyyy-MM-dd HH:mm:ss XX, UTC, 2013-07-04 08:00:00 +0800, 2013-07-04T00:00:00Z",
    "'yyyy''y''DDD', UTC, 2013y185, 2013-07-04T00:00:00Z",
  })
  void everyFormatNamesTheMoment(String format, String zone, String text, Instant expected) {
    assertEquals(expected, parse(format, zone, text).instant());
  }

  @ParameterizedTest
  @CsvSource({
    "iso, ''",
    "iso, 2013-07-04 25:00:00",
    "iso, 2013-02-30 00:00:00",
    "iso, 2013-07-04 00:00:00 x",
    "iso, 04/07/2013",
    "iso, 1372896000",
    "dd.MM.yyyy, 30.02.2013",
    "HH:mm, 12:00",
    "epoch, 2013-07-04",
    "epoch, NaN",
    "epoch, 1.0000000001",
    "epoch, 1e99",
    "epoch, 99999999999999",
    "epoch, ١٢٣",
    "epoch-ms, 1372896000001.0000001",
  })
  void whatNamesNoMomentIsRefused(String format, String text) {
    assertThrows(DateTimeException.class, () -> parse(format, "UTC", text));
  }

  @ParameterizedTest
  @CsvSource({
    "2013-03-31 01:59:59, 2013-03-31T00:59:59Z, NONE",
    "2013-03-31 02:30:00, 2013-03-31T01:30:00Z, NEVER_WAS",
    "2013-10-27 02:30:00, 2013-10-27T00:30:00Z, WAS_TWICE",
    "2013-10-27 03:00:00, 2013-10-27T02:00:00Z, NONE",
  })
  void aZoneThatChangesItsClocksIsSaidToBeOdd(String text, Instant expected, Oddity oddity) {
    TimeFormat.Moment moment = parse("iso", BERLIN, text);
    assertEquals(expected, moment.instant());
    assertEquals(oddity, moment.oddity());
  }

  @Test
  void aPatternThatIsNoneIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> TimeFormat.of("banana", ZoneId.of("UTC")));
  }
}
