package org.baymark.protocol.chain;

import static org.baymark.protocol.chain.ChainRecordTest.record;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.statement.Cover;
import org.junit.jupiter.api.Test;

/** Every chain of up to four records, every stride, and true and forged ones in every order. */
class ChoiceTest {
  private static final Bytes BEFORE = Bytes.ofHex("22".repeat(16));
  private static final int COUNT_MAX = 4;

  /** What may be stored of one number: T is what the device made, F and G are forged. */
  private static final List<String> STORED = List.of("", "T", "F", "TF", "FT", "FG", "FGT");

  private static List<ChainRecord> truth(int count) {
    List<ChainRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(record(10 + i, i));
    }
    return records;
  }

  private static ChainRecord make(int at, char letter) {
    return record(10 + at, letter == 'T' ? at : 100 + letter);
  }

  @Test
  void whatTheCoverAttestsIsFoundAndNothingThatItContradictsIsShown() {
    for (int count = 1; count <= COUNT_MAX; count++) {
      int worlds = (int) Math.pow(STORED.size(), count);
      for (int stride = 1; stride <= count; stride++) {
        Cover cover = CoverageTest.cover(truth(count), stride, BEFORE);
        for (int world = 0; world < worlds; world++) {
          assertWorld(cover, letters(world, count));
        }
      }
    }
  }

  private static List<String> letters(int world, int count) {
    List<String> letters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      letters.add(STORED.get(world % STORED.size()));
      world /= STORED.size();
    }
    return letters;
  }

  private static void assertWorld(Cover cover, List<String> stored) {
    List<ChainRecord> candidates = new ArrayList<>();
    List<ChainRecord> expected = new ArrayList<>();
    List<ChainRecord> attested = new ArrayList<>();
    for (int from = 0; from < stored.size(); from += cover.stride()) {
      List<String> ofStride = stored.subList(from, Math.min(from + cover.stride(), stored.size()));
      boolean whole = ofStride.stream().noneMatch(String::isEmpty);
      boolean honest = ofStride.stream().allMatch(letters -> letters.contains("T"));
      for (int i = 0; i < ofStride.size(); i++) {
        for (char letter : ofStride.get(i).toCharArray()) {
          candidates.add(make(from + i, letter));
        }
        if (honest) {
          expected.add(make(from + i, 'T'));
          attested.add(make(from + i, 'T'));
        } else if (!whole && !ofStride.get(i).isEmpty()) {
          expected.add(make(from + i, ofStride.get(i).charAt(0)));
        }
      }
    }
    List<ChainRecord> chosen = Choice.of(cover, candidates);
    assertEquals(expected, chosen, stored + " with stride " + cover.stride());
    Coverage coverage = Coverage.of(cover, chosen);
    assertEquals(attested, coverage.attested());
    assertEquals(List.of(), coverage.contradicted());
  }

  /** Of each number three forged ones; {@code first} says where a forged one stands first. */
  private static List<ChainRecord> flooded(int count, IntPredicate first) {
    List<ChainRecord> candidates = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      for (char letter : (first.test(i) ? "ABTC" : "TABC").toCharArray()) {
        candidates.add(make(i, letter));
      }
    }
    return candidates;
  }

  @Test
  void twoForgedRecordsThatCameFirstAreFoundInAStrideOf24() {
    Cover cover = CoverageTest.cover(truth(24), 24, BEFORE);
    assertEquals(truth(24), Choice.of(cover, flooded(24, i -> i == 7 || i == 19)));
  }

  @Test
  void theSearchEndsWhereForgedRecordsCameFirstEverywhere() {
    Cover cover = CoverageTest.cover(truth(24), 24, BEFORE);
    assertEquals(List.of(), Choice.of(cover, flooded(24, i -> true)));
    Cover largest = CoverageTest.cover(truth(1024), 1024, BEFORE);
    assertEquals(List.of(), Choice.of(largest, flooded(1024, i -> true)));
    assertEquals(truth(1024), Choice.of(largest, flooded(1024, i -> false)));
    Cover smallest = CoverageTest.cover(truth(1024), 1, BEFORE);
    assertEquals(truth(1024), Choice.of(smallest, flooded(1024, i -> true)));
  }

  @Test
  void aNumberIsCoveredByTheFirstCoverThatNamesIt() {
    Covered covered = new Covered();
    Bytes other = Bytes.ofHex("ff".repeat(8));
    List<ChainRecord> all = truth(6);
    Cover middle = CoverageTest.cover(all.subList(2, 4), 1, BEFORE);
    Cover whole = CoverageTest.cover(all, 1, BEFORE);
    Cover before = CoverageTest.cover(all.subList(0, 2), 1, BEFORE);
    Cover after = CoverageTest.cover(all.subList(4, 6), 1, BEFORE);
    assertEquals(true, covered.take(ChainRecordTest.KID, 3, middle));
    assertEquals(false, covered.take(ChainRecordTest.KID, 3, middle));
    assertEquals(false, covered.take(ChainRecordTest.KID, 3, whole));
    assertEquals(true, covered.take(ChainRecordTest.KID, 4, whole));
    assertEquals(true, covered.take(other, 3, whole));
    assertEquals(true, covered.take(ChainRecordTest.KID, 3, before));
    assertEquals(true, covered.take(ChainRecordTest.KID, 3, after));
  }
}
