package org.baymark.gateway.alarm;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.gateway.store.AlarmTable;
import org.baymark.gateway.store.AlarmTable.Alarm;
import org.baymark.gateway.store.AlarmTable.Alert;
import org.baymark.gateway.store.IntervalTable;
import org.baymark.gateway.store.ReadTable;
import org.baymark.gateway.store.ReadTable.Mark;
import org.baymark.gateway.store.ReadTable.Read;
import org.baymark.gateway.store.Transaction;
import org.baymark.protocol.cose.DevUrn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one look at the store found.
 *
 * @param from how far was read before
 * @param noted how far the store knows of that; below 0: nothing was noted ever
 * @param to how far this look reads
 * @param heard what stands in between
 * @param intervals how often each device means to speak, in seconds
 * @param alerts that admission has not answered for
 * @param isMore whether more is stored than was read
 */
record Look(
    Mark from,
    long noted,
    long to,
    List<Heard> heard,
    List<Alarm> open,
    Map<DevUrn, Long> intervals,
    List<Alert> alerts,
    boolean isMore) {
  private static final Logger log = LoggerFactory.getLogger(Look.class);
  private static final int ROWS = 200;
  private static final int ALERTS = 16;

  /** Each makes a shipment's runs anew while the writer waits: not too many in one transaction. */
  private static final int BINDS = 8;

  /** So many rows are read again after a start at most, where nothing changed. */
  private static final int UNNOTED_MAX = 1_000;

  /** How far was read, once this look is done with. */
  Mark next() {
    return new Mark(to, from.sinceRow());
  }

  boolean isToBeNoted() {
    return noted < 0 || to - noted >= UNNOTED_MAX;
  }

  /**
   * @param read how far was read; empty: as far as the store says, or, where it says nothing, to
   *     its end
   */
  static Look at(Transaction transaction, Optional<Mark> read) {
    ReadTable reads = new ReadTable();
    AlarmTable alarms = new AlarmTable();
    Optional<Mark> stored = reads.mark(transaction);
    Mark from = read.or(() -> stored).orElseGet(() -> new Mark(0, reads.lastRow(transaction)));
    List<Read> rows = reads.after(transaction, from.row(), ROWS);
    List<Heard> heard = rows.stream().flatMap(row -> heard(row).stream()).toList();
    OptionalLong enough =
        heard.stream().filter(Heard::binds).mapToLong(Heard::row).skip(BINDS - 1).findFirst();
    long end = rows.isEmpty() ? from.row() : rows.get(rows.size() - 1).row();
    long to = enough.orElse(end);
    return new Look(
        from,
        stored.map(Mark::row).orElse(-1L),
        to,
        heard.stream().filter(one -> one.row() <= to).toList(),
        alarms.open(transaction),
        new IntervalTable().all(transaction),
        alarms.unfiled(transaction, ALERTS),
        rows.size() == ROWS || to < end);
  }

  private static Optional<Heard> heard(Read read) {
    Optional<Heard> heard = Heard.of(read);
    if (heard.isEmpty() && read.encoded().size() > 0) {
      log.atError()
          .addKeyValue("row", read.row())
          .log("a stored statement does not parse: alarms pass it over");
    }
    return heard;
  }
}
