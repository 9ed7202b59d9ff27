package org.baymark.sim.fleet;

import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.statement.Cover;
import org.baymark.protocol.statement.Telemetry;

/**
 * A device's records since its start, as its firmware would keep them: not the records, but their
 * links, until a cover has them.
 */
final class Chain {
  private long nextNumber;
  private Bytes before = Cover.START;
  private final List<Bytes> links = new ArrayList<>();

  ChainRecord note(Bytes kid, long boot, Telemetry telemetry) {
    ChainRecord record = ChainRecord.of(kid, boot, nextNumber++, telemetry);
    links.add(record.linkAfter(links.isEmpty() ? before : last()));
    return record;
  }

  /** Of all records since the cover before; there is at least one. */
  Cover cover(int stride) {
    List<Bytes> shown = new ArrayList<>();
    for (int i = stride; i < links.size(); i += stride) {
      shown.add(links.get(i - 1));
    }
    shown.add(last());
    int count = links.size();
    Cover cover = new Cover(nextNumber - count, count, Math.min(stride, count), before, shown);
    before = last();
    links.clear();
    return cover;
  }

  private Bytes last() {
    return links.get(links.size() - 1);
  }
}
