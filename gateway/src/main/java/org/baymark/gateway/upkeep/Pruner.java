package org.baymark.gateway.upkeep;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.store.Compaction;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.PrunedFile;
import org.baymark.gateway.store.PrunedFiles;
import org.baymark.gateway.store.PrunedLog;
import org.baymark.gateway.store.PrunedLog.Candidate;
import org.baymark.gateway.store.PrunedLog.Pruned;
import org.baymark.gateway.store.SqlWork;
import org.baymark.gateway.store.StoreException;
import org.baymark.gateway.store.StoreFile;
import org.baymark.gateway.store.Waiting;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.VerifyingKey;

/**
 * Moves old statements into files of their own, one file a step. Each step is: written and flushed;
 * compared with the store and checked from the bytes up; noted; and only then, a few rows a commit,
 * cleared. Whoever is cut off in between begins with what is noted and not cleared. Its calls
 * block.
 */
public final class Pruner {
  /** What one file holds at most, so that a step needs little room and time. */
  private static final int BATCHES_MAX = 1_000;

  private static final long BYTES_MAX = 32L << 20;

  private final Database database;
  private final Path folder;
  private final DevUrn gateway;
  private final VerifyingKey key;
  private final InstantSource clock;
  private final PrunedLog log = new PrunedLog();
  private volatile boolean isLeaving;

  public Pruner(
      Database database, Path folder, DevUrn gateway, VerifyingKey key, InstantSource clock) {
    this.database = database;
    this.folder = folder;
    this.gateway = gateway;
    this.key = key;
    this.clock = clock;
  }

  private record Oldest(List<Candidate> batches, long usedBytes) {}

  /**
   * Writes one file, if the rule asks for it.
   *
   * @param to where it lies
   * @return what was pruned; empty if nothing is due
   * @throws StoreException with a sentence; then nothing was deleted that is not in a file
   */
  public synchronized Optional<Pruned> step(Retention rule, Path to) {
    clear();
    if (rule.keepsAll()) {
      return Optional.empty(); // without looking: it would read whole batches for nothing
    }
    Oldest oldest =
        Waiting.on(
            database.read(
                transaction ->
                    new Oldest(
                        fitting(log.candidates(transaction, BATCHES_MAX)),
                        Compaction.pages(transaction).used())));
    int due = rule.due(oldest.batches(), oldest.usedBytes(), clock.instant());
    if (due == 0) {
      return Optional.empty();
    }
    Pruned written =
        PrunedFile.write(folder, to, oldest.batches().subList(0, due), clock.instant());
    demandProven(written);
    Waiting.on(
        database.write(
            transaction -> {
              log.note(transaction, written);
              return written;
            }));
    PrunedFile.removeLeftBehind(folder, written);
    clear();
    return Optional.of(written);
  }

  /**
   * Writes one file after the other, until nothing is due.
   *
   * @throws StoreException with a sentence, also if it was asked to leave before it was done
   */
  public List<Pruned> all(Retention rule, Path to) {
    List<Pruned> all = new ArrayList<>();
    Optional<Pruned> next = step(rule, to);
    while (next.isPresent()) {
      all.add(next.get());
      if (isLeaving) {
        throw new StoreException(
            "the gateway stops; %d files were written and noted, the rest is as it was"
                .formatted(all.size()));
      }
      next = step(rule, to);
    }
    return all;
  }

  /** What is on its way ends at its next whole step. */
  void leave() {
    isLeaving = true;
  }

  private static List<Candidate> fitting(List<Candidate> batches) {
    int count = 0;
    long bytes = 0;
    while (count < batches.size()
        && (count == 0 || bytes + batches.get(count).bytes() <= BYTES_MAX)) {
      bytes += batches.get(count).bytes();
      count++;
    }
    return batches.subList(0, count);
  }

  /** What is wrong in the store already must not become the archive's word. */
  private void demandProven(Pruned written) {
    Path file = PrunedFiles.find(folder, written).orElseThrow();
    List<Finding> wrong = new ArrayList<>();
    try (StoreFile opened = StoreFile.open(file)) {
      new StoreCheck(
              opened,
              Optional.of(gateway),
              Optional.of(key),
              finding -> {
                if (finding.isWrong()) {
                  wrong.add(finding);
                }
              })
          .run();
    }
    if (!wrong.isEmpty()) {
      PrunedFile.remove(file);
      throw new StoreException(
          "what was to be pruned does not prove itself (%s: %s), so nothing was pruned: run 'baymark gateway check'"
              .formatted(wrong.get(0).about(), wrong.get(0).sentence()));
    }
  }

  /** Takes the bytes of what lies in files out of the store, until all are gone. */
  private void clear() {
    SqlWork<Boolean> some = log::clear;
    while (!isLeaving && Waiting.on(database.write(some))) {
      // A commit each; what others write shares it.
    }
  }
}
