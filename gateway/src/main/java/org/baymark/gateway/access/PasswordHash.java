package org.baymark.gateway.access;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.baymark.protocol.bytes.Bytes;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * What is kept of a password: Argon2id (RFC 9106) over it and a salt of its own, written in the PHC
 * string format, {@code $argon2id$v=19$m=7168,t=5,p=1$salt$tag}, which other programs read too.
 * Pure, and slow by intent: never to be called on an event loop.
 *
 * @param memoryKib KiB that one guess has to fill
 * @param passes how often it goes over them
 */
public record PasswordHash(int memoryKib, int passes, Bytes salt, Bytes tag) {
  /**
   * The smallest memory that OWASP's Password Storage Cheat Sheet holds equal to its other choices:
   * a gateway has 64 MiB of heap and checks one password at a time.
   */
  private static final int MEMORY_KIB = 7_168;

  private static final int PASSES = 5;
  private static final int TAG_SIZE = 32;

  /** Bytes that a new salt has. */
  public static final int SALT_SIZE = 16;

  /** A file that somebody else wrote must not make a check take minutes, or all the memory. */
  private static final int MEMORY_KIB_MAX = 65_536;

  private static final int PASSES_MAX = 16;
  private static final Pattern FORM =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(?<memory>[0-9]{1,5}),t=(?<passes>[0-9]{1,2}),p=1"
              + "\\$(?<salt>[A-Za-z0-9+/]{11,64})\\$(?<tag>[A-Za-z0-9+/]{22,86})");

  /** The hash of {@code password} that is kept from now on; {@code salt} is random. */
  public static PasswordHash of(String password, Bytes salt) {
    return new PasswordHash(
        MEMORY_KIB, PASSES, salt, tag(password, MEMORY_KIB, PASSES, salt, TAG_SIZE));
  }

  /** Reads what {@link #text} wrote; empty if it is something else, or takes too much work. */
  static Optional<PasswordHash> parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    int memory = Integer.parseInt(parts.group("memory"));
    int passes = Integer.parseInt(parts.group("passes"));
    if (memory < 8 || memory > MEMORY_KIB_MAX || passes < 1 || passes > PASSES_MAX) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new PasswordHash(
              memory, passes, decoded(parts.group("salt")), decoded(parts.group("tag"))));
    } catch (IllegalArgumentException e) { // a length that base64 does not have
      return Optional.empty();
    }
  }

  /** Whether this was made of {@code password}. */
  boolean isOf(String password) {
    Bytes again = tag(password, memoryKib, passes, salt, tag.size());
    return MessageDigest.isEqual(again.unsafeArray(), tag.unsafeArray());
  }

  String text() {
    return "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s"
        .formatted(memoryKib, passes, encoded(salt), encoded(tag));
  }

  private static Bytes tag(String password, int memoryKib, int passes, Bytes salt, int size) {
    Argon2BytesGenerator argon = new Argon2BytesGenerator();
    argon.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(1)
            .withSalt(salt.toArray())
            .build());
    byte[] tag = new byte[size];
    argon.generateBytes(Bytes.ofUtf8(password).unsafeArray(), tag);
    return Bytes.owning(tag);
  }

  private static Bytes decoded(String base64) {
    return Bytes.owning(Base64.getDecoder().decode(base64));
  }

  private static String encoded(Bytes bytes) {
    return Base64.getEncoder().withoutPadding().encodeToString(bytes.unsafeArray());
  }

  /** Without the tag: this may stand in a log by mistake. */
  @Override
  public String toString() {
    return "PasswordHash of " + memoryKib + " KiB, " + passes + " passes";
  }
}
