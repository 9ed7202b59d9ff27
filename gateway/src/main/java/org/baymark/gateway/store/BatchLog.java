package org.baymark.gateway.store;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Sign1;

/**
 * The sealed batches. A batch holds all statements from one row to another, so that sealing writes
 * nothing into the statements themselves.
 */
public final class BatchLog {
  private final Outbox outbox;

  public BatchLog(Outbox outbox) {
    this.outbox = outbox;
  }

  /** The newest batch. */
  public record Last(long number, Digest headerId, long lastRow, long statementsThrough) {}

  /**
   * An entry of a batch and the statements behind it.
   *
   * @param rows of the statements, in the order of the subject tree
   */
  public record Filed(SubjectEntry entry, List<Long> rows) {}

  /**
   * A batch to be kept.
   *
   * @param filed ascending by subject key
   */
  public record Sealed(
      long number, Sign1 header, long firstRow, long lastRow, List<Filed> filed, Instant at) {}

  /** A batch as the alliance takes it: the header and its entries, both encoded. */
  public record Parcel(Digest headerId, Bytes header, List<Bytes> entries) {}

  /** What a batch of this gateway holds about one subject. */
  public record OwnFiling(long number, Digest headerId, List<Long> rows) {}

  /**
   * How far things are.
   *
   * @param batches sealed so far
   * @param anchoredBatches those that an accepted head is proven to cover
   * @param anchoredRow the last statement in them; 0 before the first
   */
  public record Progress(
      long batches, long anchoredBatches, long anchoredStatements, long anchoredRow) {}

  public Optional<Last> last(Transaction transaction) {
    return transaction.first(
        "SELECT number, header_id, last_row, statements_through FROM batch"
            + " ORDER BY number DESC LIMIT 1",
        row -> new Last(row.integer(1), row.digest(2), row.integer(3), row.integer(4)));
  }

  /** Whether something in the queue to the alliance waits for what is not sealed yet. */
  public boolean isAwaited(Transaction transaction) {
    return outbox.awaitedRow(transaction) > last(transaction).map(Last::lastRow).orElse(0L);
  }

  /**
   * Keeps a batch and puts it into the queue to the alliance.
   *
   * @throws IllegalStateException if it is not the one after the newest
   */
  public void append(Transaction transaction, Sealed batch) {
    Optional<Last> last = last(transaction);
    long number = last.map(Last::number).orElse(0L) + 1;
    long firstRow = last.map(Last::lastRow).orElse(0L) + 1;
    if (batch.number() != number || batch.firstRow() != firstRow) {
      throw new IllegalStateException(
          "batch "
              + batch.number()
              + " from row "
              + batch.firstRow()
              + " where batch "
              + number
              + " from row "
              + firstRow
              + " is due");
    }
    long statements = last.map(Last::statementsThrough).orElse(0L);
    long firstEntry = 0;
    long lastEntry = 0;
    for (Filed filed : batch.filed()) {
      statements += filed.entry().n();
      lastEntry =
          transaction.insert(
              "INSERT INTO subject_entry (subject_key, batch, n, root, members)"
                  + " VALUES (?, ?, ?, ?, ?)",
              filed.entry().subjectKey(),
              number,
              filed.entry().n(),
              filed.entry().root(),
              members(filed.rows(), firstRow));
      firstEntry = firstEntry == 0 ? lastEntry : firstEntry;
    }
    transaction.update(
        "INSERT INTO batch (number, header, header_id, first_row, last_row, first_entry,"
            + " last_entry, statements_through) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        number,
        batch.header().encoded(),
        batch.header().id(),
        firstRow,
        batch.lastRow(),
        firstEntry,
        lastEntry,
        statements);
    outbox.enqueueBatch(transaction, number, batch.at());
  }

  private static Bytes members(List<Long> rows, long firstRow) {
    ByteBuffer offsets = ByteBuffer.allocate(rows.size() * Integer.BYTES);
    rows.forEach(row -> offsets.putInt(Math.toIntExact(row - firstRow)));
    return Bytes.owning(offsets.array());
  }

  static List<Long> rows(Bytes members, long firstRow) {
    ByteBuffer offsets = ByteBuffer.wrap(members.unsafeArray());
    List<Long> rows = new ArrayList<>();
    while (offsets.hasRemaining()) {
      rows.add(firstRow + offsets.getInt());
    }
    return rows;
  }

  /** The entries of a batch, ascending by subject key. */
  public List<SubjectEntry> entries(Transaction transaction, long number) {
    return transaction.list(
        "SELECT subject_key, n, root FROM subject_entry, batch"
            + " WHERE number = ? AND entry BETWEEN first_entry AND last_entry ORDER BY entry",
        row -> new SubjectEntry(row.digest(1), row.integer(2), row.digest(3)),
        number);
  }

  /** The batch of this number, as it is sent. */
  public Parcel parcel(Transaction transaction, long number) {
    List<Bytes> entries = entries(transaction, number).stream().map(SubjectEntry::encode).toList();
    return transaction
        .first(
            "SELECT header_id, header FROM batch WHERE number = ?",
            row -> new Parcel(row.digest(1), row.bytes(2), entries),
            number)
        .orElseThrow(() -> new IllegalStateException("no batch " + number));
  }

  /** The header of the batch of this number, as signed. */
  public Bytes header(Transaction transaction, long number) {
    return transaction
        .first("SELECT header FROM batch WHERE number = ?", row -> row.bytes(1), number)
        .orElseThrow(() -> new IllegalStateException("no batch " + number));
  }

  /** Whether a batch has an entry of this subject key. */
  public boolean holds(Transaction transaction, long number, Digest subjectKey) {
    return transaction
        .first(
            "SELECT 1 FROM subject_entry WHERE subject_key = ? AND batch = ?",
            row -> true,
            subjectKey,
            number)
        .orElse(false);
  }

  /** The number of the batch that holds a row; empty if it is not sealed yet. */
  public OptionalLong holding(Transaction transaction, long row) {
    long low = 1;
    long high = last(transaction).filter(it -> it.lastRow() >= row).map(Last::number).orElse(0L);
    while (low < high) { // numbers have no gaps, and rows ascend with them
      long middle = (low + high) >>> 1;
      boolean isBefore =
          transaction
                  .first(
                      "SELECT last_row < ? FROM batch WHERE number = ?",
                      it -> it.integer(1),
                      row,
                      middle)
                  .orElseThrow()
              == 1;
      low = isBefore ? middle + 1 : low;
      high = isBefore ? high : middle;
    }
    return high == 0 ? OptionalLong.empty() : OptionalLong.of(low);
  }

  /** What this gateway filed about one subject, by batch number. */
  public List<OwnFiling> filings(Transaction transaction, Digest subjectKey) {
    return transaction.list(
        "SELECT number, header_id, first_row, members FROM subject_entry JOIN batch"
            + " ON number = batch WHERE subject_key = ? ORDER BY number",
        row -> new OwnFiling(row.integer(1), row.digest(2), rows(row.bytes(4), row.integer(3))),
        subjectKey);
  }

  /** How far things are. */
  public Progress progress(Transaction transaction) {
    long batches = last(transaction).map(Last::number).orElse(0L);
    return transaction
        .first(
            "SELECT number, statements_through, last_row FROM batch, anchored WHERE number = batch",
            row -> new Progress(batches, row.integer(1), row.integer(2), row.integer(3)))
        .orElse(new Progress(batches, 0, 0, 0));
  }

  /**
   * Notes that an accepted head is proven to cover {@code batch}, and so all before it: the log
   * takes them in their order.
   */
  public void anchored(Transaction transaction, long batch) {
    long before = lastAnchored(transaction);
    if (batch > before) {
      Numbers.anchored(transaction, lastRow(transaction, before), lastRow(transaction, batch));
    }
    transaction.update(
        "INSERT INTO anchored (only, batch) VALUES (1, ?)"
            + " ON CONFLICT (only) DO UPDATE SET batch = max(batch, excluded.batch)",
        batch);
  }

  private static long lastRow(Transaction transaction, long batch) {
    return transaction
        .first("SELECT last_row FROM batch WHERE number = ?", row -> row.integer(1), batch)
        .orElse(0L);
  }

  /** The last batch that an accepted head is proven to cover; 0 before the first. */
  public long lastAnchored(Transaction transaction) {
    return transaction.first("SELECT batch FROM anchored", row -> row.integer(1)).orElse(0L);
  }

  /**
   * What to ask proof of: of the batches with a receipt the newest in the first {@code size}
   * entries of the log; if none of these lacks proof, the newest that does.
   */
  public Optional<Outbox.Receipted> unproven(Transaction transaction, long size) {
    long anchored = lastAnchored(transaction);
    return outbox
        .newestWithin(transaction, size)
        .filter(within -> within.batch() > anchored)
        .or(
            () ->
                outbox
                    .newestWithin(transaction, Long.MAX_VALUE)
                    .filter(any -> any.batch() > anchored));
  }
}
