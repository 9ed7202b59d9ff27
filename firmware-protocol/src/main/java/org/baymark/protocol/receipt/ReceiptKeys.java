package org.baymark.protocol.receipt;

import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborFields;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.VerifyingKey;

/**
 * The receipts keys of a log's members, as others look them up: a COSE_KeySet (RFC 9052, section
 * 7). Who has the member set of the log needs it not, and has better reason to believe it.
 *
 * @param issuers one for each member, in the order of the member set
 */
public record ReceiptKeys(List<ReceiptIssuer> issuers) {
  private static final int KTY = 1;
  private static final int KID = 2;
  private static final int ALG = 3;
  private static final int CRV = -1;
  private static final int X = -2;
  private static final int Y = -3;
  private static final int MEMBER = -65538; // for private use: whose key it is

  private static final int EC2 = 2;
  private static final int ES256 = -7;
  private static final int P_256 = 1;

  public ReceiptKeys {
    issuers = List.copyOf(issuers);
  }

  /** The COSE_KeySet. */
  public Bytes encoded() {
    CborWriter out = new CborWriter().array(issuers.size());
    issuers.forEach(issuer -> write(issuer, out));
    return out.toBytes();
  }

  /** The COSE_Key of this kid, which is its thumbprint. */
  public Optional<Bytes> key(Digest kid) {
    return issuers.stream()
        .filter(issuer -> issuer.key().thumbprint().equals(kid))
        .findFirst()
        .map(
            issuer -> {
              CborWriter out = new CborWriter();
              write(issuer, out);
              return out.toBytes();
            });
  }

  /**
   * Parses one COSE_Key as it stands in such a set. Whose it is said to be is not looked at: the
   * member set of the log says it.
   */
  public static Parsed<VerifyingKey> parseKey(Bytes coseKey) {
    return Parsed.of(() -> readKey(CborReader.open(coseKey)));
  }

  private static VerifyingKey readKey(CborReader in) throws RefusalException {
    CborFields fields = in.fields();
    expect(in, fields, KTY, EC2);
    fields.required(KID);
    Digest kid = in.digest();
    expect(in, fields, ALG, ES256);
    expect(in, fields, CRV, P_256);
    fields.required(X);
    Bytes x = in.bytesOf(32);
    fields.required(Y);
    Bytes y = in.bytesOf(32);
    fields.required(MEMBER);
    int memberAt = in.offset();
    DevUrn.read(in.text(DevUrn.SIZE_MAX), memberAt);
    fields.end();
    VerifyingKey key = VerifyingKey.ofP256(x, y).orRefuse();
    if (!key.thumbprint().equals(kid)) {
      throw new RefusalException(Refusal.BAD_KEY, "its kid is not its thumbprint");
    }
    return key;
  }

  private static void expect(CborReader in, CborFields fields, int label, int value)
      throws RefusalException {
    fields.required(label);
    int start = in.offset();
    if (in.integer() != value) {
      throw new RefusalException(Refusal.BAD_KEY, start, "no key of ES256");
    }
  }

  private static void write(ReceiptIssuer issuer, CborWriter out) {
    Bytes point = issuer.key().publicPart();
    out.map(7).integer(KTY).integer(EC2).integer(KID).digest(issuer.key().thumbprint());
    out.integer(ALG).integer(ES256).integer(CRV).integer(P_256);
    out.integer(X).bytes(point.slice(0, 32)).integer(Y).bytes(point.slice(32, 64));
    out.integer(MEMBER).text(issuer.member().text());
  }
}
