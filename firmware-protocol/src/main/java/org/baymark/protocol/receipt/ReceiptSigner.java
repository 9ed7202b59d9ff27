package org.baymark.protocol.receipt;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Signer;
import org.baymark.protocol.merkle.ConsistencyProof;
import org.baymark.protocol.merkle.InclusionProof;
import org.baymark.protocol.merkle.TreeHead;

/** A member that gives receipts for one log. */
public final class ReceiptSigner {
  private final ReceiptIssuer issuer;
  private final Signer key;

  /**
   * @param key of suite ES256, and for this purpose only
   */
  public ReceiptSigner(String origin, DevUrn member, Signer key) {
    this.issuer = new ReceiptIssuer(origin, member, key.verifyingKey());
    this.key = key;
  }

  /** What this member's receipts are verified against. */
  public ReceiptIssuer issuer() {
    return issuer;
  }

  /**
   * A head with this member's signature: every receipt at that head has the same, because header
   * and root are the same.
   */
  public SignedHead sign(TreeHead head) {
    ReceiptHeader header = ReceiptHeader.of(issuer, head.size());
    return new SignedHead(
        head, header, key.sign(Sign1.sigStructure(header.encoded(), head.root().bytes())));
  }

  /** Signed once, for as many receipts as are asked for. */
  public static final class SignedHead {
    private final TreeHead head;
    private final ReceiptHeader header;
    private final Bytes signature;

    private SignedHead(TreeHead head, ReceiptHeader header, Bytes signature) {
      this.head = head;
      this.header = header;
      this.signature = signature;
    }

    public TreeHead head() {
      return head;
    }

    /** The receipt of an entry in the tree of this head, which has 2 leaves at least. */
    public Receipt inclusion(InclusionProof proof) {
      return receipt(new ReceiptProof.Inclusion(proof), proof.fits());
    }

    /** The receipt that the tree of this head starts with an earlier one. */
    public Receipt consistency(ConsistencyProof proof) {
      return receipt(new ReceiptProof.Consistency(proof), proof.fits());
    }

    private Receipt receipt(ReceiptProof proof, boolean fits) {
      if (!fits || proof.size() != head.size() || head.size() < 2) {
        throw new IllegalArgumentException("no proof at size " + head.size() + ": " + proof);
      }
      CborWriter out = new CborWriter().tag(Receipt.TAG).array(4).bytes(header.encoded());
      proof.write(out.map(1).integer(Receipt.VDP));
      Bytes encoded = out.nil().bytes(signature).toBytes();
      return new Receipt(encoded, header, proof, signature);
    }
  }
}
