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
    out.map(ReceiptKeyForm.LABELS);
    out.integer(ReceiptKeyForm.KTY).integer(ReceiptKeyForm.EC2);
    out.integer(ReceiptKeyForm.KID).digest(issuer.key().thumbprint());
    out.integer(ReceiptKeyForm.ALG).integer(ReceiptKeyForm.ES256);
    out.integer(ReceiptKeyForm.CRV).integer(ReceiptKeyForm.P_256);
    int middle = ReceiptKeyForm.COORDINATE_SIZE;
    out.integer(ReceiptKeyForm.X).bytes(point.slice(0, middle));
    out.integer(ReceiptKeyForm.Y).bytes(point.slice(middle, 2 * middle));
    out.integer(ReceiptKeyForm.MEMBER).text(issuer.member().text());
  }
}
