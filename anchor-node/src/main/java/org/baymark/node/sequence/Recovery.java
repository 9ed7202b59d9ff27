package org.baymark.node.sequence;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.baymark.node.ledger.ClosedLog;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.Ledger;
import org.baymark.node.ledger.Result;
import org.baymark.node.shelf.Shelf;
import org.baymark.node.store.LogStore;
import org.baymark.node.store.StoreException;
import org.baymark.node.store.StoredEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.TreeHead;

/**
 * Finds the ledger that the database holds. What follows from the log lies beside it, as this
 * member executed it; it is compared with what was signed. Entries that it does not follow from yet
 * are executed: the last ones after a crash, and all of them where it was made by another version.
 * Whatever differs, the node must not run: it would sign a second history.
 */
final class Recovery {
  /** What is executed in one transaction; a crash between two of them costs little. */
  private static final int ENTRIES_MAX = 1_000;

  private static final long OCTETS_MAX = 1 << 20;

  private final LogStore store;
  private final Heads heads;
  private final Ledger ledger;

  private Recovery(LogStore store, Heads heads) {
    this.store = store;
    this.heads = heads;
    this.ledger = new Ledger(store.facts());
  }

  /**
   * The ledger of the stored entries.
   *
   * @param heads knows which of them this member certified alone
   * @throws StoreException if they break a rule or lead to another head than the signed one
   */
  static Ledger open(LogStore store, Heads heads) {
    try {
      return read(store, heads);
    } catch (IllegalStateException | NoSuchElementException e) {
      throw StoreException.damaged(
          "what the database keeps of the log does not read: " + e.getMessage(), e);
    }
  }

  private static Ledger read(LogStore store, Heads heads) {
    store.begin();
    Recovery recovery = new Recovery(store, heads);
    long size = store.entries().size();
    RebuildLog progress = new RebuildLog(recovery.ledger.size(), size);
    while (recovery.ledger.size() < size) {
      List<StoredEntry> next =
          store.entries().stored(recovery.ledger.size(), ENTRIES_MAX, OCTETS_MAX);
      if (next.isEmpty()) {
        throw Comparison.damaged(recovery.ledger.size(), "it is missing");
      }
      next.forEach(recovery::apply);
      store.commit();
      store.begin();
      progress.reached(recovery.ledger.size());
    }
    progress.done();
    new Comparison(store, heads, recovery.ledger).check();
    store.commitFacts();
    return recovery.ledger;
  }

  /**
   * In the transaction that cuts the log back to {@code size} entries: what follows from more is
   * gone. What is left may follow from fewer, and {@link #open} executes the others.
   */
  static void cut(Shelf facts, long size) {
    Optional<Long> mark = Optional.ofNullable(facts.marks().floor(size));
    mark.ifPresentOrElse(facts::goBack, facts::clear);
  }

  private void apply(StoredEntry stored) {
    if (stored.position() != ledger.size()) {
      throw Comparison.damaged(ledger.size(), "it is missing");
    }
    long position = stored.position();
    Result result = ledger.apply(command(stored));
    boolean same =
        result.match(
            (index, id) -> index == position && stored.note().isEmpty(),
            closed -> closed.seal().equals(stored.octets()) && isNoted(closed, stored),
            rejected -> {
              throw Comparison.damaged(
                  position, rejected.rejection().wireName() + ", " + rejected.detail());
            });
    if (!same) {
      throw Comparison.damaged(position, "executed again it gives something else");
    }
    if (stored.note().isPresent()) {
      ledger.certified(position + 1);
    }
  }

  /** The command that an entry of our own disk came from. */
  static Command command(StoredEntry stored) {
    return parse(stored)
        .match(
            command -> command,
            refused -> {
              throw Comparison.damaged(stored.position(), refused.text());
            });
  }

  /** The command that an entry came from, whoever says that it is one. */
  static Parsed<Command> parse(StoredEntry stored) {
    Bytes octets = stored.octets();
    Optional<IndexSeal> seal = IndexSeal.parse(octets).toOptional();
    return seal.isPresent()
        ? new Parsed.Ok<>(new Command.Close(seal.get().era()))
        : Parsed.of(
            () ->
                Command.ofEntry(
                    Sign1.parse(octets, Ledger.ENTRY_SIZE_MAX).orRefuse(), stored.subjects()));
  }

  /**
   * Whether the note that lies beside a seal is about the head that the seal closes. A head that is
   * not certified yet has none; but one that this member closed alone was certified at once.
   */
  private boolean isNoted(ClosedLog closed, StoredEntry stored) {
    if (stored.note().isEmpty()) {
      return !heads.isAlone(ledger.membersFor(closed.head().size()));
    }
    return stored
        .note()
        .flatMap(note -> SignedCheckpoint.parse(note).toOptional())
        .filter(note -> head(note).equals(closed.head()))
        .isPresent();
  }

  static TreeHead head(SignedCheckpoint note) {
    Checkpoint checkpoint = note.checkpoint();
    return new TreeHead(checkpoint.size(), checkpoint.root());
  }
}
