package org.baymark.gateway.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time as people write them. */
public final class Durations {
  private static final Pattern SHORT = Pattern.compile("(?<count>[0-9]{1,9})(?<unit>ms|s|m|h|d)");

  private Durations() {}

  /**
   * Reads ISO 8601 ({@code PT60S}) or a whole number with its unit ({@code 60s}, {@code 500ms},
   * {@code 2m}, {@code 1h}, {@code 90d}).
   *
   * @throws IllegalArgumentException with a clause for a person, if it is neither
   */
  public static Duration parse(String text) {
    Matcher parts = SHORT.matcher(text);
    if (parts.matches()) {
      long count = Long.parseLong(parts.group("count"));
      return switch (parts.group("unit")) {
        case "ms" -> Duration.ofMillis(count);
        case "s" -> Duration.ofSeconds(count);
        case "m" -> Duration.ofMinutes(count);
        case "h" -> Duration.ofHours(count);
        default -> Duration.ofDays(count);
      };
    }
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no span of time, such as PT60S, 60s, 500ms or 2m", e);
    }
  }
}
