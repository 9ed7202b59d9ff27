package org.baymark.protocol.merkle;

import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;

/**
 * The wire forms that the hashes of proofs have: an array of digests; and where every byte counts,
 * one string of them, one behind the other.
 */
public final class HashPath {
  /** A range in a tree of 2^53 leaves has at most two subtrees a level outside it. */
  public static final int COUNT_MAX = 2 * 53;

  private HashPath() {}

  /** At most {@link #COUNT_MAX} digests; how many a proof must have, only its sizes can tell. */
  public static List<Digest> read(CborReader in) throws RefusalException {
    int count = in.array(0, COUNT_MAX);
    List<Digest> path = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      path.add(in.digest());
    }
    return List.copyOf(path);
  }

  public static void write(CborWriter out, List<Digest> path) {
    out.array(path.size());
    path.forEach(out::digest);
  }

  /** The same of one byte string. */
  public static List<Digest> readJoined(CborReader in) throws RefusalException {
    int start = in.offset();
    Bytes joined = in.bytes(COUNT_MAX * Digest.SIZE);
    if (joined.size() % Digest.SIZE != 0) {
      String what = joined.size() + " bytes, which are no whole number of digests";
      throw new RefusalException(Refusal.WRONG_SHAPE, start, what);
    }
    List<Digest> path = new ArrayList<>(joined.size() / Digest.SIZE);
    for (int at = 0; at < joined.size(); at += Digest.SIZE) {
      path.add(Digest.of(joined.slice(at, at + Digest.SIZE)));
    }
    return List.copyOf(path);
  }

  public static void writeJoined(CborWriter out, List<Digest> path) {
    Bytes joined = Bytes.EMPTY;
    for (Digest one : path) {
      joined = joined.concat(one.bytes());
    }
    out.bytes(joined);
  }
}
