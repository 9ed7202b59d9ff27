package org.baymark.node.beside;

import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.SignedCheckpoint;

/**
 * What was gathered of one head: of each member its Ed25519 line and those beside it, if any.
 *
 * @param lines by member
 */
record Beside(Checkpoint checkpoint, List<List<NoteSignature>> lines) {
  Beside {
    lines = List.copyOf(lines);
  }

  /**
   * {@code note} with all of them, if it is of this head; the Ed25519 line of a member too, where
   * the note lacks it. The lines of a member that would not fit are left out.
   */
  SignedCheckpoint under(SignedCheckpoint note) {
    SignedCheckpoint all = note;
    if (note.checkpoint().equals(checkpoint)) {
      for (List<NoteSignature> theirs : lines) {
        all = with(theirs, all);
      }
    }
    return all;
  }

  private static SignedCheckpoint with(List<NoteSignature> theirs, SignedCheckpoint note) {
    List<NoteSignature> longer = new ArrayList<>(note.signatures());
    for (NoteSignature line : theirs) {
      if (note.signatures().stream().noneMatch(it -> isOfOneKey(it, line))) {
        longer.add(line);
      }
    }
    return SignedCheckpoint.fits(note.checkpoint(), longer)
        ? new SignedCheckpoint(note.checkpoint(), longer)
        : note;
  }

  private static boolean isOfOneKey(NoteSignature one, NoteSignature other) {
    return one.name().equals(other.name()) && one.keyId().equals(other.keyId());
  }
}
