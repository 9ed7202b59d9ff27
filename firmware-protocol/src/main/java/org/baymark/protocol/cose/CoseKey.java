package org.baymark.protocol.cose;

import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborFields;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;

/**
 * A COSE_Key (RFC 9052, section 7) with exactly the members that its thumbprint covers (RFC 9679,
 * section 4), and the private scalar or seed -4 where it is a private one.
 *
 * @param publicPart x of 32 bytes for Ed25519; x and y, 32 bytes each, for P-256 and SM2
 */
record CoseKey(Suite suite, Bytes publicPart, Optional<Bytes> privatePart) {
  private static final int OKP = 1;
  private static final int EC2 = 2;
  private static final int P_256 = 1;
  private static final int ED25519 = 6;
  private static final int SM2_P_256 = -65538; // for private use, as the number of the suite is

  static CoseKey read(CborReader in) throws RefusalException {
    int start = in.offset();
    CborFields fields = in.fields();
    fields.required(1);
    long type = in.integer();
    fields.required(-1);
    long curve = in.integer();
    fields.required(-2);
    Bytes x = in.bytesOf(32);
    if (type == EC2 && (curve == P_256 || curve == SM2_P_256)) {
      fields.required(-3);
      Bytes y = in.bytesOf(32);
      Suite suite = curve == P_256 ? Suite.ES256 : Suite.SM2;
      return new CoseKey(suite, x.concat(y), privatePart(in, fields));
    }
    if (type == OKP && curve == ED25519) {
      return new CoseKey(Suite.EDDSA, x, privatePart(in, fields));
    }
    String what = "key type " + type + " with curve " + curve + " is of no suite";
    throw new RefusalException(Refusal.BAD_KEY, start, what);
  }

  private static Optional<Bytes> privatePart(CborReader in, CborFields fields)
      throws RefusalException {
    Optional<Bytes> d = fields.optional(-4) ? Optional.of(in.bytesOf(32)) : Optional.empty();
    fields.end();
    return d;
  }

  CoseKey withoutPrivatePart() {
    return new CoseKey(suite, publicPart, Optional.empty());
  }

  Bytes encoded() {
    CborWriter out = new CborWriter();
    int extra = privatePart.isPresent() ? 1 : 0;
    switch (suite) {
      case ES256 -> ec2(out.map(4 + extra), P_256);
      case SM2 -> ec2(out.map(4 + extra), SM2_P_256);
      case EDDSA -> {
        out.map(3 + extra).integer(1).integer(OKP).integer(-1).integer(ED25519);
        out.integer(-2).bytes(publicPart);
      }
    }
    privatePart.ifPresent(d -> out.integer(-4).bytes(d));
    return out.toBytes();
  }

  private void ec2(CborWriter out, int curve) {
    out.integer(1).integer(EC2).integer(-1).integer(curve);
    out.integer(-2).bytes(publicPart.slice(0, 32)).integer(-3).bytes(publicPart.slice(32, 64));
  }
}
