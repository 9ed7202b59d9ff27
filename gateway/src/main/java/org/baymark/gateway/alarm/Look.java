package org.baymark.gateway.alarm;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.gateway.store.AlarmTable;
import org.baymark.gateway.store.AlarmTable.Alert;
import org.baymark.gateway.store.CountTable;
import org.baymark.gateway.store.ReadTable;
import org.baymark.gateway.store.ReadTable.Mark;
import org.baymark.gateway.store.ReadTable.Read;
import org.baymark.gateway.store.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one look at the store found.
 *
 * @param next how far was read, once this look is done with
 * @param heard what was stored up to there since the look before
 * @param gone rules that counted something, and are no more
 * @param alerts that admission has not answered for
 * @param isMore whether more is stored than was read
 */
record Look(Mark next, List<Heard> heard, List<String> gone, List<Alert> alerts, boolean isMore) {
  private static final Logger log = LoggerFactory.getLogger(Look.class);
  private static final int ROWS = 200;
  private static final int ALERTS = 16;

  /** Each makes a shipment's runs anew while the writer waits: not too many in one transaction. */
  private static final int BINDS = 8;

  /**
   * @param isNew whether these rules are others than at the look before
   */
  static Look at(Transaction transaction, Known known, AlarmRules rules, boolean isNew) {
    known.read(transaction);
    Mark from = known.mark();
    List<Read> rows = new ReadTable().after(transaction, from.row(), ROWS);
    List<Heard> heard = rows.stream().flatMap(row -> heard(row).stream()).toList();
    OptionalLong enough =
        heard.stream().filter(Heard::binds).mapToLong(Heard::row).skip(BINDS - 1).findFirst();
    long end = rows.isEmpty() ? from.row() : rows.get(rows.size() - 1).row();
    long to = enough.orElse(end);
    return new Look(
        new Mark(to, from.sinceRow()),
        heard.stream().filter(one -> one.row() <= to).toList(),
        isNew ? gone(transaction, rules) : List.of(),
        new AlarmTable().unfiled(transaction, ALERTS),
        rows.size() == ROWS || to < end);
  }

  private static List<String> gone(Transaction transaction, AlarmRules rules) {
    return new CountTable()
        .rules(transaction).stream()
            .filter(text -> !rules.have(rule -> rule.text().equals(text)))
            .toList();
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
