package org.baymark.sim.replay;

import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;

/**
 * What the devices of a recording are called (RFC 9039). One device has the given name, or one made
 * of the file's name; with groups, each has that name, "_" and the group, or, where the name ends
 * with one of - . : _ already, the two put together.
 */
final class Names {
  private static final String OURS = "urn:dev:ops:32473-replay-";
  private static final int PART_MAX = 48;
  private static final int HASH_DIGITS = 8;

  private Names() {}

  /**
   * The name of one device.
   *
   * @param wish of the user
   * @param fileName of the recording
   * @param group value of the group column; empty where there is none
   * @throws IllegalArgumentException with a sentence if that makes no URN
   */
  static DevUrn of(Optional<String> wish, String fileName, String group) {
    String base = wish.orElseGet(() -> OURS + identifier(withoutEnding(fileName)));
    String name = group.isEmpty() ? base : base + joint(base) + identifier(group);
    if (!DevUrn.isValid(name)) {
      throw new IllegalArgumentException(
          "'" + name + "' is not a device name; one looks so: urn:dev:org:32473-logger-1");
    }
    return new DevUrn(name);
  }

  private static String withoutEnding(String fileName) {
    int dot = fileName.lastIndexOf('.');
    return dot > 0 ? fileName.substring(0, dot) : fileName;
  }

  private static String joint(String base) {
    return !base.isEmpty() && "-.:_".indexOf(base.charAt(base.length() - 1)) >= 0 ? "" : "_";
  }

  /** The text where a URN can hold it; else what it can hold, and a hash that tells texts apart. */
  private static String identifier(String text) {
    String safe = text.replaceAll("[^A-Za-z0-9.-]", "-");
    if (safe.equals(text) && text.length() <= PART_MAX) {
      return text;
    }
    String hash = Digest.sha256(Bytes.ofUtf8(text)).hex().substring(0, HASH_DIGITS);
    return safe.substring(0, Math.min(safe.length(), PART_MAX - HASH_DIGITS - 1)) + "-" + hash;
  }
}
