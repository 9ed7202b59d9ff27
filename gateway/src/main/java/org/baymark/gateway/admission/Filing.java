package org.baymark.gateway.admission;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongBinaryOperator;
import org.baymark.gateway.store.BatchLog;
import org.baymark.gateway.store.BatchLog.Last;
import org.baymark.gateway.store.Promises;
import org.baymark.gateway.store.Statements;
import org.baymark.gateway.store.Statements.Backlog;
import org.baymark.gateway.store.Transaction;
import org.baymark.gateway.store.Unsealed;
import org.baymark.protocol.batch.Acknowledgement.Promised;
import org.baymark.protocol.papers.AllianceKeys;
import org.baymark.protocol.papers.AllianceKeys.AllianceKey;
import org.baymark.protocol.statement.Statement;

/**
 * Says where a stored statement stands, or by when it will: what the gateway can give its word for
 * (PROTOCOL.md, section 24.3). Belongs to the database's thread.
 */
public final class Filing {
  private final AllianceKeys keys;
  private final BatchLog batches;
  private final Promises promises;
  private final Unsealed unsealed;
  private final LongBinaryOperator batchesUntil;

  /**
   * @param keys what shipments are blinded with, by their time
   * @param batchesUntil how many batches it takes at most until so many statements, of so many
   *     bytes, all stand in one
   */
  public Filing(
      AllianceKeys keys,
      BatchLog batches,
      Promises promises,
      Statements statements,
      LongBinaryOperator batchesUntil) {
    this.keys = keys;
    this.batches = batches;
    this.promises = promises;
    this.unsealed = new Unsealed(statements);
    this.batchesUntil = batchesUntil;
  }

  /**
   * @param number of the batch that holds it, or by which one will
   */
  record Due(Promised statement, long number) {}

  /**
   * Where the statement in {@code row} will stand; noted in this transaction, so that whoever seals
   * keeps to it. Empty where nobody can say yet under which key: an epoch of the alliance key
   * begins among the statements that wait, or none holds their time.
   */
  Optional<Due> due(Transaction transaction, Statement statement, long row) {
    OptionalLong sealed = batches.holding(transaction, row);
    if (sealed.isPresent()) {
      return filedUnder(transaction, statement, sealed.getAsLong());
    }
    Optional<Last> last = batches.last(transaction);
    Backlog waiting = unsealed.count(transaction, last.map(Last::lastRow).orElse(0L)).orElseThrow();
    long number =
        last.map(Last::number).orElse(0L)
            + batchesUntil.applyAsLong(waiting.statements(), waiting.bytes());
    Optional<Due> due = onlyKey(waiting).map(key -> due(statement, key, number));
    if (due.isPresent() && promises.dueRow(transaction, number) < row) {
      promises.note(transaction, number, row);
    }
    return due;
  }

  /** What is kept in memory of the store may have been undone there. */
  void forget() {
    unsealed.forget();
  }

  private static Due due(Statement statement, AllianceKey key, long number) {
    return new Due(
        new Promised(statement.id(), key.keyOf(statement.subject()).subjectKey()), number);
  }

  /** A batch may begin with any of those that wait, and its first decides (section 24.1). */
  private Optional<AllianceKey> onlyKey(Backlog waiting) {
    Optional<AllianceKey> newest = keys.at(waiting.newest().toEpochMilli());
    return keys.at(waiting.oldest().toEpochMilli()).filter(it -> newest.equals(Optional.of(it)));
  }

  /** The batch itself says under which: the keys may have been others when it was sealed. */
  private Optional<Due> filedUnder(Transaction transaction, Statement statement, long number) {
    return keys.newestFirst().stream()
        .map(key -> due(statement, key, number))
        .filter(due -> batches.holds(transaction, number, due.statement().subjectKey()))
        .findFirst();
  }
}
