package org.baymark.protocol.statement;

import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.VerifyingKey;

/**
 * Bytes that have the form of a device's statement. Nothing in it is to be believed before {@link
 * #verifiedBy}.
 */
public record Unverified(Sign1 signed, Content content, Position position) {
  /** Bytes of one statement, with its signature. */
  public static final int SIZE_MAX = 16_384;

  /** Parses the exact bytes that a device sent: COSE, claims and content. */
  public static Parsed<Unverified> parse(Bytes encoded) {
    return Parsed.of(
        () -> {
          Sign1 signed = Sign1.read(encoded, SIZE_MAX);
          Content content = Content.read(signed);
          return new Unverified(signed, content, signed.claims().position().orElseThrow());
        });
  }

  /** The statement, if {@code key} signed it. */
  public Optional<Statement> verifiedBy(VerifyingKey key) {
    return signed.signedBy(key) ? Optional.of(new Statement(this)) : Optional.empty();
  }
}
