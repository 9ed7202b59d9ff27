package org.baymark.node.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.merkle.MerkleTree;

/**
 * Reads what one member serves under one head. The hashes come first: whether they lead to the
 * certified root decides what an entry has to be, before any is taken into the reference.
 */
final class Reading {
  private static final int BITS_A_LEVEL = 8;

  private final Site site;
  private final Checkpoint head;
  private final History reference;
  private final PublicRules rules;

  /** Leaf hashes that the reference does not have there, from {@link #ownFrom} on. */
  private final List<Digest> own = new ArrayList<>();

  private long ownFrom;

  /**
   * @param head certified: the reference grows by what stands under it
   */
  Reading(Site site, Checkpoint head, History reference, PublicRules rules) {
    this.site = site;
    this.head = head;
    this.reference = reference;
    this.rules = rules;
  }

  /**
   * What was read.
   *
   * @param agreed so many entries are those of the reference
   * @param fork the history that the member serves, where it is another, and
   * @param partsAt the first entry that is
   */
  record Read(long agreed, Optional<History> fork, long partsAt, Finding tiles, Finding entries) {}

  /**
   * @param known so many entries of this member were read before, and were those of the reference
   */
  Read read(long known) throws InterruptedException {
    long from = reference.contradicts(head) ? 0 : Math.min(known, head.size());
    try {
      if (!leadsToRoot(from) && (from == 0 || !leadsToRoot(0))) {
        return wrongHashes();
      }
    } catch (SilentException e) {
      return new Read(
          known,
          Optional.empty(),
          0,
          Finding.notChecked(site.url(), Check.TILES, e.clause()),
          Finding.notChecked(site.url(), Check.ENTRIES, "its tree could not be read"));
    }
    return ownFrom < reference.size() && !own.isEmpty() ? fork(from) : same(from);
  }

  /** Reads the leaf hashes from {@code from} on. */
  private boolean leadsToRoot(long from) throws SilentException, InterruptedException {
    own.clear();
    ownFrom = head.size();
    long first = Math.min(from, reference.size()) / Bundle.WIDTH;
    for (long tile = first; tile * Bundle.WIDTH < head.size(); tile++) {
      long index = tile * Bundle.WIDTH;
      for (Digest hash : Bundle.hashes(site, 0, tile, head.size())) {
        boolean differs = index >= reference.size() || !hash.equals(reference.tree().leaf(index));
        if (!own.isEmpty() || differs) {
          ownFrom = Math.min(ownFrom, index);
          own.add(hash);
        }
        index++;
      }
    }
    Growth growth = Growth.from(reference.tree(), ownFrom);
    own.forEach(growth::append);
    return growth.root().equals(head.root());
  }

  private Read wrongHashes() {
    String what =
        reference.holds(head)
            ? "the hash of entry " + ownFrom + " is not the one under the certified root"
            : "its hashes lead to another root than that of its head";
    return new Read(
        0,
        Optional.empty(),
        0,
        Finding.failed(site.url(), Check.TILES, what),
        Finding.notChecked(site.url(), Check.ENTRIES, "its tree is wrong"));
  }

  private Read fork(long from) throws InterruptedException {
    List<Bytes> last = new ArrayList<>(List.of(Bytes.EMPTY));
    Finding entries = entries(Math.min(from, ownFrom), last);
    History fork = reference.parting(ownFrom, own, last.get(0));
    Finding tiles = tiles(0, fork.tree());
    return new Read(ownFrom, Optional.of(fork), ownFrom, tiles, entries);
  }

  private Read same(long from) throws InterruptedException {
    Finding entries = entries(from, new ArrayList<>(List.of(Bytes.EMPTY)));
    boolean isRead = entries.outcome() == Finding.Outcome.OK;
    Finding tiles =
        reference.size() >= head.size()
            ? tiles(from, reference.tree())
            : Finding.notChecked(site.url(), Check.TILES, "its entries could not all be read");
    return new Read(isRead ? head.size() : from, Optional.empty(), 0, tiles, entries);
  }

  /** Compares every entry with the hashes, and hands new ones to the reference and its rules. */
  private Finding entries(long from, List<Bytes> last) throws InterruptedException {
    boolean grows = ownFrom >= reference.size();
    for (long tile = from / Bundle.WIDTH; tile * Bundle.WIDTH < head.size(); tile++) {
      long index = tile * Bundle.WIDTH;
      List<Bytes> bundle;
      try {
        bundle = Bundle.entries(site, tile, head.size());
      } catch (SilentException e) {
        return Finding.notChecked(site.url(), Check.ENTRIES, e.clause());
      }
      for (Bytes entry : bundle) {
        if (!MerkleTree.leafHash(entry).equals(leaf(index))) {
          String what = "entry " + index + " is not the one under the certified root";
          return Finding.failed(site.url(), Check.ENTRIES, what);
        }
        if (grows && index == reference.size()) {
          rules.take(index, entry, reference.tree());
          reference.append(entry);
        }
        last.set(0, entry);
        index++;
      }
    }
    String what = "entries " + from + " to " + (head.size() - 1) + " lead to the certified root";
    return Finding.ok(site.url(), Check.ENTRIES, from < head.size() ? what : "nothing new to read");
  }

  private Digest leaf(long index) {
    return index < ownFrom ? reference.tree().leaf(index) : own.get((int) (index - ownFrom));
  }

  /** The levels above the leaves, which were compared already. */
  private Finding tiles(long from, MerkleTree tree) throws InterruptedException {
    int level = 1;
    try {
      for (; head.size() >>> BITS_A_LEVEL * level > 0; level++) {
        long count = head.size() >>> BITS_A_LEVEL * level;
        long first = (from >>> BITS_A_LEVEL * level) / Bundle.WIDTH;
        for (long tile = first; tile * Bundle.WIDTH < count; tile++) {
          long index = tile * Bundle.WIDTH;
          for (Digest hash : Bundle.hashes(site, level, tile, head.size())) {
            if (!hash.equals(tree.subtree(BITS_A_LEVEL * level, index))) {
              String what = "hash " + index + " of level " + level + " is wrong";
              return Finding.failed(site.url(), Check.TILES, what);
            }
            index++;
          }
        }
      }
    } catch (SilentException e) {
      return Finding.notChecked(site.url(), Check.TILES, e.clause());
    }
    return Finding.ok(site.url(), Check.TILES, "the tree leads to the certified root");
  }
}
