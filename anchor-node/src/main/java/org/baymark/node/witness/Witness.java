package org.baymark.node.witness;

import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.ForeignCheckpoint;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.NoteSigner;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.WitnessRequest;
import org.baymark.protocol.merkle.TreeHead;

/**
 * Decides whether a checkpoint of another log is co-signed (C2SP tlog-witness, "add-checkpoint").
 * It remembers nothing: the head that was co-signed last comes from the disk, and the new one goes
 * there before anyone sees the signature.
 */
final class Witness {
  private final List<NoteKey> logs;
  private final NoteSigner signer;

  /**
   * @param logs the keys of the logs that are watched; the name of a key is the origin of its log
   *     (C2SP tlog-policy, "Defining a log")
   * @param signer this witness's own key, and no other's
   */
  Witness(List<Policy.Log> logs, NoteSigner signer) {
    this.logs = logs.stream().map(Policy.Log::key).toList();
    this.signer = signer;
  }

  /** What it answers. */
  sealed interface Decision {
    /**
     * @param head to be remembered before the line leaves
     */
    record Cosigned(TreeHead head, NoteSignature line) implements Decision {}

    /**
     * @param known the size of the head that was co-signed last
     */
    record Refused(Why why, long known) implements Decision {}

    default <R> R match(
        BiFunction<TreeHead, NoteSignature, R> cosigned, Function<Refused, R> refused) {
      return this instanceof Cosigned yes
          ? cosigned.apply(yes.head(), yes.line())
          : refused.apply((Refused) this);
    }
  }

  /** Why not, in the order in which it is asked. */
  enum Why {
    UNKNOWN_LOG,
    NOT_SIGNED,
    OLD_ABOVE_NEW,
    CONFLICT,
    NO_PROOF
  }

  /** Whether the log of this origin is watched. */
  boolean watches(String origin) {
    return logs.stream().anyMatch(log -> log.name().equals(origin));
  }

  /**
   * @param last what was co-signed last for this origin; the empty tree if nothing was
   */
  Decision decide(WitnessRequest request, TreeHead last, Instant now) {
    ForeignCheckpoint note = request.note();
    Checkpoint next = note.checkpoint();
    if (!watches(next.origin())) {
      return new Decision.Refused(Why.UNKNOWN_LOG, 0);
    }
    if (!isSigned(note)) {
      return new Decision.Refused(Why.NOT_SIGNED, last.size());
    }
    long old = request.proof().oldSize();
    if (old > next.size()) {
      return new Decision.Refused(Why.OLD_ABOVE_NEW, last.size());
    }
    boolean sameSize = old == next.size();
    if (old != last.size() || (sameSize && !next.root().equals(last.root()))) {
      return new Decision.Refused(Why.CONFLICT, last.size());
    }
    if (!request.proof().proves(last.root(), next.root())) {
      return new Decision.Refused(Why.NO_PROOF, last.size());
    }
    return new Decision.Cosigned(
        new TreeHead(next.size(), next.root()), signer.cosign(note, now.getEpochSecond()));
  }

  /**
   * By a key of its origin; lines of unknown keys are not looked at, and a line of a known key that
   * does not verify spoils the note (C2SP signed-note, "Signatures").
   */
  private boolean isSigned(ForeignCheckpoint note) {
    boolean signed = false;
    for (NoteKey log : logs) {
      for (NoteSignature line : note.signatures()) {
        if (log.name().equals(note.checkpoint().origin()) && log.isNamedBy(line)) {
          if (!log.verifies(note, line)) {
            return false;
          }
          signed = true;
        }
      }
    }
    return signed;
  }
}
