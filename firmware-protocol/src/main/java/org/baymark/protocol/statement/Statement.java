package org.baymark.protocol.statement;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;

/** What a device said, its signature verified. Only {@link Unverified#verifiedBy} makes one. */
public final class Statement {
  private final Unverified parsed;

  Statement(Unverified parsed) {
    this.parsed = parsed;
  }

  public Sign1 signed() {
    return parsed.signed();
  }

  /** The original bytes. */
  public Bytes encoded() {
    return signed().encoded();
  }

  /** SHA-256 of what was signed; decides duplicates and equivocation. */
  public Digest id() {
    return signed().id();
  }

  public DevUrn issuer() {
    return signed().issuer();
  }

  public Subject subject() {
    return signed().subject();
  }

  public Position position() {
    return parsed.position();
  }

  public Content content() {
    return parsed.content();
  }
}
