package org.baymark.gateway.web;

import java.util.Optional;
import org.baymark.gateway.store.AlarmTable;
import org.baymark.gateway.store.BatchLog;
import org.baymark.gateway.store.BatchLog.Progress;
import org.baymark.gateway.store.HeadLog;
import org.baymark.gateway.store.Queued;
import org.baymark.gateway.store.Statements;
import org.baymark.gateway.store.Tables;
import org.baymark.gateway.store.Transaction;
import org.baymark.protocol.merkle.TreeHead;

/**
 * How far things are, as the store knows it.
 *
 * @param head of the log, the newest that was accepted
 * @param unbatched statements that no batch holds yet
 * @param alarmsEver how many alarms there were, those that are open among them
 */
record Depth(
    Optional<TreeHead> head,
    Progress progress,
    long unbatched,
    Queued queued,
    long alarmsOpen,
    long alarmsEver) {

  /** What it is read from. */
  record Source(Statements statements, BatchLog batches, HeadLog heads) {
    static Source of(Tables tables) {
      return new Source(tables.statements(), tables.batches(), tables.heads());
    }

    Depth read(Transaction transaction) {
      AlarmTable alarms = new AlarmTable();
      long sealedTo = batches.last(transaction).map(BatchLog.Last::lastRow).orElse(0L);
      return new Depth(
          heads.newest(transaction).map(HeadLog.Head::tree),
          batches.progress(transaction),
          statements.countAfter(transaction, sealedTo),
          Queued.of(transaction),
          alarms.countOpen(transaction),
          alarms.countEver(transaction));
    }
  }
}
