package org.baymark.gateway.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Request;

/**
 * Fills the store of a new gateway with what another one left. The new one begins its own chain of
 * batches: where the other's really ends, a backup does not know. So its batches stay what they
 * are, in a file beside; and each statement that no certified head was known to cover is taken as
 * if it had come again, which is harmless where the other did send it: one statement through two
 * gateways counts once.
 */
public final class Restoration {
  private static final int ENTRY_MAX = 65_535;

  /** The version that began to note which batch a proof has shown. */
  private static final int PROVEN_SINCE = 4;

  private static final String PROVEN = "(SELECT batch FROM old.anchored)";

  /** The rule of the versions before, which took a member's receipt for it. */
  private static final String RECEIPTED =
      "(SELECT max(batch) FROM old.outbox WHERE log_index < (SELECT size FROM old.head))";

  private Restoration() {}

  /**
   * What the new gateway begins with.
   *
   * @param batches of the old one, which stay in the archive
   * @param statements that go out again
   * @param archive the old store, in the new folder
   */
  public record Carried(
      long devices, long batches, long lastBatch, long statements, long records, Path archive) {}

  /** The gateway that a store belongs to; empty if it has neither sealed nor asked for anything. */
  public static Optional<DevUrn> owner(StoreFile store) {
    try {
      return store.read(
          transaction ->
              transaction
                  .first(
                      "SELECT header FROM batch UNION ALL SELECT request FROM outbox"
                          + " WHERE request IS NOT NULL LIMIT 1",
                      row -> row.bytes(1))
                  .flatMap(signed -> Sign1.parse(signed, ENTRY_MAX).toOptional())
                  .map(Sign1::issuer));
    } catch (StoreException damaged) {
      return Optional.empty(); // into, which looks through all of it, says what is wrong
    }
  }

  /** What {@link #into} makes in {@code folder}. */
  public static List<Path> made(Path folder) {
    Path store = StoreFile.in(folder);
    return List.of(
        store,
        store.resolveSibling(store.getFileName() + "-wal"),
        store.resolveSibling(store.getFileName() + "-shm"),
        Archive.of(folder));
  }

  /**
   * Makes the store in {@code folder}, which has nothing of what is {@link #made}.
   *
   * @param outbox of the new gateway: it signs for the devices from now on
   * @throws StoreException with a sentence; then the folder may hold a part of it
   */
  public static Carried into(Path folder, StoreFile left, Outbox outbox, Instant now) {
    if (PrunedFile.isOne(left.file())) {
      throw new StoreException(
          left.file()
              + " holds pruned statements alone: restore from a backup, and lay this file into "
              + Archive.of(folder).resolve("1").resolve(PrunedFile.FOLDER)
              + " of the new gateway");
    }
    List<String> damage = left.damage();
    if (!damage.isEmpty()) {
      throw new StoreException(
          left.file() + " is damaged (" + damage.get(0) + "); nothing was restored");
    }
    Optional<Path> there = made(folder).stream().filter(Files::exists).findFirst();
    if (there.isPresent()) {
      throw new StoreException(there.get() + " is there already, and nothing was changed");
    }
    Path archive = Archive.first(folder);
    Contents contents = Backup.copy(left, StoreFile.in(archive)).contents();
    Database.open(archive).close(); // brings its tables up to date
    Database.open(folder).close(); // makes new ones
    Transaction connection = Connecting.to(StoreFile.in(folder), false);
    try {
      connection.update("ATTACH ? AS old", StoreFile.in(archive).toString());
      connection.execute("BEGIN IMMEDIATE");
      int statements = statements(connection, left.version() < PROVEN_SINCE ? RECEIPTED : PROVEN);
      int records = rest(connection);
      requests(connection, outbox, now);
      connection.execute("COMMIT");
      connection.execute("DETACH old");
      return new Carried(
          contents.devices(),
          contents.batches(),
          contents.lastBatch(),
          statements,
          records,
          archive);
    } finally {
      connection.close();
    }
  }

  /**
   * Those behind the last batch that an accepted head is known to cover; rows count anew.
   *
   * @param batch the question for that one's number
   */
  private static int statements(Transaction connection, String batch) {
    connection.update(
        "INSERT INTO main.device (id, name, key, owner, kinds, revoked, added)"
            + " SELECT id, name, key, owner, kinds, revoked, added FROM old.device");
    for (String table : List.of("claim", "suspension", "former_key")) {
      connection.update("INSERT INTO main." + table + " SELECT * FROM old." + table);
    }
    long covered =
        connection
            .first(
                "SELECT coalesce(max(last_row), 0) FROM old.batch WHERE number = " + batch,
                row -> row.integer(1))
            .orElseThrow();
    connection.update(
        "INSERT INTO main.subject (id, name) SELECT id, name FROM old.subject"
            + " WHERE id IN (SELECT subject FROM old.statement WHERE row > ?)",
        covered);
    return connection.update(
        "INSERT INTO main.statement (device, boot, seq, id, subject, bytes, received, flags)"
            + " SELECT device, boot, seq, id, subject, bytes, received, flags FROM old.statement"
            + " WHERE row > ? ORDER BY row",
        covered);
  }

  /** Records, and what is known of the log: an older head must not be believed after a restore. */
  private static int rest(Transaction connection) {
    connection.update(
        "INSERT INTO main.covered (key, boot, first, last, records)"
            + " SELECT key, boot, first, last, records FROM old.covered");
    connection.update(
        "INSERT INTO main.head (only, note, size, root) SELECT only, note, size, root FROM"
            + " old.head");
    connection.update(
        "INSERT INTO main.contradiction (seen_at, kept, offered, why)"
            + " SELECT seen_at, kept, offered, why FROM old.contradiction");
    return connection.update(
        "INSERT INTO main.record (key, boot, number, nth, received, bytes)"
            + " SELECT key, boot, number, nth, received, bytes FROM old.record");
  }

  /** The key of a device that rolled over may have to wait until the one before it has ended. */
  private static void enqueue(Transaction connection, Outbox outbox, Request asked, Instant now) {
    Optional<Registration> successor =
        asked.match(
            registration ->
                Optional.of(registration)
                    .filter(it -> !new DeviceTable().former(connection, it.name()).isEmpty()),
            revocation -> Optional.empty());
    successor.ifPresentOrElse(
        next -> outbox.enqueueSuccessor(connection, next, now),
        () -> outbox.enqueueRequest(connection, asked, now));
  }

  /**
   * The same registrations, word by word, so that the log answers with those that it has; and
   * revocations that it does not have yet.
   */
  private static void requests(Transaction connection, Outbox outbox, Instant now) {
    List<Bytes> signed =
        connection.list(
            "SELECT request FROM old.outbox AS asked WHERE request IS NOT NULL"
                // A device that rolled over may have several that the log does not hold.
                + " AND (log_index IS NULL AND refusal IS NULL OR action = 'register' AND place ="
                + " (SELECT max(place) FROM old.outbox AS other WHERE other.name = asked.name AND"
                + " other.action = asked.action) AND name IN (SELECT name FROM old.device WHERE"
                + " revoked IS NULL)) ORDER BY place",
            row -> row.bytes(1));
    for (Bytes request : signed) {
      Sign1.parse(request, ENTRY_MAX)
          .toOptional()
          .flatMap(it -> Request.parse(it).toOptional())
          .ifPresentOrElse(
              asked -> enqueue(connection, outbox, asked, now),
              () -> {
                throw new StoreException("a request of the old gateway does not parse any more");
              });
    }
  }
}
