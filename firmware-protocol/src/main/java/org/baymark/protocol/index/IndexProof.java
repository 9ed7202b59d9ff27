package org.baymark.protocol.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;

/**
 * The way from the root of an {@link IndexMap} to the leaf where the bits of a key's hash lead.
 *
 * @param path root first, depths strictly ascending; which side the sibling is on, the key's own
 *     bit at that depth says
 * @param other for absence: the leaf that is there instead; empty for inclusion and for the absence
 *     of every key from the empty map
 */
public record IndexProof(List<Step> path, Optional<Other> other) {
  /** What the empty map proves about any key. */
  static final IndexProof OF_EMPTY = new IndexProof(List.of(), Optional.empty());

  /** A node on the way: the bit that it asks, 0 to 255, and its child on the other side. */
  public record Step(int depth, Digest sibling) {
    public Step {
      if (depth < 0 || depth > Trie.DEPTH_MAX) {
        throw new IllegalArgumentException("depth " + depth);
      }
    }
  }

  /** The leaf of another key: the hashes of that key and of its value. */
  public record Other(Digest keyHash, Digest valueHash) {}

  public IndexProof {
    path = List.copyOf(path);
    for (int i = 1; i < path.size(); i++) {
      if (path.get(i - 1).depth() >= path.get(i).depth()) {
        throw new IllegalArgumentException("depths must ascend");
      }
    }
  }

  /** Whether the map with this root holds {@code value} under {@code key}. */
  public boolean includes(Bytes key, Bytes value, Digest root) {
    return other.isEmpty() && fold(Digest.sha256(key), Digest.sha256(value)).equals(root);
  }

  /**
   * Whether the map with this root holds nothing under {@code key}. In a trie that members built by
   * the rules, a key that is there lies at the end of its own bits' way; so another leaf there,
   * whose key took the same way, leaves it no place.
   */
  public boolean excludes(Bytes key, Digest root) {
    if (other.isEmpty()) {
      return path.isEmpty() && root.equals(Trie.EMPTY_ROOT);
    }
    Digest keyHash = Digest.sha256(key);
    Other leaf = other.get();
    return !leaf.keyHash().equals(keyHash)
        && path.stream().allMatch(s -> leaf.keyHash().bit(s.depth()) == keyHash.bit(s.depth()))
        && fold(leaf.keyHash(), leaf.valueHash()).equals(root);
  }

  private Digest fold(Digest keyHash, Digest valueHash) {
    Digest hash = Trie.leafHash(keyHash, valueHash);
    for (int i = path.size() - 1; i >= 0; i--) {
      int depth = path.get(i).depth();
      Digest sibling = path.get(i).sibling();
      hash =
          keyHash.bit(depth)
              ? Trie.nodeHash(depth, sibling, hash)
              : Trie.nodeHash(depth, hash, sibling);
    }
    return hash;
  }

  /** Reads a proof of inclusion: [ *[depth, sibling] ]. */
  public static IndexProof read(CborReader in) throws RefusalException {
    return new IndexProof(readPath(in), Optional.empty());
  }

  /** Reads a proof of absence: [path, null / [key hash, value hash]]. */
  public static IndexProof readAbsence(CborReader in) throws RefusalException {
    in.arrayOf(2);
    List<Step> path = readPath(in);
    if (in.skipNull()) {
      return new IndexProof(path, Optional.empty());
    }
    in.arrayOf(2);
    return new IndexProof(path, Optional.of(new Other(in.digest(), in.digest())));
  }

  private static List<Step> readPath(CborReader in) throws RefusalException {
    int count = in.array(0, Trie.DEPTH_MAX + 1);
    List<Step> path = new ArrayList<>(count);
    int above = -1;
    for (int i = 0; i < count; i++) {
      in.arrayOf(2);
      int start = in.offset();
      int depth = (int) in.unsigned(Trie.DEPTH_MAX);
      if (depth <= above) {
        throw new RefusalException(Refusal.OUT_OF_RANGE, start, "depths must ascend");
      }
      above = depth;
      path.add(new Step(depth, in.digest()));
    }
    return path;
  }

  /** Writes a proof of inclusion. */
  public void write(CborWriter out) {
    if (other.isPresent()) {
      throw new IllegalStateException("a proof of absence has its own form");
    }
    writePath(out);
  }

  /** Writes a proof of absence. */
  public void writeAbsence(CborWriter out) {
    writePath(out.array(2));
    other.ifPresentOrElse(
        leaf -> out.array(2).digest(leaf.keyHash()).digest(leaf.valueHash()), out::nil);
  }

  private void writePath(CborWriter out) {
    out.array(path.size());
    path.forEach(step -> out.array(2).integer(step.depth()).digest(step.sibling()));
  }
}
