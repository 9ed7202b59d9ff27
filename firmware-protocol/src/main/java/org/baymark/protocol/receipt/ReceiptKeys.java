package org.baymark.protocol.receipt;

import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cbor.CborWriter;

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

  private static void write(ReceiptIssuer issuer, CborWriter out) {
    Bytes point = issuer.key().publicPart();
    out.map(7).integer(KTY).integer(EC2).integer(KID).digest(issuer.key().thumbprint());
    out.integer(ALG).integer(ES256).integer(CRV).integer(P_256);
    out.integer(X).bytes(point.slice(0, 32)).integer(Y).bytes(point.slice(32, 64));
    out.integer(MEMBER).text(issuer.member().text());
  }
}
