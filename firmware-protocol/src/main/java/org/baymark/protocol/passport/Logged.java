package org.baymark.protocol.passport;

import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.merkle.InclusionProof;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.TreeHead;

/**
 * A signed entry of the log and its path to the head of the evidence: [entry, index, path].
 *
 * @param index from 0
 */
public record Logged(Sign1 signed, long index, List<Digest> path) {
  /** Of one log entry, in bytes (C2SP tlog-tiles: a length of 16 bits). */
  public static final int ENTRY_SIZE_MAX = 65_535;

  private static final int PATH_MAX = 64;

  public Logged {
    path = List.copyOf(path);
  }

  static Logged read(CborReader in) throws RefusalException {
    in.arrayOf(3);
    return readInside(in);
  }

  /** Reads the three items where they stand in a longer array. */
  static Logged readInside(CborReader in) throws RefusalException {
    Bytes entry = in.bytes(ENTRY_SIZE_MAX);
    long index = in.unsigned(TreeHead.SIZE_MAX);
    return new Logged(Sign1.read(entry, ENTRY_SIZE_MAX), index, readPath(in));
  }

  static List<Digest> readPath(CborReader in) throws RefusalException {
    int count = in.array(0, PATH_MAX);
    List<Digest> path = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      path.add(in.digest());
    }
    return path;
  }

  void write(CborWriter out) {
    writeInside(out.array(3));
  }

  void writeInside(CborWriter out) {
    writePath(out.bytes(signed.encoded()).integer(index), path);
  }

  static void writePath(CborWriter out, List<Digest> path) {
    out.array(path.size());
    path.forEach(out::digest);
  }

  /** Whether the entry stands at its index in the log of this head. */
  boolean isIn(TreeHead head) {
    return new InclusionProof(index, head.size(), path)
        .proves(MerkleTree.leafHash(signed.encoded()), head.root());
  }
}
