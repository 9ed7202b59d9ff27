package org.baymark.protocol.chain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.statement.Cover;

/**
 * Which of several different records of one number a device covered. Anybody can make a record, so
 * a gateway may hold forged ones beside the true one; the signed links tell them apart.
 */
public final class Choice {
  /**
   * How many links are made in search of one cover's records, beside those that every stride may
   * make once. With four records a number it is enough to try all combinations of six numbers, and
   * all changes of two in a stride of 24.
   */
  static final int LINKS_MAX = 1 << 16;

  private final List<List<ChainRecord>> candidates;
  private final Bytes after;
  private final List<ChainRecord> chosen = new ArrayList<>();

  /** How many numbers from here to the end of the stride have more than one candidate. */
  private final int[] open;

  private final int linksMax;
  private int links;

  private Choice(List<List<ChainRecord>> candidates, Bytes after, int linksMax) {
    this.candidates = candidates;
    this.after = after;
    this.linksMax = Math.max(linksMax, candidates.size()); // a forged stride starves no other
    this.open = new int[candidates.size() + 1];
    for (int i = candidates.size() - 1; i >= 0; i--) {
      open[i] = open[i + 1] + (candidates.get(i).size() > 1 ? 1 : 0);
    }
  }

  /**
   * The records to show beside {@code cover}: each number once at most, ascending, and none that
   * the cover contradicts. Of a stride with all its numbers, those that the cover attests; or none
   * of it, where no such were found: at least one is forged and nothing says which. Of a stride
   * that lacks one, the first of each number.
   *
   * @param records of the key and boot that made the cover; of each number the preferred first
   */
  public static List<ChainRecord> of(Cover cover, Iterable<ChainRecord> records) {
    Map<Long, List<ChainRecord>> here = new HashMap<>();
    for (ChainRecord one : records) {
      here.computeIfAbsent(one.number(), number -> new ArrayList<>()).add(one);
    }
    List<ChainRecord> all = new ArrayList<>();
    Bytes before = cover.before();
    int linksLeft = LINKS_MAX;
    for (int i = 0; i < cover.links().size(); i++) {
      long from = cover.first() + (long) i * cover.stride();
      long to = Math.min(from + cover.stride(), cover.last() + 1);
      List<List<ChainRecord>> candidates = new ArrayList<>();
      for (long number = from; number < to; number++) {
        List<ChainRecord> ofNumber = here.get(number);
        if (ofNumber != null) {
          candidates.add(ofNumber);
        }
      }
      Bytes after = cover.links().get(i);
      if (candidates.size() == to - from) {
        Choice choice = new Choice(candidates, after, linksLeft);
        all.addAll(choice.attested(before));
        linksLeft -= choice.links;
      } else {
        candidates.forEach(ofNumber -> all.add(ofNumber.get(0)));
      }
      before = after;
    }
    return all;
  }

  /** One of each number, so that their links lead to the signed one; empty if none are found. */
  private List<ChainRecord> attested(Bytes before) {
    // The fewest changes first: forged records are rare, and mostly come after the true one.
    for (int changes = 0; changes <= open[0] && links < linksMax; changes++) {
      if (leads(0, before, changes)) {
        return chosen;
      }
    }
    return List.of();
  }

  /** Whether the numbers from {@code at} on, with so many not the first of theirs, lead there. */
  private boolean leads(int at, Bytes link, int changes) {
    if (at == candidates.size()) {
      return link.equals(after);
    }
    if (changes > open[at]) {
      return false;
    }
    List<ChainRecord> ofNumber = candidates.get(at);
    int until = changes == 0 ? 1 : ofNumber.size();
    for (int i = 0; i < until && links < linksMax; i++) {
      ChainRecord one = ofNumber.get(i);
      links++;
      chosen.add(one);
      if (leads(at + 1, one.linkAfter(link), i == 0 ? changes : changes - 1)) {
        return true;
      }
      chosen.remove(chosen.size() - 1);
    }
    return false;
  }
}
