package org.baymark.node.sequence;

import java.util.Optional;
import org.baymark.node.ledger.ClosedLog;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.Ledger;
import org.baymark.node.ledger.Result;
import org.baymark.node.store.LogStore;
import org.baymark.node.store.StoreException;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.TreeHead;

/**
 * Executes the stored log again, entry by entry, and compares what comes out with what was signed.
 * Whatever differs, the node must not run: it would sign a second history.
 */
final class Recovery {
  private final Ledger ledger = new Ledger();

  private final Heads heads;

  private Recovery(Heads heads) {
    this.heads = heads;
  }

  /**
   * The ledger that the stored entries lead to.
   *
   * @param heads knows which of them this member certified alone
   * @throws StoreException if they break a rule or lead to another head than the signed one
   */
  static Ledger replay(LogStore store, Heads heads) {
    Recovery recovery = new Recovery(heads);
    store.replay(recovery::apply);
    Optional<TreeHead> certified = store.lastCheckpoint().map(Recovery::head);
    if (!certified.map(head -> Archive.holds(recovery.ledger, head)).orElse(true)) {
      throw new StoreException(
          "the stored entries do not lead to the head "
              + text(certified)
              + " that was certified; the database was changed or is damaged, and this node must"
              + " not go on");
    }
    return recovery.ledger;
  }

  private void apply(LogStore.Stored stored) {
    if (stored.position() != ledger.size()) {
      throw damaged(ledger.size(), "it is missing");
    }
    long position = stored.position();
    Result result = ledger.apply(command(stored));
    boolean same =
        result.match(
            (index, id) -> index == position && stored.note().isEmpty(),
            closed -> closed.seal().equals(stored.octets()) && isNoted(closed, stored),
            rejected -> {
              throw damaged(position, rejected.rejection().wireName() + ", " + rejected.detail());
            });
    if (!same) {
      throw damaged(position, "executed again it gives something else");
    }
    if (stored.note().isPresent()) {
      ledger.certified(position + 1);
    }
  }

  /** The command that an entry of our own disk came from. */
  static Command command(LogStore.Stored stored) {
    return parse(stored)
        .match(
            command -> command,
            refused -> {
              throw damaged(stored.position(), refused.text());
            });
  }

  /** The command that an entry came from, whoever says that it is one. */
  static Parsed<Command> parse(LogStore.Stored stored) {
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
  private boolean isNoted(ClosedLog closed, LogStore.Stored stored) {
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

  private static StoreException damaged(long position, String why) {
    return new StoreException(
        "entry "
            + position
            + " in the database does not hold: "
            + why
            + "; the database was"
            + " changed or is damaged, and this node must not go on");
  }

  private static String text(Optional<TreeHead> head) {
    return head.map(h -> h.size() + " " + h.root()).orElse("of no checkpoint");
  }
}
