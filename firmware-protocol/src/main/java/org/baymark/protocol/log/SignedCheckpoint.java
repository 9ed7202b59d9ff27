package org.baymark.protocol.log;

import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;

/**
 * A checkpoint and its signature lines: a whole C2SP signed note. Nothing here says that a
 * signature is right; that is for {@link Policy#judge}.
 *
 * @param signatures 1 to 256, in the order of the note, no two of the same key
 */
public record SignedCheckpoint(Checkpoint checkpoint, List<NoteSignature> signatures) {
  /**
   * Of the whole note, in bytes: with lines in three algorithms of as many members as a member set
   * with such keys can have, for each ML-DSA-44 key takes some 1,850 bytes of a log entry.
   */
  public static final int SIZE_MAX = 131_072;

  public static final int SIGNATURES_MAX = 256;

  public SignedCheckpoint {
    signatures = List.copyOf(signatures);
    try {
      check(signatures);
    } catch (RefusalException e) {
      throw new IllegalArgumentException(e.detail(), e);
    }
    if (size(checkpoint, signatures) > SIZE_MAX) {
      throw new IllegalArgumentException("a signed checkpoint of more than " + SIZE_MAX + " bytes");
    }
  }

  /** Whether so many lines, no two of one key, make a note. */
  public static boolean fits(Checkpoint checkpoint, List<NoteSignature> signatures) {
    return signatures.size() <= SIGNATURES_MAX && size(checkpoint, signatures) <= SIZE_MAX;
  }

  private static int size(Checkpoint checkpoint, List<NoteSignature> signatures) {
    return Bytes.ofUtf8(text(checkpoint, signatures)).size();
  }

  /** Parses a note from the wire. */
  public static Parsed<SignedCheckpoint> parse(Bytes note) {
    return Parsed.of(
        () -> {
          if (note.size() > SIZE_MAX) {
            throw tooLarge();
          }
          return read(NoteText.ofUtf8(note));
        });
  }

  /** Parses a note that was text already. */
  public static Parsed<SignedCheckpoint> parse(String note) {
    return Parsed.of(
        () -> {
          // The characters first: a text of any length is never encoded whole.
          if (note.length() > SIZE_MAX || Bytes.ofUtf8(note).size() > SIZE_MAX) {
            throw tooLarge();
          }
          return read(note);
        });
  }

  private static SignedCheckpoint read(String note) throws RefusalException {
    List<String> lines = List.of(note.split("\n", -1));
    int last = lines.size() - 1;
    if (!lines.get(last).isEmpty()) {
      throw wrong("the note does not end in a newline");
    }
    for (int i = 0; i < last; i++) {
      if (!NoteText.isLine(lines.get(i))) {
        throw wrong("line " + (i + 1) + ": a control character, or no valid UTF-8");
      }
    }
    if (last < Checkpoint.LINES + 2) {
      throw wrong("a signed checkpoint is three lines, a blank line and signature lines");
    }
    if (!lines.get(Checkpoint.LINES).isEmpty()) {
      throw wrong("line 4: not blank (extension lines are not accepted)");
    }
    Checkpoint checkpoint = Checkpoint.read(lines);
    List<NoteSignature> signatures = new ArrayList<>();
    for (int i = Checkpoint.LINES + 1; i < last; i++) {
      try {
        signatures.add(NoteSignature.read(lines.get(i)));
      } catch (RefusalException e) {
        throw new RefusalException(e.refusal(), "line " + (i + 1) + ": " + e.detail());
      }
    }
    check(signatures);
    return new SignedCheckpoint(checkpoint, signatures);
  }

  private static void check(List<NoteSignature> signatures) throws RefusalException {
    if (signatures.isEmpty() || signatures.size() > SIGNATURES_MAX) {
      throw new RefusalException(
          Refusal.OUT_OF_RANGE, signatures.size() + " signature lines, not 1 to " + SIGNATURES_MAX);
    }
    for (int i = 0; i < signatures.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (signatures.get(j).sameKey(signatures.get(i))) {
          String name = signatures.get(i).name();
          throw wrong("two signature lines of the same key of " + name);
        }
      }
    }
  }

  private static RefusalException wrong(String detail) {
    return new RefusalException(Refusal.WRONG_SHAPE, detail);
  }

  private static RefusalException tooLarge() {
    return new RefusalException(Refusal.TOO_LARGE, "a note of more than " + SIZE_MAX + " bytes");
  }

  /** The note, byte for byte what {@link #parse} read. */
  public String toText() {
    return text(checkpoint, signatures);
  }

  private static String text(Checkpoint checkpoint, List<NoteSignature> signatures) {
    StringBuilder note = new StringBuilder(checkpoint.text()).append('\n');
    signatures.forEach(signature -> note.append(signature.line()));
    return note.toString();
  }
}
