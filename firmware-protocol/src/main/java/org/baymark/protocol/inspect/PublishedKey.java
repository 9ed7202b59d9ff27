package org.baymark.protocol.inspect;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborFields;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.receipt.ReceiptKeyForm;

/**
 * A member's receipts key as its node publishes it: a COSE_Key (RFC 9052, section 7) with its kid
 * and whose it is (PROTOCOL.md, section 26.3). Nothing is believed for its sake: whoever has the
 * member set of the log finds the key there.
 */
final class PublishedKey {
  private PublishedKey() {}

  /** The key; whose it is said to be is not looked at. */
  static Parsed<VerifyingKey> parse(Bytes coseKey) {
    return Parsed.of(() -> read(CborReader.open(coseKey)));
  }

  private static VerifyingKey read(CborReader in) throws RefusalException {
    CborFields fields = in.fields();
    expect(in, fields, ReceiptKeyForm.KTY, ReceiptKeyForm.EC2);
    fields.required(ReceiptKeyForm.KID);
    Digest kid = in.digest();
    expect(in, fields, ReceiptKeyForm.ALG, ReceiptKeyForm.ES256);
    expect(in, fields, ReceiptKeyForm.CRV, ReceiptKeyForm.P_256);
    fields.required(ReceiptKeyForm.X);
    Bytes x = in.bytesOf(ReceiptKeyForm.COORDINATE_SIZE);
    fields.required(ReceiptKeyForm.Y);
    Bytes y = in.bytesOf(ReceiptKeyForm.COORDINATE_SIZE);
    fields.required(ReceiptKeyForm.MEMBER);
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
}
