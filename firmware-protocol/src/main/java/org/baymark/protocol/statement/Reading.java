package org.baymark.protocol.statement;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * One resolved SenML record.
 *
 * @param name base name and name joined (RFC 8428, section 4.5.1)
 * @param unit base unit or unit; empty where the pack names none
 * @param time base time and time added, in seconds: since 1970 from 2^28 on, below that relative to
 *     the moment of sending (section 4.5.3)
 * @param number the value, where it is a number; the sum of base value and value
 * @param other the value as text where it is a string, a boolean or data; the sum field where there
 *     is only that
 */
public record Reading(
    String name,
    String unit,
    BigDecimal time,
    Optional<BigDecimal> number,
    Optional<String> other) {

  /** From this many seconds on, a time counts from 1970 (RFC 8428, section 4.5.3). */
  public static final BigDecimal ABSOLUTE_FROM = BigDecimal.valueOf(1L << 28);

  public static Reading of(String name, String unit, BigDecimal time, BigDecimal value) {
    return new Reading(name, unit, time, Optional.of(value), Optional.empty());
  }

  public boolean isTimeAbsolute() {
    return time.compareTo(ABSOLUTE_FROM) >= 0;
  }
}
