package org.baymark.protocol.batch;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;

/**
 * A leaf of a subject's own small log: which batch has something about it, and what.
 *
 * @param headerId id of the batch's header
 * @param n how many statements; from 1
 * @param subjectRoot of the {@link SubjectTree}
 */
public record Filing(Digest headerId, long n, Digest subjectRoot) {
  private static final String KIND = "baymark filing v1";

  public Filing {
    Counts.checkFrom1(n, "statements of a filing");
  }

  /** The leaf's bytes, which name their kind. */
  public Bytes leaf() {
    CborWriter out = new CborWriter().array(4).text(KIND);
    return out.digest(headerId).integer(n).digest(subjectRoot).toBytes();
  }

  /** As evidence carries it: [header id, n, subject root]. */
  public static Filing read(CborReader in) throws RefusalException {
    in.arrayOf(3);
    return new Filing(in.digest(), Counts.readFrom1(in), in.digest());
  }

  public void write(CborWriter out) {
    out.array(3).digest(headerId).integer(n).digest(subjectRoot);
  }
}
