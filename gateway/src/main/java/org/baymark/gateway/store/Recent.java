package org.baymark.gateway.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;

/** What somebody who watches the gateway wants to see of the store: the newest of everything. */
public final class Recent {
  private static final String SAID =
      "SELECT device.name, boot, seq, statement.id, bytes, received, flags FROM statement"
          + " JOIN device ON device.id = statement.device";

  /** Of each device the highest number that the index holds. */
  private static final String LAST_INDEXED =
      "SELECT said.device, said.boot, said.seq, said.row FROM device AS who JOIN statement AS said"
          + " ON said.row = (SELECT n.row FROM numbered AS n WHERE n.device = who.id"
          + " ORDER BY n.boot DESC, n.seq DESC, n.row DESC LIMIT 1)";

  /**
   * One statement, as it is stored.
   *
   * @param late whether a higher number of the device was stored before it
   * @param equivocation whether another statement of the device bears its number
   * @param future whether it claimed a time far ahead of the gateway's clock
   * @param past whether it claimed one far behind it
   */
  public record Said(
      DevUrn device,
      long boot,
      long seq,
      Digest id,
      Bytes encoded,
      Instant received,
      boolean late,
      boolean equivocation,
      boolean future,
      boolean past) {}

  /**
   * One batch and how far it has come: sealed, then in the log by the word of one member, then
   * anchored under an accepted head.
   *
   * @param sealed when, by this gateway's clock
   * @param logIndex of its entry, from the receipt
   * @param refusal why the alliance will not have it
   * @param isAnchored whether an accepted head is proven to cover it
   */
  public record Batch(
      long number,
      Digest headerId,
      long statements,
      Instant sealed,
      OptionalLong logIndex,
      Optional<String> refusal,
      boolean isAnchored) {}

  /** The newest statements of all devices, the newest first. */
  public List<Said> statements(Transaction transaction, int limit) {
    return transaction.list(SAID + " ORDER BY statement.row DESC LIMIT ?", Recent::said, limit);
  }

  /** Of each device the statement with its highest number; devices without any are left out. */
  public Map<DevUrn, Said> lastWords(Transaction transaction) {
    Map<DevUrn, Said> last = new HashMap<>();
    transaction
        .list(
            SAID
                + " WHERE statement.row IN (SELECT row FROM (SELECT row, row_number() OVER"
                + " (PARTITION BY device ORDER BY boot DESC, seq DESC, row DESC) AS nth FROM ("
                + LAST_INDEXED
                + " UNION ALL SELECT device, boot, seq, row FROM statement WHERE row > "
                + Numbers.INDEXED
                + ")) WHERE nth = 1)",
            Recent::said)
        .forEach(said -> last.put(said.device(), said));
    return last;
  }

  /**
   * How many numbers below its highest one of each start each device has left out so far; devices
   * that left out none are left out.
   */
  public Map<DevUrn, Long> gaps(Transaction transaction) {
    Map<DevUrn, Long> gaps = new HashMap<>();
    transaction.each(
        "SELECT device.name, sum(missing) FROM"
            + " (SELECT device, max(last) + 1 - sum(numbers) AS missing FROM"
            + " (SELECT device, boot, last, numbers FROM counted"
            + " UNION ALL SELECT device, boot, max(seq), "
            + Numbers.NEW_NUMBERS
            + " FROM statement AS said WHERE row > "
            + Numbers.INDEXED
            + " GROUP BY device, boot) GROUP BY device, boot) AS part"
            + " JOIN device ON device.id = part.device GROUP BY device.id HAVING sum(missing) > 0",
        row -> gaps.put(new DevUrn(row.text(1)), row.integer(2)));
    return gaps;
  }

  /** The newest batches, the newest first. */
  public List<Batch> batches(Transaction transaction, int limit) {
    return transaction.list(
        "SELECT number, header_id, statements_through - coalesce((SELECT before.statements_through"
            + " FROM batch AS before WHERE before.number = batch.number - 1), 0), queued_at,"
            + " log_index, refusal, number <= coalesce((SELECT anchored.batch FROM anchored), 0)"
            + " FROM batch JOIN outbox ON outbox.batch = number ORDER BY number DESC LIMIT ?",
        row ->
            new Batch(
                row.integer(1),
                row.digest(2),
                row.integer(3),
                Instant.ofEpochMilli(row.integer(4)),
                row.optionalInteger(5),
                row.optionalText(6),
                row.integer(7) == 1),
        limit);
  }

  private static Said said(Row row) throws SQLException {
    long flags = row.integer(7);
    return new Said(
        new DevUrn(row.text(1)),
        row.integer(2),
        row.integer(3),
        row.digest(4),
        row.bytes(5),
        Instant.ofEpochMilli(row.integer(6)),
        (flags & EventLog.LATE) != 0,
        (flags & EventLog.EQUIVOCATION) != 0,
        (flags & EventLog.FUTURE) != 0,
        (flags & EventLog.PAST) != 0);
  }
}
