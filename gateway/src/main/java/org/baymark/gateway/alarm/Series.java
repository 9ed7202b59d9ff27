package org.baymark.gateway.alarm;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.baymark.gateway.alarm.AlarmRule.Level;
import org.baymark.protocol.bytes.Bytes;

/**
 * What one device measured of one thing about one subject, as far as a rule asks: when it violated
 * the rule, and when not. It is a set of readings, so their order of arrival changes nothing, and a
 * reading that comes again counts once; of two with one time the worse counts. The newest {@link
 * #KEPT} stand here; of what is older the sum is kept, and what comes from before it is too old to
 * count. Pure; not to be shared.
 */
final class Series {
  static final int KEPT = 64;

  private static final int HEAD = 2 * Long.BYTES + 1;

  /** As they are kept: by their places here. */
  private static final List<Level> LEVELS = List.of(Level.KEEPS, Level.VIOLATES, Level.BETWEEN);

  /** By their own times, in ms since 1970. */
  private final TreeMap<Long, Level> readings = new TreeMap<>();

  /**
   * What the readings before the oldest of {@link #readings} come to: violating milliseconds where
   * the rule sums them up; else the {@link #next count} that they end with.
   */
  private long before;

  /** The end of what {@link #before} is of. */
  private long oldest = Long.MIN_VALUE;

  private boolean isOpen;

  /** What a reading did. */
  enum Change {
    NONE,
    /** An alarm begins. */
    RAISED,
    /** The alarm is over. */
    ENDED,
    /** An alarm that is over already: what came late shows that there was one. */
    PASSED
  }

  static Series empty() {
    return new Series();
  }

  static Series of(Bytes kept) {
    Series series = new Series();
    ByteBuffer in = ByteBuffer.wrap(kept.toArray());
    series.before = in.getLong();
    series.oldest = in.getLong();
    series.isOpen = in.get() == 1;
    while (in.hasRemaining()) {
      series.readings.put(in.getLong(), LEVELS.get(in.get()));
    }
    return series;
  }

  Bytes kept() {
    ByteBuffer out = ByteBuffer.allocate(HEAD + readings.size() * (Long.BYTES + 1));
    out.putLong(before).putLong(oldest).put((byte) (isOpen ? 1 : 0));
    readings.forEach((at, level) -> out.putLong(at).put((byte) LEVELS.indexOf(level)));
    return Bytes.owning(out.array());
  }

  boolean isOpen() {
    return isOpen;
  }

  /** Somebody ended the alarm; another begins only with another reading. */
  void end() {
    isOpen = false;
  }

  /**
   * Takes a reading.
   *
   * @param at its own time, in ms since 1970
   * @param isPast whether what it is about is over: an alarm can then only have been
   */
  Change take(AlarmRule rule, long at, Level level, boolean isPast) {
    Level known = readings.get(at);
    if (at <= oldest || (known != null && known.compareTo(level) >= 0)) {
      return Change.NONE;
    }
    boolean wasMet = isMet(rule, at);
    boolean wasNow = isGoingOn(rule);
    readings.put(at, level);
    boolean isMet = isMet(rule, at);
    boolean isNow = isGoingOn(rule);
    forget(rule);
    if (isOpen) {
      isOpen = isNow;
      return isNow ? Change.NONE : Change.ENDED;
    }
    if ((wasMet || !isMet) && (wasNow || !isNow)) {
      return Change.NONE;
    }
    isOpen = isNow && !isPast;
    return isOpen ? Change.RAISED : Change.PASSED;
  }

  /** Whether the sum is enough, or there was an alarm around this time. */
  private boolean isMet(AlarmRule rule, long at) {
    if (rule.isCumulative()) {
      return isGoingOn(rule);
    }
    // From the reading that ended what was before to the one that ended this.
    Optional<Long> from = keeping(readings.headMap(at, false).descendingMap());
    Optional<Long> to = keeping(readings.tailMap(at, false));
    long count = from.isPresent() ? 0 : before;
    for (Level level :
        readings
            .subMap(from.orElse(oldest), false, to.orElse(Long.MAX_VALUE), to.isEmpty())
            .values()) {
      if (count == rule.needed()) {
        return true;
      }
      count = next(rule, count, level);
    }
    return count == rule.needed();
  }

  private static Optional<Long> keeping(Map<Long, Level> readings) {
    return readings.entrySet().stream()
        .filter(reading -> reading.getValue() == Level.KEEPS)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Whether the newest reading leaves an alarm open. */
  private boolean isGoingOn(AlarmRule rule) {
    if (rule.isCumulative()) {
      return total(rule) >= rule.total().toMillis();
    }
    long count = before;
    for (Level level : readings.values()) {
      count = next(rule, count, level);
    }
    return count == rule.needed();
  }

  /**
   * How many in a row violate the rule after one more reading, as many as it needs at most. Once
   * these are enough there is an alarm, and a reading between begins no new count.
   */
  private static long next(AlarmRule rule, long count, Level level) {
    return switch (level) {
      case KEEPS -> 0;
      case BETWEEN -> count == rule.needed() ? count : 0;
      case VIOLATES -> Math.min(count + 1, rule.needed());
    };
  }

  /**
   * From each violating reading to the next reading, and no more of that than the rule's cap: what
   * was between two readings nobody knows. The newest one counts nothing yet.
   */
  private long total(AlarmRule rule) {
    long total = before;
    long from = 0;
    Level last = Level.KEEPS;
    for (var reading : readings.entrySet()) {
      total += counted(rule, from, last, reading.getKey());
      from = reading.getKey();
      last = reading.getValue();
    }
    return total;
  }

  private static long counted(AlarmRule rule, long from, Level level, long to) {
    return level == Level.VIOLATES ? Math.min(to - from, rule.cap().toMillis()) : 0;
  }

  private void forget(AlarmRule rule) {
    while (readings.size() > KEPT) {
      var first = readings.pollFirstEntry();
      before =
          rule.isCumulative()
              ? before + counted(rule, first.getKey(), first.getValue(), readings.firstKey())
              : next(rule, before, first.getValue());
      oldest = first.getKey();
    }
  }
}
