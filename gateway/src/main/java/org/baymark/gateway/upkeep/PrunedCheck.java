package org.baymark.gateway.upkeep;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.baymark.gateway.store.PrunedFile;
import org.baymark.gateway.store.PrunedFiles;
import org.baymark.gateway.store.PrunedLog;
import org.baymark.gateway.store.PrunedLog.Pruned;
import org.baymark.gateway.store.StoreException;
import org.baymark.gateway.store.StoreFile;

/** Says what was pruned from a store, and whether the files with it are as they were written. */
record PrunedCheck(StoreFile file, Consumer<Finding> tell) {

  void run() {
    List<Pruned> all = file.read(new PrunedLog()::all);
    for (Pruned pruned : all) {
      Optional<Path> there = file.read(transaction -> PrunedFiles.find(transaction, pruned));
      tell.accept(
          there
              .map(path -> compared(pruned, path))
              .orElseGet(() -> Finding.noted(about(pruned), away(pruned))));
    }
  }

  private static String about(Pruned pruned) {
    return "pruned batches " + pruned.firstBatch() + " to " + pruned.lastBatch();
  }

  private static String away(Pruned pruned) {
    return Counted.of(pruned.statements(), "statement", "statements")
        + " lie in "
        + pruned.file()
        + " (SHA-256 "
        + pruned.digest().hex()
        + "), which is not there: passports do not disclose them. Headers, links and the subjects'"
        + " roots hold; to have the rest, lay the file back";
  }

  private static Finding compared(Pruned pruned, Path path) {
    try {
      return PrunedFile.digest(path).equals(pruned.digest())
          ? Finding.well(
              about(pruned),
              Counted.of(pruned.statements(), "statement", "statements")
                  + " lie in "
                  + path
                  + ", as it was written on "
                  + pruned.at())
          : Finding.wrong(
              about(pruned), path + " is not as it was written: lay back another copy of it");
    } catch (StoreException e) {
      return Finding.wrong(about(pruned), path + " cannot be read: " + e.reason());
    }
  }
}
