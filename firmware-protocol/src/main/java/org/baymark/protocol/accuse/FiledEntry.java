package org.baymark.protocol.accuse;

import java.util.List;
import java.util.Optional;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.merkle.HashPath;
import org.baymark.protocol.merkle.InclusionProof;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.LoggedHeader;

/**
 * What a batch says about one subject, with its path to the batch's header: header id, leaf number,
 * path, entry.
 *
 * @param index in the batch tree, from 1
 */
public record FiledEntry(Digest headerId, long index, List<Digest> path, SubjectEntry entry) {
  static final int ITEMS = 4;
  private static final int ENTRY_SIZE_MAX = 128;

  public FiledEntry {
    path = List.copyOf(path);
  }

  static FiledEntry readInside(CborReader in) throws RefusalException {
    Digest headerId = in.digest();
    long index = in.unsignedFrom1(TreeHead.SIZE_MAX);
    List<Digest> path = HashPath.read(in);
    return new FiledEntry(headerId, index, path, in.embedded(ENTRY_SIZE_MAX, SubjectEntry::parse));
  }

  void writeInside(CborWriter out) {
    HashPath.write(out.digest(headerId).integer(index), path);
    out.bytes(entry.encode());
  }

  /** The header of its batch, which the evidence should have. */
  Optional<LoggedHeader> header(Evidence evidence) {
    return evidence.header(headerId);
  }

  /** Whether the entry stands in the batch of this header. */
  boolean isIn(LoggedHeader header) {
    Bytes leaf = entry.encode();
    // Leaf 0 names the batch, so the tree has one leaf more than subjects.
    return new InclusionProof(index, header.header().subjects() + 1, path)
        .proves(MerkleTree.leafHash(leaf), header.header().root());
  }
}
