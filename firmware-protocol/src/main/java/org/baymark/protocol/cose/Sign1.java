package org.baymark.protocol.cose;

import java.util.Optional;
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
 * empty, four protected parameters, or the five of a hash envelope (RFC 9995). That one exists says
 * that it is well-formed, not that its signature is right: ask {@link #signedBy}.
 *
 * @param encoded the original bytes, never rebuilt
 * @param suite the suite that header parameter 1 names
 * @param preimage media type of what the payload is the hash of; on {@link ContentType#HIDDEN} only
 * @param kid first 8 bytes of the signer's key thumbprint
 * @param toBeSigned the Sig_structure (RFC 9052, section 4.4)
 * @param id SHA-256 of the Sig_structure; it does not cover the signature, which others can change
 */
public record Sign1(
    Bytes encoded,
    Suite suite,
    ContentType contentType,
    Optional<String> preimage,
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

  /** RFC 9995, section 3: payload-hash-alg and preimage-content-type. */
  private static final int HASH_ALG = 258;

  private static final int PREIMAGE_TYPE = 259;
  private static final int PREIMAGE_TYPE_SIZE_MAX = 64;

  /** SHA-256 (RFC 9054, section 2.1). */
  private static final int SHA_256 = -16;

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
    boolean isTyped = fields.optional(CONTENT_TYPE);
    ContentType type = isTyped ? ContentType.read(in) : ContentType.HIDDEN;
    fields.required(KID);
    Bytes kid = in.bytesOf(KID_SIZE);
    fields.required(CLAIMS);
    int claimsAt = in.offset();
    Claims claims = Claims.read(in);
    claims.fit(type, claimsAt);
    Optional<String> preimage = isTyped ? Optional.empty() : Optional.of(preimage(in, fields));
    fields.end();
    Suite suite =
        Suite.ofAlgorithm(algorithm)
            .orElseThrow(
                () ->
                    new RefusalException(
                        Refusal.UNKNOWN_ALGORITHM, algorithmAt, "algorithm " + algorithm));
    Bytes toBeSigned = sigStructure(header, payload);
    Digest id = Digest.sha256(toBeSigned);
    return new Sign1(
        encoded, suite, type, preimage, kid, claims, payload, signature, toBeSigned, id);
  }

  /** What stands in a hash envelope in the place of the content type. */
  private static String preimage(CborReader in, CborFields fields) throws RefusalException {
    fields.required(HASH_ALG);
    int start = in.offset();
    long algorithm = in.integer();
    if (algorithm != SHA_256) {
      throw new RefusalException(Refusal.UNKNOWN_ALGORITHM, start, "hash " + algorithm);
    }
    fields.required(PREIMAGE_TYPE);
    return in.text(PREIMAGE_TYPE_SIZE_MAX);
  }

  /** Signs {@code payload} under {@code claims}; for all but hash envelopes. */
  public static Sign1 sign(Signer key, ContentType type, Claims claims, Bytes payload) {
    CborWriter header = new CborWriter().map(4);
    header.integer(ALG).integer(key.verifyingKey().suite().algorithm()).integer(CONTENT_TYPE);
    type.write(header);
    return sign(key, type, Optional.empty(), claims, header, payload);
  }

  /**
   * Signs a hash envelope (RFC 9995).
   *
   * @param preimage the media type of what was hashed
   * @param hash the payload
   */
  public static Sign1 signHash(Signer key, Claims claims, String preimage, Digest hash) {
    CborWriter header = new CborWriter().map(5);
    header.integer(ALG).integer(key.verifyingKey().suite().algorithm());
    return sign(key, ContentType.HIDDEN, Optional.of(preimage), claims, header, hash.bytes());
  }

  /** Goes on with a header that ends before the kid. */
  private static Sign1 sign(
      Signer key,
      ContentType type,
      Optional<String> preimage,
      Claims claims,
      CborWriter header,
      Bytes payload) {
    VerifyingKey signer = key.verifyingKey();
    header.integer(KID).bytes(signer.kid()).integer(CLAIMS);
    claims.write(header);
    preimage.ifPresent(
        text -> header.integer(HASH_ALG).integer(SHA_256).integer(PREIMAGE_TYPE).text(text));
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
        encoded,
        signer.suite(),
        type,
        preimage,
        signer.kid(),
        claims,
        payload,
        signature,
        toBeSigned,
        id);
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
