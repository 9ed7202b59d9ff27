package org.baymark.protocol.chain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.statement.Cover;

/**
 * What a cover says of the records that are here. Stride by stride: where every record of a stride
 * is here, their links lead from one signed link to the next, or they are not the records that the
 * device covered; where one is lost, the others of its stride stay provisional.
 *
 * @param attested by the device's signature
 * @param provisional nothing says for or against them: another record of their stride is lost
 * @param contradicted the cover speaks against at least one record of their stride
 * @param lost numbers that the cover names and that are not here, ascending: a cover of 200 bytes
 *     can name 1024, so those in a row are one entry
 */
public record Coverage(
    List<ChainRecord> attested,
    List<ChainRecord> provisional,
    List<ChainRecord> contradicted,
    List<Lost> lost) {

  /** Numbers in a row, from the first to the last. */
  public record Lost(long first, long last) {
    public long count() {
      return last - first + 1;
    }
  }

  /**
   * What the cover says of the records that are here.
   *
   * @param records of the key and boot that made the cover, each number once at most; others than
   *     those covered are passed over
   */
  public static Coverage of(Cover cover, Iterable<ChainRecord> records) {
    Map<Long, ChainRecord> here = new HashMap<>();
    records.forEach(one -> here.put(one.number(), one));
    Coverage coverage =
        new Coverage(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Bytes before = cover.before();
    for (int i = 0; i < cover.links().size(); i++) {
      long from = cover.first() + (long) i * cover.stride();
      long to = Math.min(from + cover.stride(), cover.last() + 1);
      coverage.stride(here, from, to, before, cover.links().get(i));
      before = cover.links().get(i);
    }
    return coverage;
  }

  private void stride(Map<Long, ChainRecord> here, long from, long to, Bytes before, Bytes after) {
    List<ChainRecord> found = new ArrayList<>();
    Bytes link = before;
    for (long number = from; number < to; number++) {
      ChainRecord record = here.get(number);
      if (record == null) {
        lose(number);
      } else {
        found.add(record);
        link = record.linkAfter(link);
      }
    }
    if (found.size() < to - from) {
      provisional.addAll(found);
    } else {
      (link.equals(after) ? attested : contradicted).addAll(found);
    }
  }

  private void lose(long number) {
    int end = lost.size() - 1;
    if (end >= 0 && lost.get(end).last() == number - 1) {
      lost.set(end, new Lost(lost.get(end).first(), number));
    } else {
      lost.add(new Lost(number, number));
    }
  }
}
