package org.baymark.protocol.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.junit.jupiter.api.Test;

/** The example of RFC 9162, section 2.1.5: a tree of seven leaves, its nodes by their letters. */
class Rfc9162ExampleTest {
  private final MerkleTree tree =
      MerkleTree.of(IntStream.range(0, 7).mapToObj(i -> Bytes.ofUtf8("d" + i)).toList());
  private final Digest a = tree.leaf(0);
  private final Digest b = tree.leaf(1);
  private final Digest c = tree.leaf(2);
  private final Digest d = tree.leaf(3);
  private final Digest e = tree.leaf(4);
  private final Digest f = tree.leaf(5);
  private final Digest j = tree.leaf(6);
  private final Digest g = node(a, b);
  private final Digest h = node(c, d);
  private final Digest i = node(e, f);
  private final Digest k = node(g, h);
  private final Digest l = node(i, j);

  private static Digest node(Digest left, Digest right) {
    return Digest.sha256(Bytes.ofHex("01"), left.bytes(), right.bytes());
  }

  @Test
  void theRootsOfTheStepsInWhichItIsBuilt() {
    assertEquals(node(g, c), tree.root(3));
    assertEquals(k, tree.root(4));
    assertEquals(node(k, i), tree.root(6));
    assertEquals(node(k, l), tree.root(7));
  }

  @Test
  void inclusion() {
    inclusion(0, b, h, l);
    inclusion(3, c, g, l);
    inclusion(4, f, j, k);
    inclusion(6, i, k);
  }

  private void inclusion(int index, Digest... path) {
    InclusionProof theirs = new InclusionProof(index, 7, List.of(path));
    assertEquals(theirs, tree.inclusion(index, 7));
    assertTrue(theirs.proves(tree.leaf(index), tree.root()));
  }

  @Test
  void consistency() {
    consistency(3, c, d, g, l);
    consistency(4, l);
    consistency(6, i, j, k);
  }

  private void consistency(int from, Digest... path) {
    ConsistencyProof theirs = new ConsistencyProof(from, 7, List.of(path));
    assertEquals(theirs, tree.consistency(from, 7));
    assertTrue(theirs.proves(tree.root(from), tree.root()));
  }
}
