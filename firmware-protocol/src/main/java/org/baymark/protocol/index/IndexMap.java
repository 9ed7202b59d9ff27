package org.baymark.protocol.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.jspecify.annotations.Nullable;

/**
 * A map whose root proves what it holds and what it does not: a binary trie over the bits of H(key)
 * with a node only where two keys part, so that its form and root depend on its content alone.
 * Immutable; {@link #put} shares all but one path with the map before. Safe for many threads.
 */
public final class IndexMap {
  public static final IndexMap EMPTY = new IndexMap(null, 0);

  private final @Nullable Node top;
  private final long size;

  private IndexMap(@Nullable Node top, long size) {
    this.top = top;
    this.size = size;
  }

  private sealed interface Node {
    Digest hash();
  }

  /** Its hash is made when it is asked for: to keep one for each key would cost a third more. */
  private record Leaf(Digest keyHash, Bytes value) implements Node {
    @Override
    public Digest hash() {
      return Trie.leafHash(keyHash, Digest.sha256(value));
    }
  }

  private static final class Branch implements Node {
    final int depth;
    final Node left;
    final Node right;

    /**
     * Computed when first asked for: many puts between two roots cost a hash for each node once.
     * Two threads may both compute it; a digest is immutable, so either result serves.
     */
    private @Nullable Digest hash;

    Branch(int depth, Node left, Node right) {
      this.depth = depth;
      this.left = left;
      this.right = right;
    }

    static Branch of(int depth, boolean bit, Node same, Node other) {
      return bit ? new Branch(depth, other, same) : new Branch(depth, same, other);
    }

    Node side(boolean bit) {
      return bit ? right : left;
    }

    @Override
    public Digest hash() {
      Digest known = hash;
      if (known == null) {
        known = Trie.nodeHash(depth, left.hash(), right.hash());
        hash = known;
      }
      return known;
    }
  }

  /** How many keys. */
  public long size() {
    return size;
  }

  public Digest root() {
    return top == null ? Trie.EMPTY_ROOT : top.hash();
  }

  public Optional<Bytes> get(Bytes key) {
    if (top == null) {
      return Optional.empty();
    }
    Digest keyHash = Digest.sha256(key);
    Leaf found = nearest(top, keyHash);
    return found.keyHash().equals(keyHash) ? Optional.of(found.value()) : Optional.empty();
  }

  /** This map with {@code value} under {@code key}, in place of what was there. */
  public IndexMap put(Bytes key, Bytes value) {
    Leaf added = new Leaf(Digest.sha256(key), value);
    if (top == null) {
      return new IndexMap(added, 1);
    }
    Leaf found = nearest(top, added.keyHash());
    if (found.keyHash().equals(added.keyHash())) {
      return new IndexMap(insert(top, added, Trie.DEPTH_MAX + 1), size);
    }
    int parting = Trie.parting(found.keyHash(), added.keyHash());
    return new IndexMap(insert(top, added, parting), size + 1);
  }

  /** The leaf at the end of the way that the bits of {@code keyHash} take. */
  private static Leaf nearest(Node top, Digest keyHash) {
    Node node = top;
    while (node instanceof Branch branch) {
      node = branch.side(keyHash.bit(branch.depth));
    }
    return (Leaf) node;
  }

  /**
   * The trie under {@code node} with {@code added}, which parts from all that is there at bit
   * {@code parting}; beyond the last bit if it takes the place of its own key.
   */
  private static Node insert(Node node, Leaf added, int parting) {
    if (node instanceof Branch branch && branch.depth < parting) {
      boolean bit = added.keyHash().bit(branch.depth);
      Node changed = insert(branch.side(bit), added, parting);
      return Branch.of(branch.depth, bit, changed, branch.side(!bit));
    }
    return parting > Trie.DEPTH_MAX
        ? added
        : Branch.of(parting, added.keyHash().bit(parting), added, node);
  }

  /** The proof that {@code key} is in the map, or that it is not, whichever is so. */
  public IndexProof prove(Bytes key) {
    if (top == null) {
      return IndexProof.OF_EMPTY;
    }
    Digest keyHash = Digest.sha256(key);
    List<IndexProof.Step> path = new ArrayList<>();
    Node node = top;
    while (node instanceof Branch branch) {
      boolean bit = keyHash.bit(branch.depth);
      path.add(new IndexProof.Step(branch.depth, branch.side(!bit).hash()));
      node = branch.side(bit);
    }
    Leaf found = (Leaf) node;
    return found.keyHash().equals(keyHash)
        ? new IndexProof(path, Optional.empty())
        : new IndexProof(path, Optional.of(other(found)));
  }

  private static IndexProof.Other other(Leaf leaf) {
    return new IndexProof.Other(leaf.keyHash(), Digest.sha256(leaf.value()));
  }
}
