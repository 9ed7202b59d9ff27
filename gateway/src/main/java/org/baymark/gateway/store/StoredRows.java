package org.baymark.gateway.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.baymark.gateway.store.BatchLog.Filed;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.VerifyingKey;

/**
 * The store as it lies on the disk, for who checks it: every column as it is, nothing taken for
 * granted.
 */
public final class StoredRows {
  private StoredRows() {}

  /**
   * A statement and what its row says about it.
   *
   * @param device its name; empty where there is no such device
   * @param subject its canonical form; empty where there is none
   * @param received ms since 1970
   * @param flags as {@link EventLog} has them
   */
  public record StatementRow(
      long row,
      Optional<String> device,
      long boot,
      long seq,
      Digest id,
      Optional<String> subject,
      Bytes encoded,
      long received,
      long flags) {
    /** Whether its bytes are not here. */
    public boolean isPruned() {
      return encoded.size() == 0;
    }

    StatementRow with(Bytes bytes) {
      return new StatementRow(row, device, boot, seq, id, subject, bytes, received, flags);
    }
  }

  /** A batch's own row; of what it holds, only where that begins and ends. */
  public record BatchRow(
      long number,
      Bytes header,
      Digest headerId,
      long firstRow,
      long lastRow,
      long firstEntry,
      long lastEntry,
      long statementsThrough) {
    private static BatchRow read(Row row) throws SQLException {
      return new BatchRow(
          row.integer(1),
          row.bytes(2),
          row.digest(3),
          row.integer(4),
          row.integer(5),
          row.integer(6),
          row.integer(7),
          row.integer(8));
    }
  }

  /** The batch after {@code number}, whatever its own number is. */
  public static Optional<BatchRow> batchAfter(Transaction transaction, long number) {
    return transaction.first(
        "SELECT number, header, header_id, first_row, last_row, first_entry, last_entry,"
            + " statements_through FROM batch WHERE number > ? ORDER BY number LIMIT 1",
        BatchRow::read,
        number);
  }

  /** The entries of a batch as they are kept, with the rows of their statements. */
  public static List<Filed> entries(Transaction transaction, BatchRow batch) {
    return transaction.list(
        "SELECT subject_key, n, root, members FROM subject_entry"
            + " WHERE entry BETWEEN ? AND ? ORDER BY entry",
        row ->
            new Filed(
                new SubjectEntry(row.digest(1), row.integer(2), row.digest(3)),
                BatchLog.rows(row.bytes(4), batch.firstRow())),
        batch.firstEntry(),
        batch.lastEntry());
  }

  /**
   * The statements of these rows, those that are there; of those that were pruned the bytes come
   * from their file, and are none where that is not there.
   */
  public static List<StatementRow> statements(Transaction transaction, long first, long last) {
    List<StatementRow> rows = kept(transaction, first, last);
    Map<Long, Bytes> pruned =
        PrunedFiles.bytes(
            transaction,
            rows.stream().filter(StatementRow::isPruned).map(StatementRow::row).toList());
    return pruned.isEmpty()
        ? rows
        : rows.stream()
            .map(row -> row.with(pruned.getOrDefault(row.row(), row.encoded())))
            .toList();
  }

  private static List<StatementRow> kept(Transaction transaction, long first, long last) {
    return transaction.list(
        "SELECT row, device.name, boot, seq, statement.id, subject.name, bytes, received, flags"
            + " FROM statement"
            + " LEFT JOIN device ON device.id = device LEFT JOIN subject ON subject.id = subject"
            + " WHERE row BETWEEN ? AND ? ORDER BY row",
        row ->
            new StatementRow(
                row.integer(1),
                row.optionalText(2),
                row.integer(3),
                row.integer(4),
                row.digest(5),
                row.optionalText(6),
                row.bytes(7),
                row.integer(8),
                row.integer(9)),
        first,
        last);
  }

  /** The newest batch's number and the last statement's row; 0 before the first. */
  public record End(long batch, long row) {}

  /** How far the store goes at this moment. */
  public static End end(Transaction transaction) {
    return transaction
        .first(
            "SELECT (SELECT coalesce(max(number), 0) FROM batch),"
                + " (SELECT coalesce(max(row), 0) FROM statement)",
            row -> new End(row.integer(1), row.integer(2)))
        .orElseThrow();
  }

  /**
   * The newest statements, which the index by device and number does not hold: to be read once for
   * all devices.
   *
   * @param above the last row that it holds
   * @param rows by the device's name
   */
  public record Late(long above, Map<String, List<Long>> rows) {}

  /**
   * What the index does not hold; nothing of a store of an older version, whose index holds all.
   */
  public static Late late(Transaction transaction) {
    Map<String, List<Long>> rows = new TreeMap<>();
    if (!StoredNumbers.areKept(transaction)) {
      return new Late(0, rows);
    }
    transaction.each(
        "SELECT name, row FROM statement JOIN device ON device.id = device WHERE row > "
            + Numbers.INDEXED,
        row -> rows.computeIfAbsent(row.text(1), name -> new ArrayList<>()).add(row.integer(2)));
    long above =
        transaction.first("SELECT " + Numbers.INDEXED, row -> row.integer(1)).orElseThrow();
    return new Late(above, rows);
  }

  /**
   * Shows the statements of a device to {@code reader}, by boot and number.
   *
   * @param late may be of an earlier moment: what came since is left out then
   */
  public static void ofDevice(
      Transaction transaction,
      DevUrn device,
      Late late,
      java.util.function.Consumer<StatementRow> reader) {
    String ofDevice = " WHERE device = (SELECT id FROM device WHERE name = ?1)";
    String found =
        StoredNumbers.areKept(transaction)
            ? "SELECT boot, seq, row FROM numbered"
                + ofDevice
                + " AND row <= ?2 UNION ALL SELECT boot, seq, row FROM statement"
                + " WHERE row IN (SELECT value FROM json_each(?3))"
            : "SELECT boot, seq, row FROM statement" + ofDevice + " AND ?2 = 0 AND ?3 = '[]'";
    transaction.each(
        "SELECT found.row, found.boot, found.seq, said.id, said.bytes, said.received, said.flags"
            + " FROM ("
            + found
            + " ORDER BY boot, seq, row) AS found JOIN statement AS said ON said.row = found.row"
            + " ORDER BY found.boot, found.seq, found.row",
        row -> {
          reader.accept(
              new StatementRow(
                  row.integer(1),
                  Optional.of(device.text()),
                  row.integer(2),
                  row.integer(3),
                  row.digest(4),
                  Optional.empty(),
                  row.bytes(5),
                  row.integer(6),
                  row.integer(7)));
          return row;
        },
        device.text(),
        late.above(),
        late.rows().getOrDefault(device.text(), List.of()).toString());
  }

  /** The keys that each device has or had, by its name; also of a store of an older version. */
  public static Map<DevUrn, List<VerifyingKey>> keys(Transaction transaction) {
    Map<DevUrn, List<VerifyingKey>> keys = new TreeMap<>();
    boolean knowsFormer =
        transaction
            .first("SELECT 1 FROM sqlite_schema WHERE name = 'former_key'", row -> true)
            .orElse(false);
    String former =
        " UNION ALL SELECT name, former_key.key FROM former_key JOIN device ON id = device";
    transaction.each(
        "SELECT name, key FROM device" + (knowsFormer ? former : ""),
        row ->
            keys.computeIfAbsent(new DevUrn(row.text(1)), name -> new ArrayList<>())
                .add(DeviceTable.key(row.bytes(2))));
    return keys;
  }

  /**
   * A batch that a member gave a receipt for: the newest one under the newest accepted head.
   *
   * @param logIndex where the receipt says that the log holds it
   */
  public record Anchored(long number, Digest headerId, long logIndex, Digest anySubject) {}

  /** The newest batch that the log should hold under the newest accepted head. */
  public static Optional<Anchored> anchored(Transaction transaction) {
    return transaction.first(
        "SELECT number, header_id, log_index, subject_key FROM batch"
            + " JOIN outbox ON outbox.batch = number JOIN subject_entry ON entry = first_entry"
            + " WHERE log_index < (SELECT size FROM head) ORDER BY number DESC LIMIT 1",
        row -> new Anchored(row.integer(1), row.digest(2), row.integer(3), row.digest(4)));
  }

  /** The id of the header of this batch. */
  public static Optional<Digest> headerId(Transaction transaction, long number) {
    return transaction.first(
        "SELECT header_id FROM batch WHERE number = ?", row -> row.digest(1), number);
  }
}
