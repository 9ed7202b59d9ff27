package org.baymark.node.voting;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.accuse.Conflict;
import org.baymark.protocol.accuse.SealedHead;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.voting.Cosigned;

/**
 * What members co-signed lately, with the seals that say of which epoch it is: of each the newest
 * few. The signatures were checked.
 */
final class Sightings {
  private static final int PER_MEMBER_MAX = 8;

  private final Map<DevUrn, Deque<SealedHead>> byMember = new HashMap<>();

  /** What this line contradicts of its member's other lines, as far as the branch tells. */
  Optional<Conflict> add(DevUrn member, NoteSignature line, Cosigned said, Branch branch) {
    if (said.seal().isEmpty()) {
      return Optional.empty(); // it may be of any epoch, and so proves nothing
    }
    Cosigned.Seal seal = said.seal().get();
    SignedCheckpoint alone = new SignedCheckpoint(said.note().checkpoint(), List.of(line));
    SealedHead head = new SealedHead(alone, seal.seal(), seal.path());
    Deque<SealedHead> own = byMember.computeIfAbsent(member, any -> new ArrayDeque<>());
    if (own.stream().anyMatch(other -> tree(other).equals(tree(head)))) {
      return Optional.empty();
    }
    Optional<Conflict> conflict =
        own.stream().flatMap(other -> conflict(other, head, branch).stream()).findFirst();
    own.addLast(head);
    if (own.size() > PER_MEMBER_MAX) {
      own.removeFirst();
    }
    return conflict;
  }

  /** Whether somebody co-signed what the branch contradicts. */
  boolean areForeign(Branch branch) {
    return byMember.values().stream()
        .flatMap(Deque::stream)
        .map(Sightings::tree)
        .anyMatch(tree -> branch.rootAt(tree.size()).isPresent() && !branch.holds(tree));
  }

  private static Optional<Conflict> conflict(SealedHead one, SealedHead other, Branch branch) {
    if (one.seal().epoch() != other.seal().epoch()) {
      return Optional.empty(); // rule 9
    }
    boolean ascends = order(one, other) < 0;
    SealedHead first = ascends ? one : other;
    SealedHead second = ascends ? other : one;
    if (tree(first).size() == tree(second).size()) {
      return Optional.of(new Conflict(first, second, Optional.empty()));
    }
    return branch.holds(tree(second)) && !branch.holds(tree(first))
        ? fork(first, second, branch).map(it -> new Conflict(first, second, Optional.of(it)))
        : Optional.empty();
  }

  private static int order(SealedHead one, SealedHead other) {
    int bySize = Long.compare(tree(one).size(), tree(other).size());
    return bySize == 0 ? tree(one).root().compareTo(tree(other).root()) : bySize;
  }

  /** Where the first ends in its seal, the second has something else. */
  private static Optional<Conflict.Fork> fork(SealedHead first, SealedHead second, Branch branch) {
    long index = tree(first).size() - 1;
    Digest seal = MerkleTree.leafHash(first.seal().encode());
    return branch
        .leaf(index)
        .filter(leaf -> !leaf.equals(seal))
        .map(
            leaf ->
                new Conflict.Fork(
                    index,
                    seal,
                    first.path(),
                    leaf,
                    branch.inclusion(index, tree(second).size()).path()));
  }

  private static TreeHead tree(SealedHead head) {
    Checkpoint checkpoint = head.checkpoint().checkpoint();
    return new TreeHead(checkpoint.size(), checkpoint.root());
  }

  /** A new epoch began: what was co-signed before binds nobody. */
  void clear() {
    byMember.clear();
  }
}
