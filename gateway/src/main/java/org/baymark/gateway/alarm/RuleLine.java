package org.baymark.gateway.alarm;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.baymark.gateway.alarm.AlarmRule.Comparison;

/** Reads a rule as a line of the settings writes it, word by word. */
final class RuleLine {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}([.][0-9]{1,15})?");
  private static final Duration USUAL_CAP = Duration.ofMinutes(10);
  private static final Duration TOTAL_MAX = Duration.ofDays(366);
  private static final String FORM =
      "a rule is NAME: MEASURED UNIT COMPARISON NUMBER, then instant or consecutive N with an"
          + " optional hysteresis NUMBER, or cumulative TIME with an optional gap TIME, and an"
          + " optional of SUBJECT";

  private final List<String> words;
  private final Function<String, Duration> spans;
  private int at;

  private RuleLine(List<String> words, Function<String, Duration> spans) {
    this.words = words;
    this.spans = spans;
  }

  /** As {@link AlarmRule#parse} says. */
  static AlarmRule read(String line, Function<String, Duration> spans) {
    int colon = line.indexOf(':');
    if (colon < 0) {
      throw wrong(FORM);
    }
    String name = line.substring(0, colon).strip();
    if (!NAME.matcher(name).matches() || AlarmRule.TAKEN.contains(name)) {
      throw wrong(
          "'"
              + name
              + "' is no name of a rule: a lower-case letter and up to 31 more, digits or hyphens;"
              + " silence, equivocation and key-refused are taken");
    }
    String rest = line.substring(colon + 1).strip();
    return new RuleLine(List.of(rest.split("\\s+")), spans).rule(name);
  }

  private AlarmRule rule(String name) {
    String measured = next();
    String unit = next();
    Comparison comparison = Comparison.of(next());
    BigDecimal threshold = number();
    int needed = 0;
    Duration total = Duration.ZERO;
    Duration cap = Duration.ZERO;
    switch (next()) {
      case "instant" -> needed = 1;
      case "consecutive" -> needed = count(next());
      case "cumulative" -> {
        total = span("cumulative");
        cap = take("gap") ? span("gap") : USUAL_CAP;
      }
      default -> throw wrong(FORM);
    }
    BigDecimal hysteresis = take("hysteresis") ? hysteresis(needed) : BigDecimal.ZERO;
    String subjects = take("of") ? next() : "*";
    int star = subjects.indexOf('*');
    if (at < words.size() || (star >= 0 && star < subjects.length() - 1)) {
      throw wrong(FORM);
    }
    return new AlarmRule(
        name,
        measured,
        unit.equals("-") ? "" : unit,
        comparison,
        threshold,
        needed,
        hysteresis,
        total,
        cap,
        subjects);
  }

  private String next() {
    if (at == words.size()) {
      throw wrong(FORM);
    }
    return words.get(at++);
  }

  private boolean take(String word) {
    boolean isNext = at < words.size() && words.get(at).equals(word);
    at += isNext ? 1 : 0;
    return isNext;
  }

  private BigDecimal number() {
    String number = next();
    if (!NUMBER.matcher(number).matches()) {
      throw wrong("'" + number + "' is no decimal number of up to 15 digits before and behind");
    }
    return new BigDecimal(number);
  }

  private BigDecimal hysteresis(int needed) {
    if (needed == 0) {
      throw wrong(
          "hysteresis goes with instant and consecutive: an alarm of cumulative is not ended by a"
              + " reading");
    }
    BigDecimal hysteresis = number();
    if (hysteresis.signum() <= 0) {
      throw wrong(
          "hysteresis takes a number above 0, by which a reading has to be back within the"
              + " threshold, not '"
              + hysteresis.toPlainString()
              + "'");
    }
    return hysteresis;
  }

  private static int count(String text) {
    if (!text.matches("[0-9]{1,2}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > Series.KEPT) {
      throw wrong("consecutive takes a number from 1 to " + Series.KEPT + ", not '" + text + "'");
    }
    return Integer.parseInt(text);
  }

  private Duration span(String what) {
    Duration span = spans.apply(next());
    if (span.toSeconds() < 1 || span.compareTo(TOTAL_MAX) > 0) {
      throw wrong(what + " takes a time from a second to a year, not " + span);
    }
    return span;
  }

  static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(what);
  }
}
