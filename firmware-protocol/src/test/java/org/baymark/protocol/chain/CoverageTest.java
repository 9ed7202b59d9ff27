package org.baymark.protocol.chain;

import static org.baymark.protocol.chain.ChainRecordTest.record;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.statement.Cover;
import org.junit.jupiter.api.Test;

/** Every chain of up to six records, every stride, every loss, every change of one record. */
class CoverageTest {
  private static final int COUNT_MAX = 6;

  /** What a device covers: {@code count} records from {@code first} on, and its link before. */
  static Cover cover(List<ChainRecord> records, int stride, Bytes before) {
    List<Bytes> links = new ArrayList<>();
    Bytes link = before;
    for (int i = 0; i < records.size(); i++) {
      link = records.get(i).linkAfter(link);
      if ((i + 1) % stride == 0 || i + 1 == records.size()) {
        links.add(link);
      }
    }
    return new Cover(records.get(0).number(), records.size(), stride, before, links);
  }

  private static List<ChainRecord> records(int count) {
    List<ChainRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(record(10 + i, i));
    }
    return records;
  }

  private interface World {
    void of(List<ChainRecord> records, int stride, Cover cover);
  }

  private static void everyWorld(World world) {
    Bytes before = Bytes.ofHex("22".repeat(16));
    for (int count = 1; count <= COUNT_MAX; count++) {
      for (int stride = 1; stride <= count; stride++) {
        world.of(records(count), stride, cover(records(count), stride, before));
      }
    }
  }

  @Test
  void whatIsLostCostsItsOwnStrideAndNoOther() {
    everyWorld(
        (records, stride, cover) -> {
          for (int here = 0; here < 1 << records.size(); here++) {
            assertLoss(records, stride, cover, here);
          }
        });
  }

  private static void assertLoss(List<ChainRecord> all, int stride, Cover cover, int here) {
    List<ChainRecord> arrived = new ArrayList<>();
    List<ChainRecord> attested = new ArrayList<>();
    List<Long> lost = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      int from = i / stride * stride;
      int to = Math.min(from + stride, all.size());
      int mask = ((1 << to) - 1) & -(1 << from);
      if ((here & 1 << i) == 0) {
        lost.add(all.get(i).number());
      } else {
        arrived.add(0, all.get(i)); // in another order than they were made
        if ((here & mask) == mask) {
          attested.add(all.get(i));
        }
      }
    }
    Coverage coverage = Coverage.of(cover, arrived);
    assertEquals(attested, coverage.attested());
    assertEquals(
        lost,
        coverage.lost().stream()
            .flatMap(gap -> LongStream.rangeClosed(gap.first(), gap.last()).boxed())
            .toList());
    assertEquals(List.of(), coverage.contradicted());
    assertEquals(arrived.size() - attested.size(), coverage.provisional().size());
  }

  @Test
  void aChangedRecordContradictsItsOwnStrideAndNoOther() {
    everyWorld(
        (records, stride, cover) -> {
          for (int i = 0; i < records.size(); i++) {
            List<ChainRecord> changed = new ArrayList<>(records);
            changed.set(i, record(10 + i, 99));
            Coverage coverage = Coverage.of(cover, changed);
            int from = i / stride * stride;
            int to = Math.min(from + stride, records.size());
            assertEquals(changed.subList(from, to), coverage.contradicted());
            assertEquals(records.size() - (to - from), coverage.attested().size());
          }
        });
  }

  @Test
  void everyBitOfEveryLinkCounts() {
    everyWorld(
        (records, stride, cover) -> {
          for (int i = 0; i < cover.links().size(); i++) {
            for (int bit = 0; bit < 128; bit++) {
              List<Bytes> links = new ArrayList<>(cover.links());
              byte[] link = links.get(i).toArray();
              link[bit / 8] ^= (byte) (1 << bit % 8);
              links.set(i, Bytes.owning(link));
              Cover bent = new Cover(cover.first(), cover.count(), stride, cover.before(), links);
              assertEquals(true, Coverage.of(bent, records).contradicted().size() > 0);
            }
          }
        });
  }

  @Test
  void recordsOutsideTheCoverArePassedOver() {
    List<ChainRecord> all = records(COUNT_MAX);
    Cover cover = cover(all.subList(2, 4), 1, Bytes.ofHex("22".repeat(16)));
    Coverage coverage = Coverage.of(cover, all);
    assertEquals(
        LongStream.of(12, 13).boxed().toList(),
        coverage.attested().stream().map(ChainRecord::number).toList());
  }
}
