package org.baymark.protocol.registration;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborFields;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;

/**
 * What a gateway asks of its member: sign this registration, or this revocation. Signed by the
 * gateway (iss = sub = its own name). A request that registers the gateway itself is its card,
 * which an operator carries to the member once.
 */
public sealed interface Request {

  /** Ask for a registration. */
  record Register(Registration registration) implements Request {}

  /** Ask for a revocation. */
  record Revoke(Revocation revocation) implements Request {}

  default <R> R match(Function<Registration, R> register, Function<Revocation, R> revoke) {
    if (this instanceof Register ask) {
      return register.apply(ask.registration());
    }
    return revoke.apply(((Revoke) this).revocation());
  }

  /** The request that a gateway signed. Its signature is not checked here. */
  static Parsed<Request> parse(Sign1 signed) {
    return signed.inPayload(
        () -> {
          signed.expect(ContentType.REQUEST);
          Registration.demandIssuedAt(signed);
          if (!signed.subject().text().equals(signed.issuer().text())) {
            throw new RefusalException(Refusal.BAD_SUBJECT, "a request is about its own sender");
          }
          CborReader in = CborReader.open(signed.payload());
          CborFields fields = in.fields();
          fields.required(1);
          int start = in.offset();
          String action = in.text(16);
          fields.required(2);
          int nameAt = in.offset();
          DevUrn name = DevUrn.read(in.text(DevUrn.SIZE_MAX), nameAt);
          fields.required(3);
          Request request = read(action, name, in, start);
          fields.end();
          return request;
        });
  }

  private static Request read(String action, DevUrn name, CborReader in, int start)
      throws RefusalException {
    return switch (action) {
      case "register" -> new Register(Registration.read(name, in));
      case "revoke" -> new Revoke(Revocation.read(name, in));
      default -> throw new RefusalException(Refusal.OUT_OF_RANGE, start, "no request to " + action);
    };
  }

  private Bytes encoded() {
    String action = match(registration -> "register", revocation -> "revoke");
    DevUrn name = match(Registration::name, Revocation::name);
    Bytes content = match(Registration::encoded, Revocation::encoded);
    CborWriter out = new CborWriter().map(3).integer(1).text(action);
    return out.integer(2).text(name.text()).integer(3).raw(content).toBytes();
  }

  /** Signs this as {@code gateway}. */
  default Sign1 sign(SigningKey key, DevUrn gateway, long issuedAt) {
    Claims claims =
        new Claims(gateway, Subject.of(gateway), OptionalLong.of(issuedAt), Optional.empty());
    return Sign1.sign(key, ContentType.REQUEST, claims, encoded());
  }
}
