package org.baymark.gateway.alarm;

import java.nio.ByteBuffer;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.baymark.protocol.bytes.Bytes;

/**
 * What one device measured of one thing about one subject, as far as a rule asks: when it violated
 * the rule, and when not. It is a set of readings, so their order of arrival changes nothing, and a
 * reading that comes again counts once; of two with one time the violating one counts. The newest
 * {@link #KEPT} stand here; of what is older the sum is kept, and what comes from before it is too
 * old to count. Pure; not to be shared.
 */
final class Series {
  static final int KEPT = 64;

  private static final int HEAD = 2 * Long.BYTES + 1;

  /** By their own times, in ms since 1970. */
  private final TreeMap<Long, Boolean> readings = new TreeMap<>();

  /** Violating milliseconds before the oldest of {@link #readings}. */
  private long before;

  /** The end of what was summed up. */
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
      series.readings.put(in.getLong(), in.get() == 1);
    }
    return series;
  }

  Bytes kept() {
    ByteBuffer out = ByteBuffer.allocate(HEAD + readings.size() * (Long.BYTES + 1));
    out.putLong(before).putLong(oldest).put((byte) (isOpen ? 1 : 0));
    readings.forEach((at, violates) -> out.putLong(at).put((byte) (violates ? 1 : 0)));
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
  Change take(AlarmRule rule, long at, boolean violates, boolean isPast) {
    if (at <= oldest || (readings.containsKey(at) && (readings.get(at) || !violates))) {
      return Change.NONE;
    }
    boolean wasMet = isMet(rule, at);
    readings.put(at, violates);
    boolean isMet = isMet(rule, at);
    boolean isNow = rule.isCumulative() ? isMet : trailing() >= rule.needed();
    forget(rule);
    if (isOpen) {
      isOpen = isNow;
      return isNow ? Change.NONE : Change.ENDED;
    }
    if (wasMet || !isMet) {
      return Change.NONE;
    }
    isOpen = isNow && !isPast;
    return isOpen ? Change.RAISED : Change.PASSED;
  }

  /** Whether the sum is enough; or whether enough in a row violate around this time. */
  private boolean isMet(AlarmRule rule, long at) {
    if (rule.isCumulative()) {
      return total(rule) >= rule.total().toMillis();
    }
    int behind = run(readings.headMap(at, false).descendingMap());
    int ahead = run(readings.tailMap(at, false));
    Boolean here = readings.get(at);
    if (here == null) {
      return behind + ahead >= rule.needed(); // one run, as long as nothing stands between
    }
    return (here ? behind + 1 + ahead : Math.max(behind, ahead)) >= rule.needed();
  }

  private int trailing() {
    return run(readings.descendingMap());
  }

  private static int run(NavigableMap<Long, Boolean> from) {
    int count = 0;
    for (boolean violates : from.values()) {
      if (!violates) {
        return count;
      }
      count++;
    }
    return count;
  }

  /**
   * From each violating reading to the next reading, and no more of that than the rule's cap: what
   * was between two readings nobody knows. The newest one counts nothing yet.
   */
  private long total(AlarmRule rule) {
    long total = before;
    long from = 0;
    boolean violating = false;
    for (var reading : readings.entrySet()) {
      total += violating ? Math.min(reading.getKey() - from, rule.cap().toMillis()) : 0;
      from = reading.getKey();
      violating = reading.getValue();
    }
    return total;
  }

  private void forget(AlarmRule rule) {
    while (readings.size() > KEPT) {
      var first = readings.pollFirstEntry();
      long next = readings.firstKey();
      before += first.getValue() ? Math.min(next - first.getKey(), rule.cap().toMillis()) : 0;
      oldest = first.getKey();
    }
  }
}
