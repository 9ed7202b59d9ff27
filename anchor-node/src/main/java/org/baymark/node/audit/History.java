package org.baymark.node.audit;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.accuse.SealedHead;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.MerkleTree;

/** A log as it was read: the hash of every entry, and the seals. For one owner; it only grows. */
final class History {
  private final MerkleTree tree = new MerkleTree();

  /** By the size of the head that it closes. */
  private final Map<Long, IndexSeal> seals = new HashMap<>();

  MerkleTree tree() {
    return tree;
  }

  long size() {
    return tree.size();
  }

  void append(Bytes entry) {
    tree.append(MerkleTree.leafHash(entry));
    seal(entry);
  }

  private void seal(Bytes entry) {
    IndexSeal.parse(entry).toOptional().ifPresent(seal -> seals.put(tree.size(), seal));
  }

  /** The history that has these leaves in place of all from {@code at} on. */
  History parting(long at, Iterable<Digest> leaves, Bytes lastEntry) {
    History other = new History();
    for (long i = 0; i < at; i++) {
      other.tree.append(tree.leaf(i));
    }
    leaves.forEach(other.tree::append);
    other.seal(lastEntry);
    return other;
  }

  /** Whether {@code head} is one of this history, as far as that is known. */
  boolean holds(Checkpoint head) {
    return head.size() <= size() && tree.root(head.size()).equals(head.root());
  }

  /** Whether this history goes as far, and is another there. */
  boolean contradicts(Checkpoint head) {
    return head.size() <= size() && !holds(head);
  }

  /** The head with the seal under it; empty if it is none of this history, or has no seal. */
  Optional<SealedHead> sealed(SignedCheckpoint note) {
    long size = note.checkpoint().size();
    IndexSeal seal = seals.get(size);
    return seal == null || !holds(note.checkpoint())
        ? Optional.empty()
        : Optional.of(new SealedHead(note, seal, tree.inclusion(size - 1, size).path()));
  }
}
