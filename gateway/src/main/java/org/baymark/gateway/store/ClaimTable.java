package org.baymark.gateway.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.enrolment.Label;
import org.baymark.protocol.statement.Kind;

/** Devices that were claimed by their labels and have not proven anything. */
public final class ClaimTable {
  private static final String SELECT =
      "SELECT label, owner, kinds, claimed, nonce, revoked FROM claim";

  /**
   * One of them.
   *
   * @param nonce that was drawn for it, if one was
   * @param revoked when the claim was ended, if it was
   */
  public record Claim(
      Label label,
      String owner,
      Set<Kind> kinds,
      Instant claimed,
      Optional<Bytes> nonce,
      Optional<Instant> revoked) {
    public Claim {
      kinds = Set.copyOf(kinds);
    }
  }

  /** All of them, by name. */
  public List<Claim> all(Transaction transaction) {
    return transaction.list(SELECT + " ORDER BY name", ClaimTable::read);
  }

  public Optional<Claim> named(Transaction transaction, DevUrn name) {
    return transaction.first(SELECT + " WHERE name = ?", ClaimTable::read, name.text());
  }

  public void add(
      Transaction transaction, Label label, String owner, Set<Kind> kinds, Instant now) {
    transaction.update(
        "INSERT INTO claim (name, label, owner, kinds, claimed) VALUES (?, ?, ?, ?, ?)",
        label.name().text(),
        label.text(),
        owner,
        Kinds.text(kinds),
        now.toEpochMilli());
  }

  public void draw(Transaction transaction, DevUrn name, Bytes nonce) {
    transaction.update("UPDATE claim SET nonce = ? WHERE name = ?", nonce, name.text());
  }

  public void revoke(Transaction transaction, DevUrn name, Instant now) {
    transaction.update(
        "UPDATE claim SET revoked = ?, nonce = NULL WHERE name = ?",
        now.toEpochMilli(),
        name.text());
  }

  /** The device is known by its key from now on. */
  public void remove(Transaction transaction, DevUrn name) {
    transaction.update("DELETE FROM claim WHERE name = ?", name.text());
  }

  private static Claim read(Row row) throws SQLException {
    return new Claim(
        Label.parse(row.text(1))
            .match(
                label -> label,
                bad -> {
                  throw new StoreException(
                      "the database holds a label that is none: " + bad.text());
                }),
        row.text(2),
        Kinds.parse(row.text(3)),
        Instant.ofEpochMilli(row.integer(4)),
        row.optionalBytes(5),
        row.optionalInstant(6));
  }
}
