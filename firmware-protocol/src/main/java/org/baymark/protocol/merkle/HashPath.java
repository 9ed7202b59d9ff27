package org.baymark.protocol.merkle;

import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;

/** The wire form that the hashes of all proofs share: an array of digests. */
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
}
