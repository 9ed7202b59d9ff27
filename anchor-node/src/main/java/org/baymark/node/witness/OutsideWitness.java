package org.baymark.node.witness;

import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.SignedCheckpoint;

/**
 * What is believed of one witness outside, and of its answers: pure. Whatever it sends, the only
 * things that come of it are a line that verifies, or the size from which it wants a proof.
 */
final class OutsideWitness {
  private static final int OK = 200;
  private static final int CONFLICT = 409;
  private static final String SIZE_FORM = "(0|[1-9][0-9]{0,15})\n";

  private final NoteKey key;
  private long known; // the size of the head that it co-signed last, as far as we know

  OutsideWitness(NoteKey key) {
    this.key = key;
  }

  NoteKey key() {
    return key;
  }

  /** From which size to prove; not above {@code size}. */
  long oldSize(long size) {
    return Math.min(known, size);
  }

  /** What an answer is good for. */
  sealed interface Outcome {
    /** Its line on the checkpoint. */
    record Cosigned(NoteSignature line) implements Outcome {}

    /** Ask at once again: it said from where. */
    record Again() implements Outcome {}

    /**
     * @param reason for the operator
     */
    record Failed(String reason) implements Outcome {}
  }

  /**
   * @param note that it was asked to co-sign
   * @param asked the old size in the question
   */
  Outcome answered(SignedCheckpoint note, long asked, int status, Bytes body) {
    Checkpoint checkpoint = note.checkpoint();
    if (status == OK) {
      Optional<NoteSignature> line = line(checkpoint, body);
      if (line.isEmpty()) {
        return new Outcome.Failed("its answer has no co-signature of its key on the checkpoint");
      }
      known = checkpoint.size();
      return new Outcome.Cosigned(line.get());
    }
    if (status == CONFLICT && body.utf8().matches(SIZE_FORM)) {
      long said = Long.parseLong(body.utf8().strip());
      if (said > checkpoint.size()) {
        return new Outcome.Failed("it has seen a longer log, of " + said + " entries");
      }
      if (said == asked) {
        return new Outcome.Failed("it has seen another log of " + said + " entries");
      }
      known = said;
      return new Outcome.Again();
    }
    return new Outcome.Failed("it answered with status " + status);
  }

  /** C2SP tlog-witness: the answer behind the checkpoint is a note; unknown keys are ignored. */
  private Optional<NoteSignature> line(Checkpoint checkpoint, Bytes body) {
    Parsed<SignedCheckpoint> parsed =
        SignedCheckpoint.parse(Bytes.ofUtf8(checkpoint.text() + "\n").concat(body));
    return parsed.toOptional().stream()
        .flatMap(note -> note.signatures().stream())
        .filter(line -> key.cosignedAt(checkpoint, line).isPresent())
        .findFirst();
  }
}
