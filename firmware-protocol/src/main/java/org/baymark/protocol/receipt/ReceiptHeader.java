package org.baymark.protocol.receipt;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborFields;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.merkle.TreeHead;

/**
 * What is signed beside the root: of which log and which size it is, and who says so. Without the
 * origin a root of one log would pass for another's. Without the size a proof could be shown under
 * a size of the same depth: root and path alone do not tell 3 from 4.
 *
 * @param encoded the protected header, as it was signed
 * @param kid the whole thumbprint of the signer's key (RFC 9679)
 * @param origin the log; claim iss
 * @param member who signed; claim sub
 * @param size of the tree whose root is signed; claim -65538
 */
record ReceiptHeader(Bytes encoded, Digest kid, String origin, DevUrn member, long size) {
  static final int SIZE_MAX = 1024;

  /** As long as a member set can name it. */
  static final int ORIGIN_SIZE_MAX = 512;

  private static final int ALG = 1;
  private static final int KID = 4;
  private static final int CLAIMS = 15;
  private static final int VDS = 395;
  private static final int ISS = 1;
  private static final int SUB = 2;
  private static final int SIZE = -65538;

  private static final int ES256 = -7;
  private static final int RFC9162_SHA256 = 1;

  static ReceiptHeader read(Bytes encoded) throws RefusalException {
    CborReader in = CborReader.open(encoded);
    CborFields fields = in.fields();
    fields.required(ALG);
    demand("algorithm", ES256, in);
    fields.required(KID);
    Digest kid = in.digest();
    fields.required(CLAIMS);
    CborFields claims = in.fields();
    claims.required(ISS);
    String origin = in.text(ORIGIN_SIZE_MAX);
    claims.required(SUB);
    int memberAt = in.offset();
    DevUrn member = DevUrn.read(in.text(DevUrn.SIZE_MAX), memberAt);
    claims.required(SIZE);
    long size = in.unsigned(TreeHead.SIZE_MAX);
    claims.end();
    fields.required(VDS);
    demand("verifiable data structure", RFC9162_SHA256, in);
    fields.end();
    return new ReceiptHeader(encoded, kid, origin, member, size);
  }

  private static void demand(String what, int expected, CborReader in) throws RefusalException {
    int start = in.offset();
    long found = in.integer();
    if (found != expected) {
      throw new RefusalException(
          Refusal.UNKNOWN_ALGORITHM, start, what + " " + found + " where " + expected + " belongs");
    }
  }

  static ReceiptHeader of(ReceiptIssuer issuer, long size) {
    Digest kid = issuer.key().thumbprint();
    CborWriter out = new CborWriter().map(4).integer(ALG).integer(ES256).integer(KID).digest(kid);
    out.integer(CLAIMS).map(3).integer(ISS).text(issuer.origin());
    out.integer(SUB).text(issuer.member().text()).integer(SIZE).integer(size);
    out.integer(VDS).integer(RFC9162_SHA256);
    return new ReceiptHeader(out.toBytes(), kid, issuer.origin(), issuer.member(), size);
  }
}
