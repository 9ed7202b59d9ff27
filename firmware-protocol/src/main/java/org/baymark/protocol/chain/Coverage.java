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
 * @param lost numbers that the cover names and that are not here
 */
public record Coverage(
    List<ChainRecord> attested,
    List<ChainRecord> provisional,
    List<ChainRecord> contradicted,
    List<Long> lost) {

  /**
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
        lost.add(number);
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
}
