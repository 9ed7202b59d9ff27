package org.baymark.node.store;

import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import org.baymark.node.voting.Seen;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.voting.Cosigned;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this member saw of others' co-signatures in its epoch, on the disk. Writes belong to the
 * transaction that the caller has begun.
 */
public final class SeenStore {
  private static final Logger LOG = LoggerFactory.getLogger(SeenStore.class);

  private final VoteRows rows;

  SeenStore(Connection sql) {
    this.rows = new VoteRows(sql);
  }

  /** Writes what outlives a restart of what others co-signed. */
  public void write(Seen change) {
    for (TreeHead head : change.less()) {
      rows.write(
          "DELETE FROM seen WHERE member = ? AND epoch = ? AND size = ? AND root = ?",
          change.member().text(),
          change.epoch(),
          head.size(),
          head.root().bytes());
    }
    for (Cosigned said : change.more()) {
      Checkpoint head = said.note().checkpoint();
      rows.write(
          "INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?, ?)",
          change.member().text(),
          change.epoch(),
          head.size(),
          head.root().bytes(),
          said.encoded());
    }
  }

  /** What others co-signed in this epoch that was worth keeping. */
  public List<Seen> of(long epoch) {
    String query = "SELECT member, octets FROM seen WHERE epoch = ? ORDER BY member, size";
    return rows
        .read(query, row -> seen(epoch, row.getString(1), VoteRows.octets(row, 2)), epoch)
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /** What others said is said again, or is missed in evidence alone: it stops no node. */
  private static Optional<Seen> seen(long epoch, String name, Bytes octets) {
    return Cosigned.parse(octets)
        .toOptional()
        .filter(said -> DevUrn.isValid(name))
        .map(said -> new Seen(new DevUrn(name), epoch, List.of(said), List.of()))
        .or(
            () -> {
              LOG.atWarn()
                  .addKeyValue("epoch", epoch)
                  .log("what another member co-signed does not read, leaving it aside");
              return Optional.empty();
            });
  }
}
