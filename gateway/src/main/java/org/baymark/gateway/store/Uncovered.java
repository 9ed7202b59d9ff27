package org.baymark.gateway.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.baymark.gateway.store.Stretches.Stretch;

/**
 * The records of a key that no cover names: those between the covered stretches, in the order of
 * boots and numbers. There is mostly one stretch in a boot, so these are few questions.
 */
final class Uncovered {
  private final Stretches stretches;

  Uncovered(Stretches stretches) {
    this.stretches = stretches;
  }

  /** How many, and their bytes. */
  record Held(long records, long bytes) {
    Held plus(long moreRecords, long moreBytes) {
      return new Held(records + moreRecords, bytes + moreBytes);
    }
  }

  private record Place(long boot, long number) {}

  /** After the one number and before the other. */
  private record Gap(Place after, Place before) {}

  private record Entry(long boot, long number, long nth, long received, long size) {}

  private List<Gap> gaps(Transaction transaction, long key) {
    List<Gap> gaps = new ArrayList<>();
    Place after = new Place(0, -1);
    for (Stretch stretch : stretches.all(transaction, key)) {
      gaps.add(new Gap(after, new Place(stretch.boot(), stretch.first())));
      after = new Place(stretch.boot(), stretch.last());
    }
    gaps.add(new Gap(after, new Place(Long.MAX_VALUE, 0)));
    return gaps;
  }

  Held count(Transaction transaction, long key) {
    Held all = new Held(0, 0);
    for (Gap gap : gaps(transaction, key)) {
      Held here =
          transaction
              .first(
                  "SELECT count(*), coalesce(sum(length(bytes)), 0) FROM record WHERE key = ?"
                      + " AND (boot, number) > (?, ?) AND (boot, number) < (?, ?)",
                  row -> new Held(row.integer(1), row.integer(2)),
                  key,
                  gap.after().boot(),
                  gap.after().number(),
                  gap.before().boot(),
                  gap.before().number())
              .orElseThrow();
      all = all.plus(here.records(), here.bytes());
    }
    return all;
  }

  /** Lets the oldest go until what is left is within both bounds. */
  Held keepNewest(Transaction transaction, long key, long recordsMax, long bytesMax) {
    List<Entry> entries = new ArrayList<>();
    for (Gap gap : gaps(transaction, key)) {
      entries.addAll(
          transaction.list(
              "SELECT boot, number, nth, received, length(bytes) FROM record WHERE key = ?"
                  + " AND (boot, number) > (?, ?) AND (boot, number) < (?, ?)",
              row ->
                  new Entry(
                      row.integer(1),
                      row.integer(2),
                      row.integer(3),
                      row.integer(4),
                      row.integer(5)),
              key,
              gap.after().boot(),
              gap.after().number(),
              gap.before().boot(),
              gap.before().number()));
    }
    entries.sort(Comparator.comparingLong(Entry::received)); // stable: then by number
    Held left = new Held(entries.size(), entries.stream().mapToLong(Entry::size).sum());
    for (Entry oldest : entries) {
      if (left.records() <= recordsMax && left.bytes() <= bytesMax) {
        break;
      }
      transaction.update(
          "DELETE FROM record WHERE key = ? AND boot = ? AND number = ? AND nth = ?",
          key,
          oldest.boot(),
          oldest.number(),
          oldest.nth());
      left = left.plus(-1, -oldest.size());
    }
    return left;
  }
}
