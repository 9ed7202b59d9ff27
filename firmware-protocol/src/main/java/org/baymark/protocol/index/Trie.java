package org.baymark.protocol.index;

import java.util.Arrays;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.merkle.MerkleTree;

/**
 * How the trie hashes and where two keys part; the map, its proofs, and whoever keeps such a map
 * elsewhere must agree on both.
 */
public final class Trie {
  /** The root of the map without keys: the hash of no bytes. */
  public static final Digest EMPTY_ROOT = MerkleTree.EMPTY_ROOT;

  /** A key hash has bits 0 to 255, so this is the deepest place where two can part. */
  public static final int DEPTH_MAX = 8 * Digest.SIZE - 1;

  // The types 0x00 and 0x01 are those of RFC 9162.
  private static final int LEAF = 0x02;
  private static final int NODE = 0x03;

  private Trie() {}

  public static Digest leafHash(Digest keyHash, Digest valueHash) {
    return Digest.sha256(LEAF, keyHash.bytes(), valueHash.bytes());
  }

  public static Digest nodeHash(int depth, Digest left, Digest right) {
    return Digest.sha256(NODE, ofDepth(depth), left.bytes(), right.bytes());
  }

  /** The first bit in which two different key hashes differ. */
  static int parting(Digest a, Digest b) {
    byte[] left = a.bytes().unsafeArray();
    byte[] right = b.bytes().unsafeArray();
    int at = Arrays.mismatch(left, right);
    int difference = (left[at] ^ right[at]) & 0xff;
    return 8 * at + Integer.numberOfLeadingZeros(difference) - (Integer.SIZE - Byte.SIZE);
  }

  private static Bytes ofDepth(int depth) {
    return Bytes.owning(new byte[] {(byte) depth});
  }
}
