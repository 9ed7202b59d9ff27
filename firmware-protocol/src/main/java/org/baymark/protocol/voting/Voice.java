package org.baymark.protocol.voting;

import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Signer;
import org.baymark.protocol.cose.Subject;

/**
 * How a member says something about the log: by and about itself, with its reporter key, and
 * without a time, so that who says the same again says the same bytes.
 *
 * @param name of the member
 * @param hand makes the signed thing of a type and a payload
 */
public record Voice(DevUrn name, Hand hand) {
  static final int ORIGIN_SIZE_MAX = 512;

  /** Signs; two calls with the same arguments may give two signatures. */
  @FunctionalInterface
  public interface Hand {
    Sign1 sign(ContentType type, Claims claims, Bytes payload);
  }

  /** The voice of the member {@code name}, whose reporter key this is. */
  public static Voice of(DevUrn name, Signer reporter) {
    return new Voice(name, (type, claims, payload) -> Sign1.sign(reporter, type, claims, payload));
  }

  Sign1 say(ContentType type, CborWriter payload) {
    Claims claims = new Claims(name, Subject.of(name), OptionalLong.empty(), Optional.empty());
    return hand.sign(type, claims, payload.toBytes());
  }

  /** The payload behind its kind, of a signed thing whose other parts are as they must be. */
  static CborReader open(Sign1 signed, ContentType type, String kind, int items)
      throws RefusalException {
    signed.expect(type);
    if (!signed.subject().text().equals(signed.issuer().text())) {
      throw new RefusalException(Refusal.BAD_SUBJECT, "a member says this about itself only");
    }
    if (signed.claims().issuedAt().isPresent()) {
      throw new RefusalException(Refusal.UNKNOWN_FIELD, "the claim iat (6) does not belong here");
    }
    CborReader in = CborReader.open(signed.payload());
    in.arrayOf(items);
    in.literal(kind);
    return in;
  }
}
