package org.baymark.protocol.bytes;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** A SHA-256 digest: always 32 bytes. */
public final class Digest implements Comparable<Digest> {
  public static final int SIZE = 32;

  /** One hasher a thread: making one costs more than hashing a tree node with it. */
  private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Digest::hasher);

  private final byte[] octets; // not Bytes: logs hold millions of digests

  private Digest(byte[] octets) {
    this.octets = octets;
  }

  /**
   * The digest whose 32 bytes these are.
   *
   * @throws IllegalArgumentException if {@code bytes} has another size
   */
  public static Digest of(Bytes bytes) {
    if (bytes.size() != SIZE) {
      throw new IllegalArgumentException("a digest has 32 bytes, not " + bytes.size());
    }
    return new Digest(bytes.unsafeArray());
  }

  public static Digest ofHex(String hex) {
    return of(Bytes.ofHex(hex));
  }

  /** SHA-256 over the parts, one after the other. */
  public static Digest sha256(Bytes... parts) {
    MessageDigest sha = SHA_256.get();
    for (Bytes part : parts) {
      sha.update(part.unsafeArray());
    }
    return new Digest(sha.digest());
  }

  /** SHA-256 over one type byte and then the parts: how tree leaves and nodes are told apart. */
  public static Digest sha256(int type, Bytes... parts) {
    MessageDigest sha = SHA_256.get();
    sha.update((byte) type);
    for (Bytes part : parts) {
      sha.update(part.unsafeArray());
    }
    return new Digest(sha.digest());
  }

  /** The 32 bytes. */
  public Bytes bytes() {
    return Bytes.owning(octets);
  }

  /** Bit {@code index} (0 to 255), where bit 0 is the most significant of the first byte. */
  public boolean bit(int index) {
    return (octets[index >>> 3] >>> (7 - (index & 7)) & 1) == 1;
  }

  public String hex() {
    return bytes().hex();
  }

  @Override
  public int compareTo(Digest other) {
    return Arrays.compareUnsigned(octets, other.octets);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Digest that && Arrays.equals(octets, that.octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }

  @Override
  public String toString() {
    return hex();
  }

  private static MessageDigest hasher() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
