package org.baymark.protocol.statement;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Signer;

/**
 * A content that is not in the statement but bound by it, as a COSE Hash Envelope (RFC 9995): the
 * payload is the hash, over a random salt and the content. Both can be shown, withheld or erased,
 * and every proof about the statement stands (PROTOCOL.md, section 6.4).
 *
 * @param mediaType of the content, which nothing here reads; 1 to 64 printable ASCII characters
 * @param hash SHA-256 of salt and content, one behind the other
 */
public record Hidden(String mediaType, Digest hash) implements Content {
  public static final int SALT_SIZE = 32;

  public Hidden {
    if (!Text64.isOne(mediaType)) {
      throw new IllegalArgumentException("a media type has " + Text64.RULE);
    }
  }

  /** Hides {@code content} behind {@code salt}, which is {@link #SALT_SIZE} random bytes. */
  public static Hidden of(String mediaType, Bytes salt, Bytes content) {
    if (salt.size() != SALT_SIZE) {
      throw new IllegalArgumentException("a salt of " + salt.size() + " bytes");
    }
    return new Hidden(mediaType, Digest.sha256(salt, content));
  }

  @Override
  public Kind kind() {
    return Kind.TELEMETRY;
  }

  /** Whether these are what was hidden. */
  public boolean hides(Bytes salt, Bytes content) {
    return salt.size() == SALT_SIZE && Digest.sha256(salt, content).equals(hash);
  }

  static Hidden read(Sign1 signed) throws RefusalException {
    String mediaType = signed.preimage().orElse("");
    if (!Text64.isOne(mediaType)) {
      throw new RefusalException(Refusal.OUT_OF_RANGE, "a media type has " + Text64.RULE);
    }
    if (signed.payload().size() != Digest.SIZE) {
      String what = "a hash of " + signed.payload().size() + " bytes";
      throw new RefusalException(Refusal.WRONG_SHAPE, what);
    }
    return new Hidden(mediaType, Digest.of(signed.payload()));
  }

  /** The statement. */
  public Sign1 sign(Signer key, Claims claims) {
    return Sign1.signHash(key, claims, mediaType, hash);
  }
}
