package org.baymark.node.ledger;

import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.index.IndexProof;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.passport.Logged;
import org.baymark.protocol.registration.Members;

/**
 * How many bytes an answer has at most, counted while it is gathered: as objects it takes several
 * times as much, so it is too late to count when it is whole.
 */
final class Weight {
  private static final int DIGEST = 34;
  private static final int STEP = 40;
  private static final int FILING = 80;
  private static final int REST = 256; // names, numbers, states and keys of one item

  /** It is more. */
  static final class ExceededException extends Exception {
    private static final long serialVersionUID = 1L;

    ExceededException() {
      super("", null, false, false);
    }
  }

  private final long bytesMax;
  private long bytes;

  Weight(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** What stands in every answer. */
  void add(SignedCheckpoint note, Members members) throws ExceededException {
    add(8L * REST + DIGEST * Long.SIZE + note.toText().length() + members.encoded().size());
  }

  /** So many filings; each needs its header too, but one header serves all. */
  void addFilings(long count) throws ExceededException {
    add(Math.min(count, bytesMax) * FILING);
  }

  void add(Bytes whole) throws ExceededException {
    add(REST + (long) whole.size());
  }

  void add(Logged entry) throws ExceededException {
    add(REST + entry.signed().encoded().size() + digests(entry.path()));
  }

  void add(IndexProof proof) throws ExceededException {
    add(REST + (long) STEP * proof.path().size());
  }

  void add(List<Digest> path) throws ExceededException {
    add(digests(path));
  }

  private static long digests(List<Digest> path) {
    return (long) DIGEST * path.size();
  }

  private void add(long more) throws ExceededException {
    bytes += more;
    if (bytes > bytesMax) {
      throw new ExceededException();
    }
  }
}
