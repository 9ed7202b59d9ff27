package org.baymark.node.audit;

import java.util.List;
import java.util.Optional;
import org.baymark.protocol.accuse.Accusation;
import org.baymark.protocol.accuse.Conflict;
import org.baymark.protocol.accuse.SealedHead;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.MerkleTree;

/**
 * Two signed heads that contradict each other, to be kept.
 *
 * @param name of the file; the same two heads have the same
 * @param content an accusation (PROTOCOL.md, section 24.4); or, where the histories under the heads
 *     could not be read, the two notes as {@link Notes} has them
 */
public record Evidence(String name, Bytes content) {

  /** Of a history that parts from the reference at entry {@code at}. */
  static Evidence of(
      SignedCheckpoint one, History reference, SignedCheckpoint other, History fork, long at) {
    Optional<SealedHead> here = reference.sealed(one);
    Optional<SealedHead> there = fork.sealed(other);
    if (here.isEmpty() || there.isEmpty()) {
      return of(one, other);
    }
    boolean ascends = order(one.checkpoint(), other.checkpoint()) < 0;
    SealedHead first = ascends ? here.get() : there.get();
    SealedHead second = ascends ? there.get() : here.get();
    MerkleTree firstTree = ascends ? reference.tree() : fork.tree();
    MerkleTree secondTree = ascends ? fork.tree() : reference.tree();
    long firstSize = first.checkpoint().checkpoint().size();
    long secondSize = second.checkpoint().checkpoint().size();
    Optional<Conflict.Fork> parting =
        firstSize == secondSize
            ? Optional.empty()
            : Optional.of(
                new Conflict.Fork(
                    at,
                    firstTree.leaf(at),
                    firstTree.inclusion(at, firstSize).path(),
                    secondTree.leaf(at),
                    secondTree.inclusion(at, secondSize).path()));
    Accusation conflict = new Conflict(first, second, parting);
    return new Evidence(name(one, other) + ".accusation", conflict.encoded());
  }

  static Evidence of(SignedCheckpoint one, SignedCheckpoint other) {
    boolean ascends = order(one.checkpoint(), other.checkpoint()) < 0;
    List<SignedCheckpoint> both = ascends ? List.of(one, other) : List.of(other, one);
    return new Evidence(name(one, other) + ".notes", Bytes.ofUtf8(Notes.text(both)));
  }

  private static int order(Checkpoint one, Checkpoint other) {
    return one.size() == other.size()
        ? one.root().compareTo(other.root())
        : Long.compare(one.size(), other.size());
  }

  private static String name(SignedCheckpoint one, SignedCheckpoint other) {
    boolean ascends = order(one.checkpoint(), other.checkpoint()) < 0;
    Checkpoint first = (ascends ? one : other).checkpoint();
    Checkpoint second = (ascends ? other : one).checkpoint();
    String both = Digest.sha256(Bytes.ofUtf8(first.text() + second.text())).hex();
    return "conflict-" + first.size() + "-" + second.size() + "-" + both.substring(0, 8);
  }
}
