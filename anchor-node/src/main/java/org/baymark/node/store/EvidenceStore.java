package org.baymark.node.store;

import java.sql.Connection;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;

/**
 * What convicts members, on the disk. Writes belong to the transaction that the caller has begun.
 */
public final class EvidenceStore {
  private final VoteRows rows;

  EvidenceStore(Connection sql) {
    this.rows = new VoteRows(sql);
  }

  /**
   * Something that convicts a member.
   *
   * @param id of what was recorded first, whatever it was completed to
   * @param octets a double vote, or an accusation
   */
  public record Kept(Digest id, Bytes octets) {}

  /** What convicts members, in the order in which it came. */
  public List<Kept> all() {
    return rows.read(
        "SELECT id, octets FROM conflict ORDER BY rowid",
        row -> new Kept(Digest.of(VoteRows.octets(row, 1)), VoteRows.octets(row, 2)));
  }

  /** Once, whatever happens to it later. */
  void keep(Bytes octets) {
    rows.write(
        "INSERT OR IGNORE INTO conflict VALUES (?, ?)", Digest.sha256(octets).bytes(), octets);
  }

  /** In its place from now on: what shows to strangers what it shows to members. */
  public void complete(Digest id, Bytes accusation) {
    rows.write("UPDATE conflict SET octets = ? WHERE id = ?", accusation, id.bytes());
  }
}
