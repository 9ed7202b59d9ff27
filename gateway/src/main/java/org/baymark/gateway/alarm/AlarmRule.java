package org.baymark.gateway.alarm;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
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
 * @param hysteresis by how much of {@code unit} a reading has to be back within the threshold to
 *     end an alarm; 0 where whatever does not violate the rule ends it
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
    BigDecimal hysteresis,
    Duration total,
    Duration cap,
    String subjects) {
  /** What alarms that no rule of the operator's makes are called. */
  public static final Set<String> TAKEN = Set.of("silence", "equivocation", "key-refused");

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

    private boolean holds(BigDecimal value, BigDecimal threshold) {
      int compared = value.compareTo(threshold);
      return switch (this) {
        case ABOVE -> compared > 0;
        case AT_LEAST -> compared >= 0;
        case BELOW -> compared < 0;
        case AT_MOST -> compared <= 0;
      };
    }

    /** The threshold, so much easier to violate. */
    private BigDecimal eased(BigDecimal threshold, BigDecimal by) {
      return switch (this) {
        case ABOVE, AT_LEAST -> threshold.subtract(by);
        case BELOW, AT_MOST -> threshold.add(by);
      };
    }

    static Comparison of(String sign) {
      for (Comparison each : values()) {
        if (each.sign.equals(sign)) {
          return each;
        }
      }
      throw RuleLine.wrong("'" + sign + "' is none of > >= < <=");
    }
  }

  /** What a reading is to a rule; the worse stands behind. */
  enum Level {
    /** It ends an alarm. */
    KEEPS,
    /** It makes no alarm, and ends none: it is back by less than the hysteresis. */
    BETWEEN,
    VIOLATES
  }

  /**
   * Reads one line.
   *
   * @param spans reads a span of time as the settings write them
   * @throws IllegalArgumentException with a sentence for a person
   */
  public static AlarmRule parse(String line, Function<String, Duration> spans) {
    return RuleLine.read(line, spans);
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

  Level level(BigDecimal value) {
    if (comparison.holds(value, threshold)) {
      return Level.VIOLATES;
    }
    BigDecimal end = comparison.eased(threshold, hysteresis);
    return comparison.holds(value, end) ? Level.BETWEEN : Level.KEEPS;
  }

  boolean isCumulative() {
    return needed == 0;
  }

  /** What the rule is, without for whom: where this changes, its count begins anew. */
  public String text() {
    return "%s: %s %s %s %s %s"
        .formatted(
            name,
            measured,
            unit.isEmpty() ? "-" : unit,
            comparison.sign,
            threshold.toPlainString(),
            isCumulative() ? "cumulative " + total + " gap " + cap : inARow());
  }

  private String inARow() {
    String how = needed == 1 ? "instant" : "consecutive " + needed;
    return hysteresis.signum() == 0 ? how : how + " hysteresis " + hysteresis.toPlainString();
  }
}
