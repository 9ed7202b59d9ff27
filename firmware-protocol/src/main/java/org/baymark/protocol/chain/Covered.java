package org.baymark.protocol.chain;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.statement.Cover;

/**
 * Which numbers are covered already. A number is covered once: a cover that names one covered
 * before covers nothing, and leaves its other numbers free.
 */
public final class Covered {
  /** Whose records, and of which start: what a record and its cover have in common. */
  private record Chain(Bytes kid, long boot) implements Comparable<Chain> {
    private static final Comparator<Chain> ORDER =
        Comparator.comparing(Chain::kid).thenComparingLong(Chain::boot);

    /** Strangers choose kid and boot: where hash codes are alike, the map needs an order. */
    @Override
    public int compareTo(Chain other) {
      return ORDER.compare(this, other);
    }
  }

  /** The last number of each cover, by its first. */
  private final Map<Chain, TreeMap<Long, Long>> covers = new HashMap<>();

  /**
   * Takes covers in the order of boot, seq and id.
   *
   * @return whether {@code cover} covers its records
   */
  public boolean take(Bytes kid, long boot, Cover cover) {
    TreeMap<Long, Long> before =
        covers.computeIfAbsent(new Chain(kid, boot), chain -> new TreeMap<>());
    Map.Entry<Long, Long> neighbour = before.floorEntry(cover.last());
    if (neighbour != null && neighbour.getValue() >= cover.first()) {
      return false;
    }
    before.put(cover.first(), cover.last());
    return true;
  }
}
