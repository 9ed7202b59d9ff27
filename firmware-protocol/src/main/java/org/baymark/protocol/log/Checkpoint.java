package org.baymark.protocol.log;

import java.util.List;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.merkle.TreeHead;

/**
 * The state of a log (C2SP tlog-checkpoint), without extension lines: no one could hold a log to
 * what it says there, so we neither write nor accept them.
 *
 * @param origin the log's identity
 * @param size of the tree, in entries; 0 to 2^53-1
 * @param root of the tree (RFC 9162, section 2.1)
 */
public record Checkpoint(String origin, long size, Digest root) {
  static final int LINES = 3;

  public Checkpoint {
    if (origin.isEmpty() || !NoteText.isLine(origin)) {
      throw new IllegalArgumentException("not an origin: " + origin);
    }
    if (size < 0 || size > TreeHead.SIZE_MAX) {
      throw new IllegalArgumentException("a tree of size " + size);
    }
  }

  /** The note text: origin, size and root, each on a line that ends in a newline. */
  public String text() {
    return origin + "\n" + size + "\n" + NoteText.base64(root.bytes()) + "\n";
  }

  /** Parses a note text alone, without a blank line and signatures. */
  public static Parsed<Checkpoint> parse(String text) {
    return Parsed.of(
        () -> {
          List<String> lines = List.of(text.split("\n", -1));
          if (lines.size() != LINES + 1 || !lines.get(LINES).isEmpty()) {
            throw new RefusalException(
                Refusal.WRONG_SHAPE, "a checkpoint is three lines, each ended by a newline");
          }
          return read(lines);
        });
  }

  /** Reads the first three of {@code lines}. */
  static Checkpoint read(List<String> lines) throws RefusalException {
    String origin = lines.get(0);
    if (origin.isEmpty() || !NoteText.isLine(origin)) {
      throw new RefusalException(
          Refusal.BAD_NAME, "line 1: the origin is empty or has a control character");
    }
    Digest root = NoteText.hash(lines.get(2), "line 3: the root");
    return new Checkpoint(origin, NoteText.decimal(lines.get(1), "line 2: the size"), root);
  }
}
