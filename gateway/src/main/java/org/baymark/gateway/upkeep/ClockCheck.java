package org.baymark.gateway.upkeep;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * This machine's clock against what members say (Date, RFC 9110, section 6.6.1): pure. Theirs
 * counts in whole seconds, and an answer takes its time, so a second or two are nothing. The middle
 * one of several counts: a member's clock may be wrong too.
 */
public final class ClockCheck {
  private static final Duration NOTHING = Duration.ofSeconds(3);
  private static final Duration MUCH = Duration.ofMinutes(2);

  private ClockCheck() {}

  /**
   * What one said.
   *
   * @param sent when it was asked, by this clock
   * @param received when its answer was there, by this clock
   */
  public record Said(String by, Instant time, Instant sent, Instant received) {
    /** How far this clock is ahead of that one. */
    Duration ahead() {
      Instant middle = sent.plus(Duration.between(sent, received).dividedBy(2));
      return Duration.between(time.plusMillis(500), middle); // Date leaves the fraction out
    }
  }

  /** Reads a Date field; empty where there is none or it is none. */
  public static Optional<Instant> parse(Optional<String> date) {
    try {
      return date.map(text -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  public static Finding finding(List<Said> all) {
    if (all.isEmpty()) {
      return Finding.noted("clock", "not compared: no member says what time it is");
    }
    List<Duration> sorted = all.stream().map(Said::ahead).sorted().toList();
    Duration ahead = sorted.get(sorted.size() / 2);
    Duration off = ahead.abs();
    String text =
        off.compareTo(NOTHING) <= 0
            ? "within " + NOTHING.toSeconds() + " s of " + all.size() + " members'"
            : "%d s %s the middle one of %d members'"
                .formatted(off.toSeconds(), ahead.isNegative() ? "behind" : "ahead of", all.size());
    if (off.compareTo(NOTHING) <= 0) {
      return Finding.well("clock", text);
    }
    String what =
        ": batches say when they were opened and sealed by this clock; have it set by the network"
            + " (timedatectl set-ntp true), or give the machine a clock with a battery";
    return off.compareTo(MUCH) <= 0
        ? Finding.noted("clock", text + what)
        : Finding.wrong("clock", text + what);
  }
}
