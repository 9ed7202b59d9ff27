package org.baymark.protocol.merkle;

import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;

/** Small trees, and the ways to spoil a list of hashes. */
final class Worlds {
  static final int SIZE_MAX = 33;
  static final MerkleTree TREE = MerkleTree.of(entries(SIZE_MAX));

  private Worlds() {}

  static List<Bytes> entries(int count) {
    List<Bytes> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(Bytes.ofUtf8("entry " + i));
    }
    return entries;
  }

  static List<Digest> leaves(long from, long to) {
    List<Digest> leaves = new ArrayList<>();
    for (long i = from; i < to; i++) {
      leaves.add(TREE.leaf(i));
    }
    return leaves;
  }

  /** The definition of RFC 9162, section 2.1.1, word by word. */
  static Digest rootByDefinition(List<Bytes> entries) {
    if (entries.isEmpty()) {
      return Digest.sha256(Bytes.EMPTY);
    }
    if (entries.size() == 1) {
      return Digest.sha256(Bytes.ofHex("00").concat(entries.get(0)));
    }
    int k = 1;
    while (2 * k < entries.size()) {
      k *= 2;
    }
    Bytes left = rootByDefinition(entries.subList(0, k)).bytes();
    Bytes right = rootByDefinition(entries.subList(k, entries.size())).bytes();
    return Digest.sha256(Bytes.ofHex("01").concat(left).concat(right));
  }

  /** Every list that has one hash changed. */
  static List<List<Digest>> changed(List<Digest> hashes) {
    List<List<Digest>> all = new ArrayList<>();
    for (int i = 0; i < hashes.size(); i++) {
      List<Digest> changed = new ArrayList<>(hashes);
      changed.set(i, flip(hashes.get(i), (7 * i) % 256));
      all.add(changed);
    }
    return all;
  }

  /** Every list that has one hash less, or one twice, or a foreign one before or after it. */
  static List<List<Digest>> resized(List<Digest> hashes) {
    List<List<Digest>> all = new ArrayList<>();
    for (int i = 0; i < hashes.size(); i++) {
      List<Digest> shorter = new ArrayList<>(hashes);
      shorter.remove(i);
      all.add(shorter);
      List<Digest> longer = new ArrayList<>(hashes);
      longer.add(i, hashes.get(i));
      all.add(longer);
    }
    List<Digest> before = new ArrayList<>(hashes);
    before.add(0, MerkleTree.EMPTY_ROOT);
    all.add(before);
    List<Digest> after = new ArrayList<>(hashes);
    after.add(MerkleTree.EMPTY_ROOT);
    all.add(after);
    return all;
  }

  static Digest flip(Digest digest, int bit) {
    byte[] octets = digest.bytes().toArray();
    octets[bit / 8] ^= (byte) (0x80 >>> bit % 8);
    return Digest.of(Bytes.owning(octets));
  }
}
