package org.baymark.protocol.command;

import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
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
 * What a gateway tells one device to do (PROTOCOL.md, section 15.2; iss is the gateway, sub the
 * device).
 *
 * @param key the thumbprint of the device's key
 * @param number above that of each command before it to this device, from 1
 * @param issued when it was signed, in seconds since 1970 by the gateway's clock
 * @param expires from when on nobody shall obey, likewise; above {@code issued}
 */
public record Command(
    DevUrn gateway,
    DevUrn device,
    Digest key,
    long number,
    long issued,
    long expires,
    Order order) {
  /** Bytes of the whole, signature included. */
  public static final int SIZE_MAX = 1024;

  private static final int KEY = 1;
  private static final int NUMBER = 2;
  private static final int EXPIRES = 3;

  public Command {
    if (number < 1 || number > Position.U53_MAX) {
      throw new IllegalArgumentException("number: " + number);
    }
    if (expires <= issued) {
      throw new IllegalArgumentException("expires " + expires + ", issued " + issued);
    }
  }

  /** Parses what {@code signed} tells a device; whether its gateway signed it is not asked here. */
  public static Parsed<Command> parse(Sign1 signed) {
    return signed.inPayload(() -> read(signed));
  }

  private static Command read(Sign1 signed) throws RefusalException {
    signed.expect(ContentType.COMMAND);
    if (!DevUrn.isValid(signed.subject().text())) {
      throw new RefusalException(Refusal.BAD_SUBJECT, "a command is to a device");
    }
    OptionalLong issued = signed.claims().issuedAt();
    if (issued.isEmpty()) {
      throw new RefusalException(Refusal.MISSING_FIELD, "the claim iat (6) is missing");
    }
    CborReader in = CborReader.open(signed.payload());
    CborFields fields = in.fields();
    fields.required(KEY);
    Digest key = in.digest();
    fields.required(NUMBER);
    int numberAt = in.offset();
    long number = in.unsigned(Position.U53_MAX);
    if (number == 0) {
      throw new RefusalException(Refusal.OUT_OF_RANGE, numberAt, "commands count from 1");
    }
    fields.required(EXPIRES);
    int expiresAt = in.offset();
    long expires = in.unsigned(Position.U53_MAX);
    if (expires <= issued.getAsLong()) {
      throw new RefusalException(Refusal.OUT_OF_RANGE, expiresAt, "expired when it was signed");
    }
    Order order = Order.read(fields, in);
    fields.end();
    DevUrn device = new DevUrn(signed.subject().text());
    return new Command(signed.issuer(), device, key, number, issued.getAsLong(), expires, order);
  }

  /** Signs it with the gateway's key. */
  public Sign1 sign(Signer gatewayKey) {
    CborWriter out = new CborWriter().map(order.seconds().isPresent() ? 5 : 4);
    out.integer(KEY).digest(key).integer(NUMBER).integer(number).integer(EXPIRES).integer(expires);
    order.write(out);
    Claims claims =
        new Claims(gateway, Subject.of(device), OptionalLong.of(issued), Optional.empty());
    return Sign1.sign(gatewayKey, ContentType.COMMAND, claims, out.toBytes());
  }
}
