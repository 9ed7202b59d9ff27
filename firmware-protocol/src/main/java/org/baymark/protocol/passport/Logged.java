package org.baymark.protocol.passport;

import java.util.List;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.merkle.HashPath;
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

  public Logged {
    path = List.copyOf(path);
  }

  static Logged read(CborReader in) throws RefusalException {
    in.arrayOf(3);
    return readInside(in);
  }

  /** Reads the three items where they stand in a longer array. */
  static Logged readInside(CborReader in) throws RefusalException {
    Sign1 signed = in.embedded(ENTRY_SIZE_MAX, entry -> Sign1.parse(entry, ENTRY_SIZE_MAX));
    long index = in.unsigned(TreeHead.SIZE_MAX);
    return new Logged(signed, index, HashPath.read(in));
  }

  void write(CborWriter out) {
    writeInside(out.array(3));
  }

  void writeInside(CborWriter out) {
    HashPath.write(out.bytes(signed.encoded()).integer(index), path);
  }

  /** Whether the entry stands at its index in the log of this head. */
  public boolean isIn(TreeHead head) {
    return new InclusionProof(index, head.size(), path)
        .proves(MerkleTree.leafHash(signed.encoded()), head.root());
  }
}
