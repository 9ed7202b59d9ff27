package org.baymark.gateway.upkeep;

import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.baymark.gateway.store.PrunedLog;
import org.baymark.gateway.store.PrunedLog.Pruned;
import org.baymark.gateway.store.StoreException;
import org.baymark.gateway.store.StoreFile;
import org.baymark.gateway.store.StoredQueue;
import org.baymark.gateway.store.StoredQueue.Lonely;
import org.baymark.gateway.store.StoredRows;
import org.baymark.gateway.store.StoredRows.BatchRow;
import org.baymark.gateway.store.StoredRows.End;
import org.baymark.gateway.store.StoredRows.Late;
import org.baymark.gateway.store.StoredRows.StatementRow;
import org.baymark.gateway.upkeep.BatchCheck.Before;
import org.baymark.protocol.batch.BatchHeader;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.VerifyingKey;

/**
 * Checks a store from its bytes up, and tells what it finds as it goes. A gateway may write to it
 * meanwhile: each batch is read on a snapshot of its own, so that the write-ahead log can be taken
 * in between; what comes after the check began is left out.
 */
public final class StoreCheck {
  private static final int CLAUSES_MAX = 5;
  private static final int CHUNK = 1_000;

  private final StoreFile file;
  private final Optional<VerifyingKey> key;
  private final BatchCheck batchCheck;
  private final Consumer<Finding> tell;
  private long prunedRows; // up to this one, bytes may lie in other files
  private long computed; // statements that roots were computed from
  private long away; // statements whose file is not there
  private long outside; // statements that were received at no time of their batch's
  private FlagCheck flags = new FlagCheck(Map.of());

  /**
   * @param gateway whose store this should be; empty to take its first header's word
   * @param key that should have signed its headers; empty where it is not at hand
   */
  public StoreCheck(
      StoreFile file,
      Optional<DevUrn> gateway,
      Optional<VerifyingKey> key,
      Consumer<Finding> tell) {
    this.file = file;
    this.key = key;
    this.batchCheck = new BatchCheck(gateway, key);
    this.tell = tell;
  }

  public void run() {
    damage();
    if (!file.isPruned()) {
      guarded("queue", () -> flags = new FlagCheck(file.read(StoredQueue::asked)));
    }
    guarded("batches", this::batches);
    guarded("marks", this::marks);
    if (!file.isPruned()) { // a part of a device's history says nothing of gaps
      guarded("devices", this::devices);
      guarded("pruned", () -> new PrunedCheck(file, tell).run());
    }
    guarded("numbers", () -> new NumberCheck(file, tell).run());
    guarded("queue", () -> new QueueCheck(file, key, tell).run());
  }

  /** A damaged page ends one part of the check, and not the others. */
  private void guarded(String about, Runnable part) {
    try {
      part.run();
    } catch (StoreException e) {
      tell.accept(Finding.wrong(about, "cannot be read on: " + e.reason()));
    } catch (IllegalArgumentException e) {
      tell.accept(Finding.wrong(about, "cannot be read on: " + e.getMessage()));
    }
  }

  private void damage() {
    List<String> damage = file.damage();
    damage.forEach(what -> tell.accept(Finding.wrong("file", "SQLite: " + what)));
    if (damage.isEmpty()) {
      tell.accept(Finding.well("file", "SQLite finds its pages, tables and indexes whole"));
    }
  }

  private void batches() {
    // Numbers say where to stop, and not rows: those may be what is damaged, or gone.
    End end = file.read(StoredRows::end);
    Before before = begin();
    long first = before.number() + 1;
    prunedRows =
        file.read(new PrunedLog()::all).stream().mapToLong(Pruned::lastRow).max().orElse(0);
    long wrong = 0;
    Optional<BatchRow> batch = after(before);
    while (batch.isPresent() && batch.get().number() <= end.batch()) {
      List<String> faults = faults(before, batch.get());
      if (!faults.isEmpty()) {
        wrong++;
        tell.accept(Finding.wrong("batch " + batch.get().number(), sentence(faults)));
      }
      before = left(before, batch.get());
      batch = after(before);
    }
    if (wrong == 0) {
      tell.accept(Finding.well("batches", whole(first, before)));
    }
    if (key.isEmpty() && before.number() > 0) {
      tell.accept(Finding.noted("batches", "who signed their headers was not checked: give --dir"));
    }
    unsealed(before.lastRow(), end.row());
  }

  /** What comes before the first batch of a file of pruned statements, by that one's own header. */
  private Before begin() {
    if (!file.isPruned()) {
      return Before.FIRST;
    }
    return after(Before.FIRST)
        .map(
            first ->
                new Before(
                    first.number() - 1,
                    Sign1.parse(first.header(), Integer.MAX_VALUE)
                        .toOptional()
                        .flatMap(signed -> BatchHeader.parse(signed).toOptional())
                        .flatMap(BatchHeader::previous),
                    first.firstRow() - 1,
                    first.statementsThrough() - (first.lastRow() - first.firstRow() + 1),
                    Optional.empty()))
        .orElse(Before.FIRST);
  }

  private String whole(long first, Before last) {
    return last.number() < first
        ? "none yet"
        : first
            + " to "
            + last.number()
            + ": numbered and linked without a gap, every root computed again from "
            + computed
            + " statements"
            + (away > 0
                ? " and, of " + away + " that are not here, from their subjects' roots"
                : "")
            + (key.isPresent() ? ", every header signed by this gateway" : "");
  }

  private Optional<BatchRow> after(Before before) {
    return file.read(transaction -> StoredRows.batchAfter(transaction, before.number()));
  }

  private List<String> faults(Before before, BatchRow batch) {
    try {
      return file.read(
          transaction -> {
            List<StatementRow> said =
                StoredRows.statements(transaction, batch.firstRow(), batch.lastRow());
            boolean isAway =
                batch.lastRow() <= prunedRows && said.stream().anyMatch(StatementRow::isPruned);
            away += isAway ? said.size() : 0;
            computed += isAway ? 0 : said.size();
            Optional<Span> span = Span.of(batch.header());
            outside +=
                said.stream().filter(row -> span.isPresent() && !span.get().holds(row)).count();
            List<String> faults =
                batchCheck.faults(
                    before, batch, StoredRows.entries(transaction, batch), said, isAway);
            said.forEach(row -> faults.addAll(flags.faults(row)));
            return faults;
          });
    } catch (StoreException e) {
      return List.of("cannot be read: " + e.reason());
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      return List.of("cannot be read: " + e.getMessage());
    }
  }

  private static Before left(Before before, BatchRow batch) {
    Optional<Sign1> header = Sign1.parse(batch.header(), Integer.MAX_VALUE).toOptional();
    return new Before(
        batch.number(),
        header.map(Sign1::id),
        batch.lastRow(),
        batch.statementsThrough(),
        before.gateway().or(() -> header.map(Sign1::issuer)));
  }

  private static String sentence(List<String> faults) {
    int more = faults.size() - CLAUSES_MAX;
    String first = String.join("; ", faults.subList(0, Math.min(faults.size(), CLAUSES_MAX)));
    return more > 0 ? first + "; and " + more + " more" : first;
  }

  /** No root vouches for these yet: their signatures are verified. */
  private void unsealed(long sealedTo, long rows) {
    Map<DevUrn, List<VerifyingKey>> keys = file.read(StoredRows::keys);
    List<String> faults = new ArrayList<>();
    long due = sealedTo + 1;
    for (long first = due; first <= rows; first += CHUNK) {
      long from = first;
      long to = Math.min(rows, first + CHUNK - 1);
      List<StatementRow> said =
          file.read(transaction -> StoredRows.statements(transaction, from, to));
      for (StatementRow row : said) {
        if (row.row() != due) {
          faults.add("rows " + due + " to " + (row.row() - 1) + " are missing");
        }
        due = row.row() + 1;
        List<VerifyingKey> ofDevice =
            row.device().filter(DevUrn::isValid).map(DevUrn::new).map(keys::get).orElse(List.of());
        faults.addAll(StatementCheck.faults(row, ofDevice));
        faults.addAll(flags.faults(row));
      }
    }
    if (!faults.isEmpty()) {
      tell.accept(Finding.wrong("statements not sealed yet", sentence(faults)));
    } else if (rows > sealedTo) {
      tell.accept(
          Finding.well(
              "statements not sealed yet",
              (rows - sealedTo) + ", each signed by its device, without a gap"));
    }
  }

  private void marks() {
    if (!file.isPruned()) {
      Lonely lonely = file.read(StoredQueue::lonely);
      if (lonely.count() > 0) {
        tell.accept(
            Finding.wrong(
                "marks",
                Counted.of(lonely.count(), "statement", "statements")
                    + " marked as one of two with the same number, without the other; the first in"
                    + " row "
                    + lonely.first()));
      }
    }
    if (flags.unmarked() > 0) {
      tell.accept(
          Finding.noted(
              "marks",
              Counted.of(flags.unmarked(), "statement", "statements")
                  + " claiming a time far from that of receipt, without the mark: an older program"
                  + " made none, or a time was changed"));
    }
    if (outside > 0) {
      tell.accept(
          Finding.noted(
              "marks",
              Counted.of(outside, "statement", "statements")
                  + " received at no time between those that the batch's header names: the"
                  + " gateway's clock was set, or a time was changed"));
    }
  }

  private void devices() {
    Late late = file.read(StoredRows::late);
    for (DevUrn device : file.read(StoredRows::keys).keySet()) {
      HistoryCheck history = new HistoryCheck(device);
      file.read(
          transaction -> {
            StoredRows.ofDevice(transaction, device, late, history::next);
            return device;
          });
      history.end().ifPresent(tell);
      history.unmarked().ifPresent(tell);
    }
  }
}
