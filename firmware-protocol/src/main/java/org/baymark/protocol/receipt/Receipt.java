package org.baymark.protocol.receipt;

import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborFields;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.merkle.ConsistencyProof;
import org.baymark.protocol.merkle.InclusionProof;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.TreeHead;

/**
 * A COSE receipt (RFC 9942) in the profile of PROTOCOL.md, section 26: a COSE_Sign1 whose payload,
 * the root, is left out, so that nobody can check the signature without walking the proof. That one
 * exists says that its numbers fit together, not that it proves anything: ask {@link #includes} or
 * {@link #extend}.
 */
public final class Receipt {
  public static final int SIZE_MAX = 4096;

  static final int TAG = 18;
  static final int VDP = 396;

  private final Bytes encoded;
  private final ReceiptHeader header;
  private final ReceiptProof proof;
  private final Bytes signature;

  Receipt(Bytes encoded, ReceiptHeader header, ReceiptProof proof, Bytes signature) {
    this.encoded = encoded;
    this.header = header;
    this.proof = proof;
    this.signature = signature;
  }

  public static Parsed<Receipt> parse(Bytes encoded) {
    return Parsed.of(() -> read(encoded));
  }

  private static Receipt read(Bytes encoded) throws RefusalException {
    if (encoded.size() > SIZE_MAX) {
      String what = encoded.size() + " bytes where " + SIZE_MAX + " are allowed";
      throw new RefusalException(Refusal.TOO_LARGE, what);
    }
    CborReader in = CborReader.open(encoded);
    in.tag(TAG);
    in.arrayOf(4);
    ReceiptHeader header =
        in.embedded(ReceiptHeader.SIZE_MAX, bytes -> Parsed.of(() -> ReceiptHeader.read(bytes)));
    CborFields fields = in.fields();
    fields.required(VDP);
    int proofAt = in.offset();
    ReceiptProof proof = ReceiptProof.read(in);
    fields.end();
    if (proof.size() != header.size()) {
      String what = "a proof for size " + proof.size() + " where " + header.size() + " is signed";
      throw new RefusalException(Refusal.OUT_OF_RANGE, proofAt, what);
    }
    if (!in.skipNull()) {
      throw new RefusalException(
          Refusal.WRONG_SHAPE, in.offset(), "the root does not stand in a receipt");
    }
    return new Receipt(encoded, header, proof, in.bytesOf(Sign1.SIGNATURE_SIZE));
  }

  /**
   * Whether {@code issuer} says that {@code entry}, these very bytes, stands in the log.
   *
   * @return the head in which it does; refused where the receipt says no such thing
   */
  public Parsed<TreeHead> includes(Bytes entry, ReceiptIssuer issuer) {
    return Parsed.of(
        () -> {
          InclusionProof path =
              proof
                  .match(Optional::of, other -> Optional.<InclusionProof>empty())
                  .orElseThrow(() -> otherKind("consistency", "inclusion"));
          demandIssuer(issuer);
          return signed(path.rootFrom(MerkleTree.leafHash(entry)), issuer);
        });
  }

  /**
   * Whether {@code issuer} says that the log, once at {@code old}, has only grown since.
   *
   * @return the later head; refused where the receipt says no such thing
   */
  public Parsed<TreeHead> extend(TreeHead old, ReceiptIssuer issuer) {
    return Parsed.of(
        () -> {
          ConsistencyProof path =
              proof
                  .match(other -> Optional.<ConsistencyProof>empty(), Optional::of)
                  .orElseThrow(() -> otherKind("inclusion", "consistency"));
          demandIssuer(issuer);
          if (path.oldSize() != old.size()) {
            String what = "it begins at size " + path.oldSize() + ", not at " + old.size();
            throw new RefusalException(Refusal.OUT_OF_RANGE, what);
          }
          return signed(path.newRootFrom(old.root()), issuer);
        });
  }

  private static RefusalException otherKind(String is, String belongs) {
    return new RefusalException(
        Refusal.WRONG_SHAPE, "a receipt of " + is + " where one of " + belongs + " belongs");
  }

  private void demandIssuer(ReceiptIssuer issuer) throws RefusalException {
    if (!header.origin().equals(issuer.origin())) {
      throw new RefusalException(
          Refusal.BAD_NAME, "of the log " + header.origin() + ", not of " + issuer.origin());
    }
    if (!header.member().equals(issuer.member())) {
      throw new RefusalException(
          Refusal.BAD_NAME, "by " + header.member() + ", not by " + issuer.member());
    }
    if (!header.kid().equals(issuer.key().thumbprint())) {
      throw new RefusalException(
          Refusal.BAD_KEY, "kid is " + header.kid() + ", the key's " + issuer.key().thumbprint());
    }
  }

  private TreeHead signed(Optional<Digest> root, ReceiptIssuer issuer) throws RefusalException {
    boolean right =
        root.map(it -> Sign1.sigStructure(header.encoded(), it.bytes()))
            .map(toBeSigned -> issuer.key().verifies(toBeSigned, signature))
            .orElse(false);
    if (!right) {
      throw new RefusalException(
          Refusal.BAD_SIGNATURE, "the signature is not over the root that the proof leads to");
    }
    return new TreeHead(header.size(), root.orElseThrow());
  }

  /** The original bytes, never rebuilt. */
  public Bytes encoded() {
    return encoded;
  }

  /** The log that it says it is about. */
  public String origin() {
    return header.origin();
  }

  /** The member that it says it is by: the only one that vouches for it. */
  public DevUrn member() {
    return header.member();
  }

  /** The thumbprint of the key that it says it is signed with. */
  public Digest kid() {
    return header.kid();
  }

  public ReceiptProof proof() {
    return proof;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Receipt that && encoded.equals(that.encoded);
  }

  @Override
  public int hashCode() {
    return encoded.hashCode();
  }

  @Override
  public String toString() {
    return "receipt of " + header.origin() + " by " + header.member();
  }
}
