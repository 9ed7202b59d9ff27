package org.baymark.node.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: 500ms, 60s, 2m, 1h, or ISO 8601 (PT60S). */
public final class Durations {
  private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

  private Durations() {}

  /**
   * @throws IllegalArgumentException with a sentence that names {@code key}
   */
  public static Duration parse(String key, String text) {
    Matcher word = SHORT.matcher(text);
    if (word.matches()) {
      long count = Long.parseLong(word.group(1));
      return switch (word.group(2)) {
        case "ms" -> Duration.ofMillis(count);
        case "s" -> Duration.ofSeconds(count);
        case "m" -> Duration.ofMinutes(count);
        default -> Duration.ofHours(count);
      };
    }
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          key + " is a duration such as 5s, 500ms or PT5S, not '" + text + "'");
    }
  }

  /** The shortest form that {@link #parse} reads back; of whole milliseconds. */
  static String text(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }
}
