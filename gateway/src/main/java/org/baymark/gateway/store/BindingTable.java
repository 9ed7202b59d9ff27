package org.baymark.gateway.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.statement.Sensor.Place;

/** Which device is attached to which shipment: the runs of PROTOCOL.md, section 14.9. */
public final class BindingTable {
  private static final String SELECT =
      "SELECT shipment, device, after_boot, after_seq, until_boot, until_seq, attached, said_by,"
          + " said_id, said_at, retracted FROM binding";

  /**
   * A run, and the attach that began it.
   *
   * @param after the device's last number before; empty: the attach does not say
   * @param until its last number on the shipment; empty: no detach says one
   * @param attachedRow of the attach
   * @param saidBy whose statement that is
   * @param retracted id of the scanner's own statement that takes the attach back
   */
  public record Binding(
      String shipment,
      String device,
      Optional<Place> after,
      Optional<Place> until,
      long attachedRow,
      String saidBy,
      Digest saidId,
      Instant saidAt,
      Optional<Digest> retracted) {
    /** Whether the device is on the shipment now, as far as anybody said. */
    public boolean isOpen() {
      return until.isEmpty();
    }

    /** Whether what the device said there, stored in that row, belongs to the shipment. */
    public boolean holds(Place place, long row) {
      boolean isAfter = after.map(it -> place.compareTo(it) > 0).orElse(row > attachedRow);
      return isAfter && until.map(it -> place.compareTo(it) <= 0).orElse(true);
    }
  }

  /** Notes a statement that may change who is attached, and answers all of that shipment. */
  public List<Long> said(Transaction transaction, String shipment, long row, int most) {
    transaction.update(
        "INSERT OR IGNORE INTO binding_said (shipment, row) VALUES (?, ?)", shipment, row);
    return transaction.list(
        "SELECT row FROM (SELECT row FROM binding_said WHERE shipment = ? ORDER BY row DESC LIMIT ?)"
            + " ORDER BY row",
        found -> found.integer(1),
        shipment,
        most);
  }

  /** Puts these in the place of what was known of the shipment. */
  public void replace(Transaction transaction, String shipment, List<Binding> bindings) {
    transaction.update("DELETE FROM binding WHERE shipment = ?", shipment);
    for (int nth = 0; nth < bindings.size(); nth++) {
      Binding one = bindings.get(nth);
      transaction.update(
          "INSERT INTO binding (shipment, device, nth, after_boot, after_seq, until_boot, until_seq,"
              + " attached, said_by, said_id, said_at, retracted)"
              + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          shipment,
          one.device(),
          nth,
          one.after().map(Place::boot).orElse(null),
          one.after().map(Place::seq).orElse(null),
          one.until().map(Place::boot).orElse(null),
          one.until().map(Place::seq).orElse(null),
          one.attachedRow(),
          one.saidBy(),
          one.saidId(),
          one.saidAt().toEpochMilli(),
          one.retracted().orElse(null));
    }
  }

  /** When the statement in this row was received. */
  public Instant received(Transaction transaction, long row) {
    return transaction
        .first(
            "SELECT received FROM statement WHERE row = ?",
            found -> Instant.ofEpochMilli(found.integer(1)),
            row)
        .orElseThrow();
  }

  public List<Binding> ofShipment(Transaction transaction, String shipment) {
    return transaction.list(
        SELECT + " WHERE shipment = ? ORDER BY nth", BindingTable::read, shipment);
  }

  /** The newest first. */
  public List<Binding> ofDevice(Transaction transaction, String device) {
    return transaction.list(
        SELECT + " WHERE device = ? ORDER BY attached DESC, shipment, nth",
        BindingTable::read,
        device);
  }

  /** The newest: those that last first. */
  public List<Binding> newest(Transaction transaction, int limit) {
    return transaction.list(
        SELECT + " ORDER BY until_boot IS NULL DESC, attached DESC, shipment," + " nth LIMIT ?",
        BindingTable::read,
        limit);
  }

  private static Binding read(Row row) throws SQLException {
    return new Binding(
        row.text(1),
        row.text(2),
        place(row.optionalInteger(3), row.optionalInteger(4)),
        place(row.optionalInteger(5), row.optionalInteger(6)),
        row.integer(7),
        row.text(8),
        row.digest(9),
        Instant.ofEpochMilli(row.integer(10)),
        row.optionalBytes(11).map(Digest::of));
  }

  private static Optional<Place> place(OptionalLong boot, OptionalLong seq) {
    return boot.isPresent()
        ? Optional.of(new Place(boot.getAsLong(), seq.orElseThrow()))
        : Optional.empty();
  }
}
