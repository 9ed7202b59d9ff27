package org.baymark.protocol.passport;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.chain.Coverage;
import org.baymark.protocol.chain.Covered;
import org.baymark.protocol.statement.Cover;
import org.baymark.protocol.statement.Unverified;

/**
 * The unsigned records of a passport, and what the covers in it say of them. A record is covered
 * once, by the first cover in the device's counting that names its number and none covered before:
 * so the whole costs one hash a record, however many covers there are.
 */
final class Covers {
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

  private final Map<Chain, List<ChainRecord>> records = new LinkedHashMap<>();
  private final Covered covered = new Covered();
  private final Map<Digest, Coverage> coverages = new HashMap<>();

  Covers(List<ChainRecord> all) {
    for (ChainRecord one : all) {
      records
          .computeIfAbsent(new Chain(one.kid(), one.boot()), chain -> new ArrayList<>())
          .add(one);
    }
  }

  /** Takes a statement, in the order of its device's numbers. */
  void take(Unverified statement) {
    if (!(statement.content() instanceof Cover cover)) {
      return;
    }
    Chain chain = new Chain(statement.signed().kid(), statement.position().boot());
    if (covered.take(chain.kid(), chain.boot(), cover)) {
      coverages.put(statement.signed().id(), Coverage.of(cover, within(chain, cover)));
    }
  }

  /** The records whose numbers the cover names: they stand in a row. */
  private List<ChainRecord> within(Chain chain, Cover cover) {
    List<ChainRecord> all = records.getOrDefault(chain, List.of());
    int from = before(all, cover.first());
    return all.subList(from, Math.max(from, before(all, cover.last() + 1)));
  }

  /** How many records have a smaller number: a binary search. */
  private static int before(List<ChainRecord> ascending, long number) {
    int from = 0;
    int to = ascending.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (ascending.get(middle).number() >= number) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return from;
  }

  /** What this statement says of records; empty unless it is a cover, and the first of its kind. */
  Optional<Coverage> by(Unverified statement) {
    return Optional.ofNullable(coverages.get(statement.signed().id()));
  }

  long attested() {
    return coverages.values().stream().mapToLong(one -> one.attested().size()).sum();
  }

  /**
   * For a person: how much of each chain is attested.
   *
   * @param ownerOf the name of the device whose key has this kid
   */
  List<String> text(Function<Bytes, String> ownerOf) {
    Map<Chain, List<ChainRecord>> attested = new HashMap<>();
    for (Coverage coverage : coverages.values()) {
      for (ChainRecord one : coverage.attested()) {
        attested
            .computeIfAbsent(new Chain(one.kid(), one.boot()), chain -> new ArrayList<>())
            .add(one);
      }
    }
    List<String> lines = new ArrayList<>();
    records.forEach(
        (chain, all) -> {
          int signed = attested.getOrDefault(chain, List.of()).size();
          lines.add(
              ("of " + all.size() + " records of " + ownerOf.apply(chain.kid()))
                  + (" in boot " + chain.boot() + ", " + signed + " are attested and ")
                  + ((all.size() - signed) + " provisional"));
        });
    return lines;
  }
}
