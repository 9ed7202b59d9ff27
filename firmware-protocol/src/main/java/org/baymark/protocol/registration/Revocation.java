package org.baymark.protocol.registration;

import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborFields;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Signer;
import org.baymark.protocol.cose.Subject;

/**
 * The end of a key. Its position in the log decides what it ends, not a claimed time.
 *
 * @param name the device or gateway whose key it was
 * @param thumbprint of the key
 * @param lastBatch the last batch of a gateway that still counts; empty for a device
 * @param reason for a person, up to 128 bytes of UTF-8
 */
public record Revocation(DevUrn name, Digest thumbprint, OptionalLong lastBatch, String reason) {
  public static final int REASON_SIZE_MAX = 128;

  private static final int THUMBPRINT = 1;
  private static final int LAST_BATCH = 2;
  private static final int REASON = 3;

  /** The revocation that a member signed. Its signature is not checked here. */
  public static Parsed<Revocation> parse(Sign1 signed) {
    return signed.inPayload(
        () -> {
          signed.expect(ContentType.REVOCATION);
          Registration.demandIssuedAt(signed);
          DevUrn name = DevUrn.read(signed.subject().text(), -1);
          return read(name, CborReader.open(signed.payload()));
        });
  }

  static Revocation read(DevUrn name, CborReader in) throws RefusalException {
    CborFields fields = in.fields();
    fields.required(THUMBPRINT);
    Digest thumbprint = in.digest();
    fields.required(LAST_BATCH);
    OptionalLong lastBatch =
        in.skipNull() ? OptionalLong.empty() : OptionalLong.of(in.unsigned(Position.U53_MAX));
    fields.required(REASON);
    String reason = in.text(REASON_SIZE_MAX);
    fields.end();
    return new Revocation(name, thumbprint, lastBatch, reason);
  }

  /** The deterministic payload. */
  public Bytes encoded() {
    CborWriter out = new CborWriter().map(3).integer(THUMBPRINT).digest(thumbprint);
    out.integer(LAST_BATCH);
    lastBatch.ifPresentOrElse(out::integer, out::nil);
    return out.integer(REASON).text(reason).toBytes();
  }

  /** The log entry: signed by {@code registrar}, a member's key. */
  public Sign1 sign(Signer registrar, DevUrn member, long issuedAt) {
    Claims claims =
        new Claims(member, Subject.of(name), OptionalLong.of(issuedAt), Optional.empty());
    return Sign1.sign(registrar, ContentType.REVOCATION, claims, encoded());
  }
}
