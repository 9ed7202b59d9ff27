package org.baymark.protocol.index;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.merkle.TreeHead;

/**
 * All that the log holds about a subject: [entries, statements, filing root].
 *
 * @param entries how many batches have something about it; from 1
 * @param statements in all of them together; at least one in each
 * @param root of the tree over its filings, in the order of the log
 */
public record SubjectState(long entries, long statements, Digest root) {
  public SubjectState {
    if (!isPossible(entries, statements)) {
      throw new IllegalArgumentException(statements + " statements in " + entries + " entries");
    }
  }

  private static boolean isPossible(long entries, long statements) {
    return entries >= 1 && statements >= entries && statements <= TreeHead.SIZE_MAX;
  }

  public Bytes encode() {
    return new CborWriter().array(3).integer(entries).integer(statements).digest(root).toBytes();
  }

  public static Parsed<SubjectState> parse(Bytes encoded) {
    return Parsed.of(
        () -> {
          CborReader in = CborReader.open(encoded);
          in.arrayOf(3);
          long entries = in.unsigned(TreeHead.SIZE_MAX);
          long statements = in.unsigned(TreeHead.SIZE_MAX);
          if (!isPossible(entries, statements)) {
            String what = statements + " statements in " + entries + " entries";
            throw new RefusalException(Refusal.OUT_OF_RANGE, what);
          }
          return new SubjectState(entries, statements, in.digest());
        });
  }
}
