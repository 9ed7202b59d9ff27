package org.baymark.protocol.bytes;

import java.util.Arrays;
import java.util.Objects;

/**
 * Digests in the order in which they came, 32 bytes each and nothing around them: a tree of
 * millions holds two for each leaf. Not thread-safe.
 */
public final class DigestList {
  private byte[] octets = new byte[Digest.SIZE];
  private int size;

  /**
   * @throws OutOfMemoryError beyond 67,108,863 digests, which is what an array holds
   */
  public void add(Digest digest) {
    int at = size * Digest.SIZE;
    if (at == octets.length) {
      octets = Arrays.copyOf(octets, Digest.SIZE * capacity(size));
    }
    System.arraycopy(digest.bytes().unsafeArray(), 0, octets, at, Digest.SIZE);
    size++;
  }

  /** Half as many again, so that what is copied stays in proportion to what is added. */
  private static int capacity(int size) {
    int max = Integer.MAX_VALUE / Digest.SIZE;
    if (size == max) {
      throw new OutOfMemoryError("more than " + max + " digests in one list");
    }
    return (int) Math.min(max, size + (size >>> 1) + 1L);
  }

  public Digest get(int index) {
    int at = Objects.checkIndex(index, size) * Digest.SIZE;
    return Digest.of(Bytes.owning(Arrays.copyOfRange(octets, at, at + Digest.SIZE)));
  }

  public int size() {
    return size;
  }
}
