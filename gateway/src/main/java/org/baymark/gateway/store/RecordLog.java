package org.baymark.gateway.store;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.gateway.store.Stretches.Stretch;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.chain.ChainRecord;

/**
 * The unsigned records, by the key that will cover them. Anybody can send one, so they are bounded:
 * of those that no cover names the oldest go, and a flood in a device's name costs that device's
 * own uncovered records and nothing else. Covered ones stay. Its cache belongs to the writer's
 * thread.
 */
public final class RecordLog {
  /** Different records of one number. */
  public static final int CANDIDATES_MAX = 4;

  /** Of one key; a cover names 1,024 at most, so a device that works has far fewer. */
  private static final int UNCOVERED_MAX = 16_384;

  private static final long UNCOVERED_BYTES_MAX = 4L << 20;

  /** Of the numbers in one stretch that is covered, how many records for each. */
  private static final int COVERED_FACTOR = 2;

  private final int uncoveredMax;
  private final long uncoveredBytesMax;
  private final Stretches stretches = new Stretches();
  private final Uncovered uncovered = new Uncovered(stretches);
  private final Map<Long, Uncovered.Held> held = new HashMap<>();

  public RecordLog() {
    this(UNCOVERED_MAX, UNCOVERED_BYTES_MAX);
  }

  /**
   * @param uncoveredMax records of one key that no cover names
   * @param uncoveredBytesMax bytes of these
   */
  public RecordLog(int uncoveredMax, long uncoveredBytesMax) {
    this.uncoveredMax = uncoveredMax;
    this.uncoveredBytesMax = uncoveredBytesMax;
  }

  /** What became of a record. */
  public enum Added {
    STORED,
    /** The same bytes are there. */
    DUPLICATE,
    /** As many others of its number are there as may be, or of the covered numbers around it. */
    TOO_MANY
  }

  /**
   * Of one key.
   *
   * @param provisional no cover names their numbers
   * @param covered a cover does; whether it attests them, a passport says
   */
  public record Counts(long provisional, long covered) {}

  private record Kept(long nth, Bytes bytes) {}

  /** Adds a record, and lets the oldest uncovered ones of its key go where there are too many. */
  public Added add(Transaction transaction, ChainRecord record, long receivedMillis) {
    long key = key(record.kid());
    List<Kept> others =
        transaction.list(
            "SELECT nth, bytes FROM record WHERE key = ? AND boot = ? AND number = ? ORDER BY nth",
            row -> new Kept(row.integer(1), row.bytes(2)),
            key,
            record.boot(),
            record.number());
    if (others.stream().anyMatch(kept -> kept.bytes().equals(record.encoded()))) {
      return Added.DUPLICATE;
    }
    Optional<Stretch> around = stretches.around(transaction, key, record.boot(), record.number());
    boolean isFull =
        around.stream()
            .anyMatch(it -> it.records() >= COVERED_FACTOR * (it.last() - it.first() + 1));
    if (others.size() >= CANDIDATES_MAX || isFull) {
      return Added.TOO_MANY;
    }
    Uncovered.Held now = held.computeIfAbsent(key, any -> uncovered.count(transaction, key));
    transaction.update(
        "INSERT INTO record (key, boot, number, nth, received, bytes) VALUES (?, ?, ?, ?, ?, ?)",
        key,
        record.boot(),
        record.number(),
        others.isEmpty() ? 0 : others.get(others.size() - 1).nth() + 1,
        receivedMillis,
        record.encoded());
    if (around.isPresent()) {
      stretches.grow(transaction, key, around.get());
    } else {
      held.put(key, bounded(transaction, key, now.plus(1, record.encoded().size())));
    }
    return Added.STORED;
  }

  /** Lets a quarter go at once, so that the search for the oldest is rare. */
  private Uncovered.Held bounded(Transaction transaction, long key, Uncovered.Held now) {
    if (now.records() <= uncoveredMax && now.bytes() <= uncoveredBytesMax) {
      return now;
    }
    return uncovered.keepNewest(
        transaction, key, uncoveredMax - uncoveredMax / 4, uncoveredBytesMax * 3 / 4);
  }

  /** A cover of these numbers was accepted: their records stay from now on. */
  public void cover(Transaction transaction, Bytes kid, long boot, long first, long last) {
    stretches.cover(transaction, key(kid), boot, first, last);
    held.remove(key(kid)); // counted anew when the next one comes
  }

  /** The records of these numbers: ascending, and of each number in the order they came. */
  public List<ChainRecord> numbered(
      Transaction transaction, Bytes kid, long boot, long first, long last) {
    return transaction.list(
        "SELECT bytes FROM record WHERE key = ? AND boot = ? AND number BETWEEN ? AND ?"
            + " ORDER BY number, nth",
        row -> parsed(row.bytes(1)),
        key(kid),
        boot,
        first,
        last);
  }

  private static ChainRecord parsed(Bytes encoded) {
    return ChainRecord.parse(encoded)
        .match(
            record -> record,
            refused -> {
              throw new StoreException("the database holds no record: " + refused.text());
            });
  }

  public Counts counts(Transaction transaction, Bytes kid) {
    long key = key(kid);
    long covered = stretches.all(transaction, key).stream().mapToLong(Stretch::records).sum();
    return new Counts(uncovered.count(transaction, key).records(), covered);
  }

  /** Forgets what it counted: what was written may have been undone. */
  public void forget() {
    held.clear();
  }

  private static long key(Bytes kid) {
    return ByteBuffer.wrap(kid.unsafeArray()).getLong();
  }
}
