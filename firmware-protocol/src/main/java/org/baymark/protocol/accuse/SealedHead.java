package org.baymark.protocol.accuse;

import java.util.Comparator;
import java.util.List;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.HashPath;
import org.baymark.protocol.merkle.InclusionProof;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.Logged;

/** A signed checkpoint and the seal under it, which says of which epoch it is. */
public record SealedHead(SignedCheckpoint checkpoint, IndexSeal seal, List<Digest> path) {
  private static final int ITEMS = 3;

  /** By size, then by root. */
  static final Comparator<SealedHead> ORDER =
      Comparator.comparingLong((SealedHead head) -> head.tree().size())
          .thenComparing(head -> head.tree().root());

  public SealedHead {
    path = List.copyOf(path);
  }

  static SealedHead of(Evidence evidence) {
    return new SealedHead(evidence.checkpoint(), evidence.seal(), evidence.sealPath());
  }

  static SealedHead read(CborReader in) throws RefusalException {
    in.arrayOf(ITEMS);
    int start = in.offset();
    String note = in.text(SignedCheckpoint.SIZE_MAX);
    SignedCheckpoint checkpoint = Parsed.at(start, SignedCheckpoint.parse(note)::orRefuse);
    IndexSeal seal = in.embedded(Logged.ENTRY_SIZE_MAX, IndexSeal::parse);
    return new SealedHead(checkpoint, seal, HashPath.read(in));
  }

  void write(CborWriter out) {
    HashPath.write(out.array(ITEMS).text(checkpoint.toText()).bytes(seal.encode()), path);
  }

  TreeHead tree() {
    return new TreeHead(checkpoint.checkpoint().size(), checkpoint.checkpoint().root());
  }

  /** Whether the seal is the last entry and covers all before it. */
  boolean isSealed() {
    long last = tree().size() - 1;
    return seal.covers() == last
        && new InclusionProof(last, tree().size(), path)
            .proves(MerkleTree.leafHash(seal.encode()), tree().root());
  }

  /** For a person. */
  String text() {
    return "the head of " + tree().size() + " entries with the root " + tree().root().hex();
  }
}
