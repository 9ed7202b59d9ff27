package org.baymark.gateway.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.store.PrunedLog.Candidate;
import org.baymark.gateway.store.PrunedLog.Pruned;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.sqlite.SQLiteConfig;

/**
 * Writes the statements of some batches into a file of their own, with all that proves them: a
 * store like the gateway's, of these batches alone, which can be checked by itself.
 */
public final class PrunedFile {
  /** Where they lie, in a gateway's folder, unless they are given another place. */
  public static final String FOLDER = "pruned";

  /** "BmPr", in the file's header (PRAGMA application_id). */
  private static final int MARK = 0x426d_5072;

  private static final String NAME = "batches-";
  private static final int HALF_DIGITS = 12;
  private static final long SPARE = 16L << 20;

  private static final List<String> TAKEN =
      List.of(
          "INSERT INTO main.device SELECT * FROM store.device WHERE id IN"
              + " (SELECT device FROM store.statement WHERE row BETWEEN ?1 AND ?2)",
          "INSERT INTO main.subject SELECT * FROM store.subject WHERE id IN"
              + " (SELECT subject FROM store.statement WHERE row BETWEEN ?1 AND ?2)",
          "INSERT INTO main.statement SELECT * FROM store.statement WHERE row BETWEEN ?1 AND ?2",
          "INSERT INTO main.subject_entry SELECT * FROM store.subject_entry WHERE batch IN"
              + " (SELECT number FROM store.batch WHERE first_row BETWEEN ?1 AND ?2)",
          "INSERT INTO main.outbox SELECT * FROM store.outbox WHERE batch IN"
              + " (SELECT number FROM store.batch WHERE first_row BETWEEN ?1 AND ?2)",
          "INSERT INTO main.batch SELECT * FROM store.batch WHERE first_row BETWEEN ?1 AND ?2");

  private PrunedFile() {}

  /**
   * Writes the statements of {@code batches}, which follow each other, into a file in {@code to},
   * for its owner alone (0600), whole and on the disk, or not at all. Nothing is deleted.
   *
   * @param folder of the store
   * @param to a folder; made if it is not there
   * @throws StoreException with a sentence
   */
  public static Pruned write(Path folder, Path to, List<Candidate> batches, Instant now) {
    Candidate first = batches.get(0);
    Candidate last = batches.get(batches.size() - 1);
    PrivateFile.makeFolder(to);
    demandRoom(to, batches.stream().mapToLong(Candidate::bytes).sum());
    Path file = free(to, NAME + first.batch() + "-" + last.batch());
    Path half = half(folder, to);
    try {
      Files.deleteIfExists(half); // of a process that was cut off
      PrivateFile.make(half);
      fill(half, StoreFile.in(folder), first.firstRow(), last.lastRow());
      Backup.flush(half);
      long size = Files.size(half);
      Digest digest = digest(half);
      Backup.name(half, file);
      Backup.flush(to);
      return new Pruned(
          first.batch(),
          last.batch(),
          first.firstRow(),
          last.lastRow(),
          first.firstRow() - 1,
          seenFrom(folder, file),
          size,
          digest,
          now);
    } catch (IOException e) {
      throw new StoreException("cannot write " + file + ": " + e.getMessage(), e);
    } finally {
      Backup.remove(half);
    }
  }

  /** One name for each store, so that a half file that was left is always found again. */
  private static Path half(Path folder, Path to) {
    Digest store = Digest.sha256(Bytes.ofUtf8(folder.toAbsolutePath().normalize().toString()));
    return to.resolve("." + store.hex().substring(0, HALF_DIGITS) + ".half");
  }

  /**
   * Removes what a process left beside {@code noted} that was cut off before it noted it: files
   * that begin with the same batch, whole in the one that is noted or still in the store. Another
   * gateway's in the same folder have other batches.
   */
  public static void removeLeftBehind(Path folder, Pruned noted) {
    Path kept = PrunedFiles.find(folder, noted).orElseThrow();
    Optional<Bytes> header = header(kept, noted.firstBatch());
    try (DirectoryStream<Path> others =
        Files.newDirectoryStream(kept.getParent(), NAME + noted.firstBatch() + "-*.db")) {
      for (Path other : others) {
        if (!Files.isSameFile(other, kept)
            && isOne(other)
            && header(other, noted.firstBatch()).equals(header)) {
          Backup.remove(other);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new StoreException("cannot look at " + kept.getParent() + ": " + e, e);
    }
  }

  private static Optional<Bytes> header(Path file, long batch) {
    try (StoreFile store = StoreFile.open(file)) {
      return store
          .connection()
          .first("SELECT header FROM batch WHERE number = ?", row -> row.bytes(1), batch);
    } catch (StoreException e) {
      return Optional.empty(); // what cannot be read is not known to be ours, and stays
    }
  }

  private static String seenFrom(Path folder, Path file) {
    Path store = folder.toAbsolutePath().normalize();
    Path there = file.toAbsolutePath().normalize();
    return (there.startsWith(store) ? store.relativize(there) : there).toString();
  }

  /** One that a process left when it was cut off before it noted it is nobody's: another name. */
  private static Path free(Path to, String name) {
    Path file = to.resolve(name + ".db");
    for (int i = 2; Files.exists(file); i++) {
      file = to.resolve(name + "-" + i + ".db");
    }
    return file;
  }

  private static void fill(Path half, Path store, long firstRow, long lastRow) {
    try {
      Transaction connection =
          new Transaction(new SQLiteConfig().createConnection("jdbc:sqlite:" + half));
      try {
        Schema.bringUpToDate(connection, half);
        connection.update("ATTACH ? AS store", store.toString());
        connection.execute("BEGIN");
        for (String sql : TAKEN) {
          connection.update(sql, firstRow, lastRow);
        }
        connection.execute("INSERT INTO main.head SELECT * FROM store.head");
        connection.execute("INSERT INTO main.anchored SELECT 1, max(number) FROM main.batch");
        connection.execute("PRAGMA application_id = " + MARK);
        connection.execute("COMMIT");
        demandSame(connection, half, firstRow, lastRow);
      } finally {
        connection.close();
      }
    } catch (SQLException e) {
      throw new StoreException("cannot write " + half + ": " + e.getMessage(), e);
    }
  }

  /** Each statement, byte by byte, and SQLite's own check. */
  private static void demandSame(Transaction connection, Path half, long firstRow, long lastRow) {
    long same =
        connection
            .first(
                "SELECT count(*) FROM main.statement AS here JOIN store.statement AS there"
                    + " ON here.row = there.row AND here.id = there.id AND here.bytes = there.bytes"
                    + " WHERE length(here.bytes) > 0 AND here.row BETWEEN ? AND ?",
                row -> row.integer(1),
                firstRow,
                lastRow)
            .orElse(0L);
    String said =
        connection.first("PRAGMA main.quick_check(1)", row -> row.text(1)).orElse("nothing");
    if (same != lastRow - firstRow + 1 || !said.equals("ok")) {
      throw new StoreException(
          "%s does not hold what is in the store (%d of %d statements; %s); nothing was pruned: run"
                  .formatted(half, same, lastRow - firstRow + 1, said)
              + " 'baymark gateway check'");
    }
  }

  private static void demandRoom(Path to, long bytes) {
    try {
      long free = Files.getFileStore(to).getUsableSpace();
      if (free < 2 * bytes + SPARE) {
        throw new StoreException(
            "to prune into %s takes %d MB of free disk, and there are %d MB; nothing was done"
                .formatted(to, (2 * bytes + SPARE) >> 20, free >> 20));
      }
    } catch (IOException e) {
      throw new StoreException("cannot look at " + to + ": " + e, e);
    }
  }

  /** Takes back one that was written and not noted. */
  public static void remove(Path file) {
    Backup.remove(file);
  }

  /** Whether {@code file} was made here. */
  static boolean isOne(Path file) {
    return Backup.markOf(file) == MARK;
  }

  /** SHA-256 of a file. */
  public static Digest digest(Path file) {
    try (InputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      byte[] buffer = new byte[1 << 16];
      while (in.read(buffer) >= 0) {
        // The stream takes what passes.
      }
      return Digest.of(Bytes.owning(((DigestInputStream) in).getMessageDigest().digest()));
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new StoreException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
