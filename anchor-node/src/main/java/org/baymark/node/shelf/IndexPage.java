package org.baymark.node.shelf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.index.Trie;

/**
 * Four levels of the index, one after the other: what is under each of the sixteen ways that the
 * next four bits of a key's hash can go.
 */
record IndexPage(List<Slot> slots) {
  static final int BITS = 4;
  static final int WIDTH = 1 << BITS;

  static final IndexPage EMPTY = new IndexPage(Collections.nCopies(WIDTH, new Nothing()));

  private static final int NOTHING = 0;
  private static final int LEAF = 1;
  private static final int BELOW = 2;
  private static final int BELOW_CHANGED = 3;

  sealed interface Slot {}

  record Nothing() implements Slot {}

  /** One key went this way. */
  record Leaf(Digest keyHash, Bytes value) implements Slot {
    Digest hash() {
      return Trie.leafHash(keyHash, Digest.sha256(value));
    }
  }

  /**
   * Several did: they have a page of their own.
   *
   * @param hash of the trie under it; empty if it was changed since that was computed
   */
  record Below(Optional<Digest> hash) implements Slot {}

  Slot slot(int way) {
    return slots.get(way);
  }

  IndexPage with(int way, Slot slot) {
    List<Slot> changed = new ArrayList<>(slots);
    changed.set(way, slot);
    return new IndexPage(changed);
  }

  IndexPage map(UnaryOperator<Slot> change) {
    return new IndexPage(slots.stream().map(change).toList());
  }

  /**
   * The hash of the trie over the ways [from, to); empty if nothing went there.
   *
   * @param depth how many bits lead to them
   */
  Optional<Digest> hash(int from, int to, int depth) {
    if (to - from == 1) {
      Slot slot = slots.get(from);
      if (slot instanceof Below below) {
        return Optional.of(below.hash().orElseThrow());
      }
      return slot instanceof Leaf leaf ? Optional.of(leaf.hash()) : Optional.empty();
    }
    int middle = (from + to) / 2;
    Optional<Digest> left = hash(from, middle, depth + 1);
    Optional<Digest> right = hash(middle, to, depth + 1);
    return left.isPresent() && right.isPresent()
        ? Optional.of(Trie.nodeHash(depth, left.get(), right.get()))
        : left.or(() -> right);
  }

  boolean isNothing(int from, int to) {
    return slots.subList(from, to).stream().allMatch(slot -> slot instanceof Nothing);
  }

  Bytes encoded() {
    int size = 0;
    for (Slot slot : slots) {
      int value = slot instanceof Leaf leaf ? Short.BYTES + leaf.value().size() : 0;
      size += 1 + value + (slot instanceof Nothing ? 0 : Digest.SIZE);
    }
    ByteBuffer out = ByteBuffer.allocate(size); // too large only where a hash is not known
    for (Slot slot : slots) {
      if (slot instanceof Leaf leaf) {
        out.put((byte) LEAF).put(leaf.keyHash().bytes().unsafeArray());
        out.putShort((short) leaf.value().size()).put(leaf.value().unsafeArray());
      } else if (slot instanceof Below below) {
        out.put((byte) (below.hash().isPresent() ? BELOW : BELOW_CHANGED));
        below.hash().ifPresent(hash -> out.put(hash.bytes().unsafeArray()));
      } else {
        out.put((byte) NOTHING);
      }
    }
    return Bytes.owning(out.array()).slice(0, out.position());
  }

  static IndexPage decode(Bytes encoded) {
    ByteBuffer in = ByteBuffer.wrap(encoded.unsafeArray());
    List<Slot> slots = new ArrayList<>(WIDTH);
    for (int way = 0; way < WIDTH; way++) {
      slots.add(
          switch (in.get()) {
            case NOTHING -> new Nothing();
            case LEAF -> new Leaf(digest(in), octets(in, Short.toUnsignedInt(in.getShort())));
            case BELOW -> new Below(Optional.of(digest(in)));
            case BELOW_CHANGED -> new Below(Optional.empty());
            default -> throw new IllegalStateException("a page of the index does not read");
          });
    }
    return new IndexPage(slots);
  }

  private static Digest digest(ByteBuffer in) {
    return Digest.of(octets(in, Digest.SIZE));
  }

  private static Bytes octets(ByteBuffer in, int size) {
    byte[] octets = new byte[size];
    in.get(octets);
    return Bytes.owning(octets);
  }
}
