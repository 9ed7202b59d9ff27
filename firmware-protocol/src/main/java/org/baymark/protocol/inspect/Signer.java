package org.baymark.protocol.inspect;

import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Request;

/**
 * Whose signature is to be checked.
 *
 * @param key of a sign1's maker
 * @param name under which that key speaks, where the file says it
 * @param trust the logs and witnesses of a note
 */
public record Signer(Optional<VerifyingKey> key, Optional<DevUrn> name, Optional<Policy> trust) {
  private static Signer of(DevUrn name, VerifyingKey key) {
    return new Signer(Optional.of(key), Optional.of(name), Optional.empty());
  }

  /**
   * Reads a COSE_Key, also as a node publishes those of receipts, a device's card, a gateway's card
   * or a registration, or a trust file, in any of the forms that {@link Input} knows.
   */
  public static Parsed<Signer> parse(Bytes raw) {
    return Parsed.of(() -> read(raw));
  }

  private static Signer read(Bytes raw) throws RefusalException {
    Input input = Input.of(raw);
    if (input.form().equals("text")) {
      if (raw.at(0) == '{') {
        Card card = Card.parse(raw).orRefuse();
        return of(card.name(), card.key());
      }
      Optional<Policy> trust = Optional.of(Policy.parse(raw).orRefuse());
      return new Signer(Optional.empty(), Optional.empty(), trust);
    }
    if (Structure.of(input.bytes()).rule().equals("sign1")) {
      return ofSigned(Sign1.parse(input.bytes(), input.bytes().size()).orRefuse());
    }
    Optional<VerifyingKey> published = PublishedKey.parse(input.bytes()).toOptional();
    VerifyingKey key =
        published.isPresent() ? published.get() : Doors.key(input.bytes()).orRefuse();
    return new Signer(Optional.of(key), Optional.empty(), Optional.empty());
  }

  private static Signer ofSigned(Sign1 signed) throws RefusalException {
    if (signed.contentType() == ContentType.REQUEST) {
      Optional<Signer> asked =
          Request.parse(signed)
              .orRefuse()
              .match(it -> Optional.of(of(it.name(), it.key())), it -> Optional.empty());
      return asked.orElseThrow(() -> new RefusalException(Refusal.BAD_KEY, "no key is in it"));
    }
    Registration registration = Registration.parse(signed).orRefuse();
    return of(registration.name(), registration.key());
  }
}
