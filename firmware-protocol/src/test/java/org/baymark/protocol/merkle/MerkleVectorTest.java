package org.baymark.protocol.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.baymark.protocol.bytes.Digest;
import org.junit.jupiter.api.Test;

/** The eight-leaf tree with which Certificate Transparency logs and their clients are tested. */
class MerkleVectorTest {
  private static final List<String> ROOTS = KnownTree.ROOTS;

  private final MerkleTree tree = MerkleTree.of(KnownTree.LEAVES);

  @Test
  void rootsOfAllSizes() {
    for (int size = 0; size < ROOTS.size(); size++) {
      assertEquals(ROOTS.get(size), tree.root(size).hex(), "size " + size);
    }
  }

  @Test
  void inclusionPaths() {
    inclusion(0, 1);
    inclusion(
        0,
        8,
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
    inclusion(
        5,
        8,
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
    inclusion(2, 3, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
    inclusion(
        1,
        5,
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
  }

  @Test
  void consistencyPaths() {
    consistency(1, 1);
    consistency(
        1,
        8,
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
    consistency(
        6,
        8,
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
    consistency(
        2,
        5,
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
    consistency(
        6,
        7,
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
  }

  private void inclusion(long index, long size, String... path) {
    InclusionProof theirs = new InclusionProof(index, size, digests(path));
    assertEquals(theirs, tree.inclusion(index, size));
    assertTrue(theirs.proves(tree.leaf(index), tree.root(size)));
  }

  private void consistency(long oldSize, long newSize, String... path) {
    ConsistencyProof theirs = new ConsistencyProof(oldSize, newSize, digests(path));
    assertEquals(theirs, tree.consistency(oldSize, newSize));
    assertTrue(theirs.proves(tree.root(oldSize), tree.root(newSize)));
  }

  private static List<Digest> digests(String... hex) {
    return Stream.of(hex).map(Digest::ofHex).toList();
  }
}
