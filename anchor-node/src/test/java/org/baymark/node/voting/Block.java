package org.baymark.node.voting;

import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.voting.Head;
import org.jspecify.annotations.Nullable;

/**
 * A closed head of a model log and all before it, where a head has one entry more than the one
 * before.
 *
 * @param parent null for the empty log
 * @param content what the leader of the order put there
 */
record Block(@Nullable Block parent, long height, Era era, int content, Digest root) {
  /** The content that makes a fifth member. */
  static final int CHANGE = 9;

  static final Block EMPTY = new Block(null, 0, Era.FIRST, 0, MerkleTree.EMPTY_ROOT);

  /**
   * @param sealed whether the root commits to the era, as the index seal makes it
   */
  Block next(Era next, int what, boolean sealed) {
    CborWriter all = new CborWriter().array(4).digest(root).integer(what);
    all.integer(sealed ? next.epoch() : 0);
    all.bytes(sealed ? next.stopSet().map(Digest::bytes).orElse(Bytes.EMPTY) : Bytes.EMPTY);
    return new Block(this, height + 1, next, what, Digest.sha256(all.toBytes()));
  }

  Optional<Block> at(long size) {
    Block block = this;
    while (block.height > size && block.parent != null) {
      block = block.parent;
    }
    return block.height == size ? Optional.of(block) : Optional.empty();
  }

  boolean holds(TreeHead head) {
    return at(head.size()).filter(block -> block.root.equals(head.root())).isPresent();
  }

  /** The height of the change of members before {@code size}; empty if there is none. */
  Optional<Long> changeBefore(long size) {
    Optional<Long> change = Optional.empty();
    for (Block block = this; block != null && block.height > 0; block = block.parent) {
      if (block.content == CHANGE && block.height < size) {
        change = Optional.of(block.height);
      }
    }
    return change;
  }

  TreeHead tree() {
    return new TreeHead(height, root);
  }

  Head head() {
    return Head.of(era.epoch(), tree());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Block that && height == that.height && root.equals(that.root);
  }

  @Override
  public int hashCode() {
    return root.hashCode();
  }

  @Override
  public String toString() {
    return height + "/" + content + "@" + era.epoch() + "#" + root.hex().substring(0, 6);
  }
}
