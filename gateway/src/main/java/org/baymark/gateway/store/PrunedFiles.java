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

  /** The bytes of these rows, as far as they lie in files that are there. */
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
    return found;
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

  /** The files that hold something of these rows and are not there, by the name they were given. */
  public static List<String> away(Transaction transaction, Collection<Long> rows) {
    TreeSet<Long> sorted = new TreeSet<>(rows);
    List<String> away = new ArrayList<>();
    for (Pruned pruned : new PrunedLog().all(transaction)) {
      boolean isAsked = !sorted.subSet(pruned.firstRow(), pruned.lastRow() + 1).isEmpty();
      if (isAsked && find(transaction, pruned).isEmpty()) {
        away.add(pruned.file());
      }
    }
    return away;
  }
}
