package org.baymark.sim.replay;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.regex.Pattern;

/** How a recording writes its times. */
final class TimeFormat {
  /** What can be odd about a local time where clocks are changed twice a year. */
  enum Oddity {
    NONE,
    /** It never was: the clocks went over it. Taken for as long after the change as it says. */
    NEVER_WAS,
    /** It was twice. Taken for the first. */
    WAS_TWICE
  }

  /** A moment, and whether the text left no doubt about it. */
  record Moment(Instant instant, Oddity oddity) {}

  private interface Reading {
    Moment read(String text);
  }

  private static final int NANO_DIGITS = 9;
  private static final Pattern COUNT =
      Pattern.compile("-?[0-9]{1,16}(\\.[0-9]{1,12})?([eE][+-]?[0-9]{1,2})?");

  /** Date and time with T or a space between them, or a date alone; with an offset or without. */
  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendPattern("['T'][ ]")
          .optionalStart()
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .appendPattern("[ ][XXXXX][XXXX][X]")
          .optionalEnd()
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private final Reading reading;

  private TimeFormat(Reading reading) {
    this.reading = reading;
  }

  /**
   * The format of this name: iso, epoch, epoch-ms, or a pattern of {@link DateTimeFormatter}.
   *
   * @param zone for times that name no offset of their own
   * @throws IllegalArgumentException if it is no pattern
   */
  static TimeFormat of(String name, ZoneId zone) {
    return switch (name) {
      case "iso" -> new TimeFormat(text -> local(text, ISO, zone));
      case "epoch" -> new TimeFormat(text -> counted(text, 0));
      case "epoch-ms" -> new TimeFormat(text -> counted(text, 3));
      default -> {
        DateTimeFormatter pattern =
            DateTimeFormatter.ofPattern(properYears(name), Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);
        yield new TimeFormat(text -> local(text, pattern, zone));
      }
    };
  }

  /**
   * Strict resolving keeps 30 February from becoming the 28th, and wants the era beside a y; nobody
   * means that, so y becomes u outside of quotes.
   */
  private static String properYears(String pattern) {
    StringBuilder proper = new StringBuilder();
    boolean quoted = false;
    for (char c : pattern.toCharArray()) {
      quoted ^= c == '\'';
      proper.append(c == 'y' && !quoted ? 'u' : c);
    }
    return proper.toString();
  }

  /**
   * The moment that a text names.
   *
   * @throws DateTimeException if it names none
   */
  Moment parse(String text) {
    return reading.read(text.strip());
  }

  private static Moment counted(String text, int shift) {
    if (COUNT.matcher(text).matches()) {
      BigDecimal seconds = new BigDecimal(text).movePointLeft(shift).stripTrailingZeros();
      if (seconds.scale() <= NANO_DIGITS && seconds.precision() - seconds.scale() <= 12) {
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        long nanos = seconds.subtract(whole).movePointRight(NANO_DIGITS).longValueExact();
        return new Moment(Instant.ofEpochSecond(whole.longValueExact(), nanos), Oddity.NONE);
      }
    }
    throw new DateTimeException("not a number of seconds with at most nanoseconds");
  }

  private static Moment local(String text, DateTimeFormatter format, ZoneId zone) {
    TemporalAccessor parsed =
        format.parseBest(text, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
    if (parsed instanceof ZonedDateTime zoned) {
      return new Moment(zoned.toInstant(), Oddity.NONE);
    }
    LocalDateTime time =
        parsed instanceof LocalDate date ? date.atStartOfDay() : LocalDateTime.from(parsed);
    Oddity oddity =
        switch (zone.getRules().getValidOffsets(time).size()) {
          case 0 -> Oddity.NEVER_WAS;
          case 1 -> Oddity.NONE;
          default -> Oddity.WAS_TWICE;
        };
    return new Moment(time.atZone(zone).toInstant(), oddity);
  }
}
