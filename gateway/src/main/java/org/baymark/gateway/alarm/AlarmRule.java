package org.baymark.gateway.alarm;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.statement.Reading;

/**
 * A rule on readings, as a line of the settings: {@code too-warm: temp Cel >= 8 cumulative 30m}.
 *
 * @param name the code of its alerts (PROTOCOL.md, section 6.2)
 * @param measured the name of a reading (section 6.1), compared exactly: the whole of it, or what
 *     follows the device's own name and a colon, which many devices have as their base name
 * @param unit the same; empty, written -, where the reading has none
 * @param threshold exact: no float decides
 * @param needed how many violating readings in a row make an alarm; 0 where {@code total} decides
 * @param total how long a reading was violating, all in all; zero where {@code needed} decides
 * @param cap what one interval between two readings counts at most towards {@code total}
 * @param subjects a subject, or the beginning of some with * behind it
 */
public record AlarmRule(
    String name,
    String measured,
    String unit,
    Comparison comparison,
    BigDecimal threshold,
    int needed,
    Duration total,
    Duration cap,
    String subjects) {
  /** What alarms that no rule of the operator's makes are called. */
  public static final Set<String> TAKEN = Set.of("silence", "equivocation");

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}([.][0-9]{1,15})?");
  private static final Duration USUAL_CAP = Duration.ofMinutes(10);
  private static final Duration TOTAL_MAX = Duration.ofDays(366);
  private static final String FORM =
      "a rule is NAME: MEASURED UNIT COMPARISON NUMBER, then instant, consecutive N, or cumulative"
          + " TIME with an optional gap TIME, and an optional of SUBJECT";

  /** How a reading violates a threshold. */
  public enum Comparison {
    ABOVE(">"),
    AT_LEAST(">="),
    BELOW("<"),
    AT_MOST("<=");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    boolean holds(int compared) {
      return switch (this) {
        case ABOVE -> compared > 0;
        case AT_LEAST -> compared >= 0;
        case BELOW -> compared < 0;
        case AT_MOST -> compared <= 0;
      };
    }

    private static Comparison of(String sign) {
      for (Comparison each : values()) {
        if (each.sign.equals(sign)) {
          return each;
        }
      }
      throw wrong("'" + sign + "' is none of > >= < <=");
    }
  }

  /**
   * Reads one line.
   *
   * @param spans reads a span of time as the settings write them
   * @throws IllegalArgumentException with a sentence for a person
   */
  public static AlarmRule parse(String line, Function<String, Duration> spans) {
    int colon = line.indexOf(':');
    if (colon < 0) {
      throw wrong(FORM);
    }
    String name = line.substring(0, colon).strip();
    if (!NAME.matcher(name).matches() || TAKEN.contains(name)) {
      throw wrong(
          "'"
              + name
              + "' is no name of a rule: a lower-case letter and up to 31 more, digits or hyphens;"
              + " silence and equivocation are taken");
    }
    Words words = new Words(List.of(line.substring(colon + 1).strip().split("\\s+")));
    String measured = words.next();
    String unit = words.next();
    Comparison comparison = Comparison.of(words.next());
    String number = words.next();
    if (!NUMBER.matcher(number).matches()) {
      throw wrong("'" + number + "' is no decimal number of up to 15 digits before and behind");
    }
    int needed = 0;
    Duration total = Duration.ZERO;
    Duration cap = Duration.ZERO;
    switch (words.next()) {
      case "instant" -> needed = 1;
      case "consecutive" -> needed = count(words.next());
      case "cumulative" -> {
        total = spans.apply(words.next());
        cap = words.take("gap") ? spans.apply(words.next()) : USUAL_CAP;
        check(total, "cumulative");
        check(cap, "gap");
      }
      default -> throw wrong(FORM);
    }
    String subjects = words.take("of") ? words.next() : "*";
    int star = subjects.indexOf('*');
    if (!words.isDone() || (star >= 0 && star < subjects.length() - 1)) {
      throw wrong(FORM);
    }
    return new AlarmRule(
        name,
        measured,
        unit.equals("-") ? "" : unit,
        comparison,
        new BigDecimal(number),
        needed,
        total,
        cap,
        subjects);
  }

  private static int count(String text) {
    if (!text.matches("[0-9]{1,2}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > Series.KEPT) {
      throw wrong("consecutive takes a number from 1 to " + Series.KEPT + ", not '" + text + "'");
    }
    return Integer.parseInt(text);
  }

  private static void check(Duration span, String what) {
    if (span.toSeconds() < 1 || span.compareTo(TOTAL_MAX) > 0) {
      throw wrong(what + " takes a time from a second to a year, not " + span);
    }
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(what);
  }

  /** Words of a line, one after the other. */
  private static final class Words {
    private final List<String> words;
    private int at;

    Words(List<String> words) {
      this.words = words;
    }

    String next() {
      if (isDone()) {
        throw wrong(FORM);
      }
      return words.get(at++);
    }

    boolean take(String word) {
      boolean isNext = !isDone() && words.get(at).equals(word);
      at += isNext ? 1 : 0;
      return isNext;
    }

    boolean isDone() {
      return at == words.size();
    }
  }

  boolean isAbout(String subject) {
    return subjects.endsWith("*")
        ? subject.startsWith(subjects.substring(0, subjects.length() - 1))
        : subject.equals(subjects);
  }

  boolean measures(DevUrn device, Reading reading) {
    String name = reading.name();
    return (name.equals(measured) || name.equals(device.text() + ":" + measured))
        && reading.unit().equals(unit)
        && reading.number().isPresent();
  }

  boolean isViolatedBy(BigDecimal value) {
    return comparison.holds(value.compareTo(threshold));
  }

  boolean isCumulative() {
    return needed == 0;
  }

  /** What the rule is, without for whom: where this changes, its count begins anew. */
  public String text() {
    String how = needed == 1 ? "instant" : "consecutive " + needed;
    return "%s: %s %s %s %s %s"
        .formatted(
            name,
            measured,
            unit.isEmpty() ? "-" : unit,
            comparison.sign,
            threshold.toPlainString(),
            isCumulative() ? "cumulative " + total + " gap " + cap : how);
  }
}
