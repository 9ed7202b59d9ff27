package org.baymark.protocol.enrolment;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.cose.VerifyingKey;

/**
 * What the QR code on a device says: {@code baymark:1:SUITE:THUMBPRINT:NAME}. The suite is ES256,
 * EDDSA or SM2, the thumbprint in base64url without padding (RFC 4648, section 5). Whoever scans it
 * holds the device in hand; so the label, and not the network, says which key is the device's.
 */
public record Label(DevUrn name, Suite suite, Digest thumbprint) {
  /** Characters, all of them ASCII. */
  public static final int SIZE_MAX = 256;

  private static final String PREFIX = "baymark:1:";
  private static final int FIELDS = 3;

  public static Label of(DevUrn name, VerifyingKey key) {
    return new Label(name, key.suite(), key.thumbprint());
  }

  /** Parses the text of a QR code: one spelling, nothing before or after it. */
  public static Parsed<Label> parse(String text) {
    return Parsed.of(() -> read(text));
  }

  private static Label read(String text) throws RefusalException {
    if (text.length() > SIZE_MAX) {
      throw new RefusalException(Refusal.TOO_LARGE, "a label of " + text.length() + " characters");
    }
    if (!text.startsWith(PREFIX)) {
      throw new RefusalException(Refusal.WRONG_SHAPE, 0, "a label begins with " + PREFIX);
    }
    String[] fields = text.substring(PREFIX.length()).split(":", FIELDS);
    if (fields.length < FIELDS) {
      throw new RefusalException(Refusal.WRONG_SHAPE, "a label has a suite, a hash and a name");
    }
    int hashAt = PREFIX.length() + fields[0].length() + 1;
    Suite suite =
        Arrays.stream(Suite.values())
            .filter(one -> one.name().equals(fields[0]))
            .findFirst()
            .orElseThrow(
                () ->
                    new RefusalException(
                        Refusal.UNKNOWN_ALGORITHM, PREFIX.length(), "no suite of this name"));
    Digest thumbprint =
        thumbprint(fields[1])
            .orElseThrow(
                () -> new RefusalException(Refusal.WRONG_SHAPE, hashAt, "not a hash in base64url"));
    return new Label(DevUrn.read(fields[2], hashAt + fields[1].length() + 1), suite, thumbprint);
  }

  private static Optional<Digest> thumbprint(String base64) {
    try {
      Bytes bytes = Bytes.owning(Base64.getUrlDecoder().decode(base64));
      boolean inOneSpelling = bytes.size() == Digest.SIZE && base64url(bytes).equals(base64);
      return inOneSpelling ? Optional.of(Digest.of(bytes)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String base64url(Bytes bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.unsafeArray());
  }

  public String text() {
    return PREFIX + suite + ":" + base64url(thumbprint.bytes()) + ":" + name;
  }

  /** Whether this is the key that the label promises. */
  public boolean fits(VerifyingKey key) {
    return key.suite() == suite && key.thumbprint().equals(thumbprint);
  }
}
