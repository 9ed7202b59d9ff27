package org.baymark.protocol.batch;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.Subject;

/**
 * What one must know to find a shipment in the log. The log names a shipment by {@link
 * #subjectKey}, from which nobody gets back to the shipment; who holds k can say which one it is.
 *
 * @param k 32 bytes, a secret of those who handle the shipment; of a device it is public, because
 *     the names of devices are
 */
public record ShipmentKey(Subject subject, Bytes k) {
  public static final int SIZE = 32;

  private static final String HEADING = "baymark shipment key v1";
  private static final Pattern TEXT =
      Pattern.compile(HEADING + "\n(?<subject>[!-~]{1,256})\n(?<k>[0-9a-f]{64})\n");
  private static final Bytes DEVICE = Bytes.ofUtf8("baymark device v1");
  private static final Bytes SUBJECT = Bytes.ofUtf8("baymark subject v1");

  public ShipmentKey {
    if (k.size() != SIZE) {
      throw new IllegalArgumentException("a shipment key has 32 bytes, not " + k.size());
    }
    if (subject.isDevice() && !k.equals(deviceKey(subject))) {
      throw new IllegalArgumentException("not the key of the device " + subject);
    }
  }

  /**
   * The key of {@code subject} among those who share {@code allianceKey} (32 bytes); of a device,
   * the one that needs no alliance.
   */
  public static ShipmentKey ofAlliance(Bytes allianceKey, Subject subject) {
    if (allianceKey.size() != SIZE) {
      throw new IllegalArgumentException("an alliance key has 32 bytes");
    }
    return subject.isDevice()
        ? ofDevice(subject)
        : new ShipmentKey(subject, hmac(allianceKey, Bytes.ofUtf8(subject.text())));
  }

  /**
   * The key of a device's own subject.
   *
   * @throws IllegalArgumentException if {@code subject} is no device
   */
  public static ShipmentKey ofDevice(Subject subject) {
    if (!subject.isDevice()) {
      throw new IllegalArgumentException("no device: " + subject);
    }
    return new ShipmentKey(subject, deviceKey(subject));
  }

  /** K: the name of the subject in batches, in the log and in the index. */
  public Digest subjectKey() {
    return Digest.of(hmac(k, SUBJECT));
  }

  /** The shipment key file: heading, subject, k in lower-case hexadecimal, each with its LF. */
  public String toText() {
    return HEADING + "\n" + subject + "\n" + k.hex() + "\n";
  }

  /** Parses a shipment key file: exactly what {@link #toText} writes. */
  public static Parsed<ShipmentKey> parseText(String text) {
    return Parsed.of(() -> readText(text));
  }

  private static ShipmentKey readText(String text) throws RefusalException {
    Matcher lines = TEXT.matcher(text);
    if (!lines.matches()) {
      throw new RefusalException(Refusal.WRONG_SHAPE, "not a " + HEADING + " file");
    }
    Subject subject = Subject.read(lines.group("subject"), lines.start("subject"));
    Bytes k = Bytes.owning(HexFormat.of().parseHex(lines.group("k")));
    if (subject.isDevice() && !k.equals(deviceKey(subject))) {
      throw new RefusalException(Refusal.BAD_KEY, lines.start("k"), "not the key of this device");
    }
    return new ShipmentKey(subject, k);
  }

  private static Bytes deviceKey(Subject device) {
    return Digest.sha256(DEVICE, Bytes.ofUtf8(device.text())).bytes();
  }

  private static Bytes hmac(Bytes key, Bytes message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.unsafeArray(), "HmacSHA256"));
      return Bytes.owning(mac.doFinal(message.unsafeArray()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
    }
  }

  /** Names the key without showing it. */
  @Override
  public String toString() {
    return "shipment key of " + subject;
  }
}
