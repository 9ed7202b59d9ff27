package org.baymark.gateway.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.baymark.gateway.store.PrunedLog.Pruned;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.statement.Unverified;

/**
 * Reads statements back from the files that they were moved into, as long as these lie where they
 * were put, or in {@code pruned/} of the folder. A file that was carried away, or cannot be read,
 * is one that is not there.
 */
public final class PrunedFiles {
  private PrunedFiles() {}

  /** The folder of the database that this transaction is of. */
  static Path folder(Transaction transaction) {
    return transaction
        .first(
            "SELECT file FROM pragma_database_list WHERE name = 'main'",
            row -> Path.of(row.text(1)))
        .map(Path::getParent)
        .orElseThrow();
  }

  /** Where a file is now; empty where it was carried away. */
  public static Optional<Path> find(Path folder, Pruned pruned) {
    Path noted = folder.resolve(pruned.file());
    Path givenBack = folder.resolve(PrunedFile.FOLDER).resolve(String.valueOf(noted.getFileName()));
    return Stream.of(noted, givenBack).filter(Files::isRegularFile).findFirst();
  }

  /** Where a file is now, seen from the folder of this transaction's database. */
  public static Optional<Path> find(Transaction transaction, Pruned pruned) {
    return find(folder(transaction), pruned);
  }

  /**
   * The bytes of these rows, as far as they lie in files that are there and are what the store kept
   * the ids of.
   */
  static Map<Long, Bytes> bytes(Transaction transaction, Collection<Long> rows) {
    Map<Long, Bytes> found = new HashMap<>();
    if (rows.isEmpty()) {
      return found;
    }
    Path folder = folder(transaction);
    TreeSet<Long> sorted = new TreeSet<>(rows);
    for (Pruned pruned : new PrunedLog().all(transaction)) {
      SortedSet<Long> here = sorted.subSet(pruned.firstRow(), pruned.lastRow() + 1);
      if (!here.isEmpty()) {
        find(folder, pruned).ifPresent(file -> read(file, here, found));
      }
    }
    found.entrySet().removeIf(it -> !isOf(transaction, it.getKey(), it.getValue()));
    return found;
  }

  private static boolean isOf(Transaction transaction, long row, Bytes bytes) {
    Optional<Digest> kept =
        transaction.first("SELECT id FROM statement WHERE row = ?", it -> it.digest(1), row);
    return kept.isPresent()
        && Sign1.parse(bytes, Unverified.SIZE_MAX).toOptional().map(Sign1::id).equals(kept);
  }

  private static void read(Path file, Collection<Long> rows, Map<Long, Bytes> found) {
    try (StoreFile store = StoreFile.open(file)) {
      for (long row : rows) {
        store
            .connection()
            .first("SELECT bytes FROM statement WHERE row = ?", it -> it.bytes(1), row)
            .filter(bytes -> bytes.size() > 0)
            .ifPresent(bytes -> found.put(row, bytes));
      }
    } catch (StoreException e) {
      rows.forEach(found::remove);
    }
  }

  /**
   * The files that should give something of these rows and do not, by the name they were given:
   * they are not there, or hold something else.
   */
  public static List<String> away(Transaction transaction, Collection<Long> rows) {
    TreeSet<Long> missing = new TreeSet<>(rows);
    missing.removeAll(bytes(transaction, rows).keySet());
    List<String> away = new ArrayList<>();
    for (Pruned pruned : new PrunedLog().all(transaction)) {
      if (!missing.subSet(pruned.firstRow(), pruned.lastRow() + 1).isEmpty()) {
        away.add(pruned.file());
      }
    }
    return away;
  }
}
