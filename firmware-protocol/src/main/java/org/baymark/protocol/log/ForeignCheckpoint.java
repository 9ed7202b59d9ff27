package org.baymark.protocol.log;

import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;

/**
 * A signed checkpoint of a log that is not ours. Such a one may have extension lines (C2SP
 * tlog-checkpoint, "Note text"): a co-signer that is asked to sign them signs them as they are, and
 * says nothing about them (tlog-cosignature, "Ed25519 signed message").
 *
 * @param checkpoint the first three lines
 * @param text all that is signed, each line with its newline
 * @param signatures 1 to 64
 */
public record ForeignCheckpoint(
    Checkpoint checkpoint, String text, List<NoteSignature> signatures) {

  public ForeignCheckpoint {
    signatures = List.copyOf(signatures);
  }

  /** Reads a note that is valid UTF-8. */
  static ForeignCheckpoint read(String note) throws RefusalException {
    // C2SP signed-note, "Format": the last empty line parts the text from the signatures.
    int blank = note.lastIndexOf("\n\n");
    if (blank < 0 || blank + 2 == note.length() || !note.endsWith("\n")) {
      throw wrong("a note is a text, a blank line and signature lines, each ended by a newline");
    }
    List<String> lines = List.of(note.substring(0, blank).split("\n", -1));
    if (lines.size() < Checkpoint.LINES) {
      throw wrong("a checkpoint has at least three lines");
    }
    for (String line : lines) {
      if (line.isEmpty() || !NoteText.isLine(line)) {
        throw wrong("the checkpoint has an empty line, or one with a control character");
      }
    }
    Checkpoint checkpoint = Checkpoint.read(lines);
    List<NoteSignature> signatures = new ArrayList<>();
    for (String line : note.substring(blank + 2, note.length() - 1).split("\n", -1)) {
      signatures.add(NoteSignature.read(line));
      if (signatures.size() > SignedCheckpoint.SIGNATURES_MAX) {
        throw new RefusalException(
            Refusal.OUT_OF_RANGE, "more than " + SignedCheckpoint.SIGNATURES_MAX + " signatures");
      }
    }
    return new ForeignCheckpoint(checkpoint, note.substring(0, blank + 1), signatures);
  }

  private static RefusalException wrong(String detail) {
    return new RefusalException(Refusal.WRONG_SHAPE, detail);
  }

  /** The note, byte for byte what was read. */
  public String toText() {
    StringBuilder note = new StringBuilder(text).append('\n');
    signatures.forEach(signature -> note.append(signature.line()));
    return note.toString();
  }
}
