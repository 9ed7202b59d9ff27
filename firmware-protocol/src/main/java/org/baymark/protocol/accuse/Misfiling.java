package org.baymark.protocol.accuse;

import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.merkle.HashPath;
import org.baymark.protocol.merkle.InclusionProof;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.papers.KeyCard;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.statement.Unverified;

/**
 * Against a gateway: it filed a statement about one subject under the key of another.
 *
 * @param evidence with the batch's header, and the registration of the gateway that signed it
 * @param cards of the statement's subject; none for a device
 * @param leafIndex of the statement in the subject tree, from 1
 */
public record Misfiling(
    Evidence evidence,
    List<KeyCard> cards,
    FiledEntry filed,
    long leafIndex,
    List<Digest> leafPath,
    Unverified statement)
    implements Accusation {
  private static final int ITEMS = 3 + FiledEntry.ITEMS + 3;

  public Misfiling {
    cards = List.copyOf(cards);
    leafPath = List.copyOf(leafPath);
  }

  static Misfiling read(int items, CborReader in) throws RefusalException {
    Accusation.demandItems(items, ITEMS);
    Evidence evidence = Evidence.read(in);
    List<KeyCard> cards = Accusation.readCards(in);
    FiledEntry filed = FiledEntry.readInside(in);
    long leafIndex = in.unsignedFrom1(TreeHead.SIZE_MAX);
    List<Digest> leafPath = HashPath.read(in);
    Unverified statement = in.embedded(Unverified.SIZE_MAX, Unverified::parse);
    return new Misfiling(evidence, cards, filed, leafIndex, leafPath, statement);
  }

  @Override
  public Kind kind() {
    return Kind.MISFILING;
  }

  @Override
  public Bytes encoded() {
    CborWriter out = new CborWriter().array(ITEMS).text(kind().type());
    evidence.write(out);
    Accusation.writeCards(out, cards);
    filed.writeInside(out);
    HashPath.write(out.integer(leafIndex), leafPath);
    return out.bytes(statement.signed().encoded()).toBytes();
  }

  /** Whether the statement is a leaf of the entry's subject tree. */
  boolean isLeaf() {
    // Leaf 0 names the subject; an entry counts up to 2^53-1 statements, so this is no overflow.
    return new InclusionProof(leafIndex, filed.entry().n() + 1, leafPath)
        .proves(MerkleTree.leafHash(statement.signed().encoded()), filed.entry().root());
  }
}
