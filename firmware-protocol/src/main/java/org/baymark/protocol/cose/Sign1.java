package org.baymark.protocol.cose;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborFields;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;

/**
 * A COSE_Sign1 (RFC 9052, section 4.2) in the profile of PROTOCOL.md: tagged, its unprotected map
 * empty, four protected parameters. That one exists says that it is well-formed, not that its
 * signature is right: ask {@link #signedBy}.
 *
 * @param encoded the original bytes, never rebuilt
 * @param suite the suite that header parameter 1 names
 * @param kid first 8 bytes of the signer's key thumbprint
 * @param toBeSigned the Sig_structure (RFC 9052, section 4.4)
 * @param id SHA-256 of the Sig_structure; it does not cover the signature, which others can change
 */
public record Sign1(
    Bytes encoded,
    Suite suite,
    ContentType contentType,
    Bytes kid,
    Claims claims,
    Bytes payload,
    Bytes signature,
    Bytes toBeSigned,
    Digest id) {
  public static final int KID_SIZE = 8;
  public static final int SIGNATURE_SIZE = 64;

  private static final int TAG = 18;
  private static final int ALG = 1;
  private static final int CONTENT_TYPE = 3;
  private static final int KID = 4;
  private static final int CLAIMS = 15;

  /** Parses {@code encoded}, of at most {@code sizeMax} bytes. */
  public static Parsed<Sign1> parse(Bytes encoded, int sizeMax) {
    return Parsed.of(() -> read(encoded, sizeMax));
  }

  /** The same for a caller inside another parser. */
  public static Sign1 read(Bytes encoded, int sizeMax) throws RefusalException {
    if (encoded.size() > sizeMax) {
      String what = encoded.size() + " bytes where " + sizeMax + " are allowed";
      throw new RefusalException(Refusal.TOO_LARGE, what);
    }
    CborReader in = CborReader.open(encoded);
    in.tag(TAG);
    in.arrayOf(4);
    Bytes protectedHeader = in.bytes(sizeMax);
    int headerAt = in.offset() - protectedHeader.size();
    in.fields().end();
    Bytes payload = in.bytes(sizeMax);
    Bytes signature = in.bytesOf(SIGNATURE_SIZE);
    return Parsed.within(headerAt, () -> header(encoded, protectedHeader, payload, signature));
  }

  private static Sign1 header(Bytes encoded, Bytes header, Bytes payload, Bytes signature)
      throws RefusalException {
    CborReader in = CborReader.open(header);
    CborFields fields = in.fields();
    fields.required(ALG);
    int algorithmAt = in.offset();
    long algorithm = in.integer();
    fields.required(CONTENT_TYPE);
    ContentType type = ContentType.read(in);
    fields.required(KID);
    Bytes kid = in.bytesOf(KID_SIZE);
    fields.required(CLAIMS);
    int claimsAt = in.offset();
    Claims claims = Claims.read(in);
    claims.fit(type, claimsAt);
    fields.end();
    Suite suite =
        Suite.ofAlgorithm(algorithm)
            .orElseThrow(
                () ->
                    new RefusalException(
                        Refusal.UNKNOWN_ALGORITHM, algorithmAt, "algorithm " + algorithm));
    Bytes toBeSigned = sigStructure(header, payload);
    Digest id = Digest.sha256(toBeSigned);
    return new Sign1(encoded, suite, type, kid, claims, payload, signature, toBeSigned, id);
  }

  /** Signs {@code payload} under {@code claims}. */
  public static Sign1 sign(Signer key, ContentType type, Claims claims, Bytes payload) {
    VerifyingKey signer = key.verifyingKey();
    CborWriter header = new CborWriter().map(4);
    header.integer(ALG).integer(signer.suite().algorithm()).integer(CONTENT_TYPE);
    type.write(header);
    header.integer(KID).bytes(signer.kid()).integer(CLAIMS);
    claims.write(header);
    Bytes protectedHeader = header.toBytes();
    Bytes toBeSigned = sigStructure(protectedHeader, payload);
    Bytes signature = key.sign(toBeSigned);
    Bytes encoded =
        new CborWriter()
            .tag(TAG)
            .array(4)
            .bytes(protectedHeader)
            .map(0)
            .bytes(payload)
            .bytes(signature)
            .toBytes();
    Digest id = Digest.sha256(toBeSigned);
    return new Sign1(
        encoded, signer.suite(), type, signer.kid(), claims, payload, signature, toBeSigned, id);
  }

  /** What is signed (RFC 9052, section 4.4); the external data is empty. */
  public static Bytes sigStructure(Bytes protectedHeader, Bytes payload) {
    int strings =
        CborWriter.sizeOfString(protectedHeader.size()) + CborWriter.sizeOfString(payload.size());
    return new CborWriter(1 + CborWriter.sizeOfString("Signature1".length()) + 1 + strings)
        .array(4)
        .text("Signature1")
        .bytes(protectedHeader)
        .bytes(Bytes.EMPTY)
        .bytes(payload)
        .toBytes();
  }

  /**
   * Runs {@code parser} on the payload; a refusal's offset there becomes its offset in the whole.
   */
  public <T> Parsed<T> inPayload(Parsed.Parser<T> parser) {
    int signatureOnWire = 2 + SIGNATURE_SIZE; // its head and itself: what follows the payload
    int payloadAt = encoded.size() - signatureOnWire - payload.size();
    return Parsed.of(() -> Parsed.within(payloadAt, parser));
  }

  /** Whether {@code key} made this: the same suite, the kid of its thumbprint, its signature. */
  public boolean signedBy(VerifyingKey key) {
    return key.suite() == suite && key.kid().equals(kid) && key.verifies(toBeSigned, signature);
  }

  public DevUrn issuer() {
    return claims.issuer();
  }

  public Subject subject() {
    return claims.subject();
  }

  /** Refuses it unless it is of this type: inside a parser that expects one kind of thing. */
  public Sign1 expect(ContentType type) throws RefusalException {
    if (contentType != type) {
      String what = "a " + contentType + " where a " + type + " belongs";
      throw new RefusalException(Refusal.UNKNOWN_CONTENT_TYPE, what);
    }
    return this;
  }
}
