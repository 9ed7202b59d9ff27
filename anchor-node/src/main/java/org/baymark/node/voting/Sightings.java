package org.baymark.node.voting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
 * What members co-signed lately, with the seals that say of which epoch it is. The signatures were
 * checked.
 *
 * <p>Of each member two kinds of heads can convict it: one that the log of this member does not
 * hold, together with any at least as long that it holds. So of those that it holds the longest is
 * enough; of the others the shortest are kept, for they convict first. Who signs many heads far
 * ahead of the log pushes out none of them, and what it signs near its end convicts it as soon as
 * the log is there. Heads of other epochs contradict nothing of this one, and have a room of their
 * own.
 */
final class Sightings {
  static final int EACH_MAX = 8;

  /** What one member co-signed. */
  private static final class Lines {
    final List<SealedHead> heads = new ArrayList<>();
    final Set<TreeHead> kept = new HashSet<>(); // those that were handed out to be kept
  }

  private final Map<DevUrn, Lines> ofThisEpoch = new HashMap<>();
  private final Map<DevUrn, Lines> ofOthers = new HashMap<>();
  private final Set<DevUrn> convicted = new HashSet<>();

  /**
   * What came of one line.
   *
   * @param conflict with another line of its member, as far as the branch tells
   * @param change of what should outlive a restart; empty if there is none
   */
  record Look(Optional<Conflict> conflict, Optional<Seen> change) {
    private static final Look NOTHING = new Look(Optional.empty(), Optional.empty());
  }

  /** What was kept before a restart, of the epoch that goes on. */
  void recall(Seen seen) {
    Lines own = ofThisEpoch.computeIfAbsent(seen.member(), any -> new Lines());
    for (Cosigned said : seen.more()) {
      SealedHead head = sealed(said);
      own.heads.add(head);
      own.kept.add(tree(head));
    }
  }

  /**
   * @param epoch that this member is in
   */
  Look add(DevUrn member, NoteSignature line, Cosigned said, long epoch, Branch branch) {
    if (said.seal().isEmpty()) {
      return Look.NOTHING; // it may be of any epoch, and so proves nothing
    }
    SignedCheckpoint alone = new SignedCheckpoint(said.note().checkpoint(), List.of(line));
    SealedHead head = sealed(new Cosigned(alone, said.seal()));
    boolean isOfThisEpoch = head.seal().epoch() == epoch;
    Lines own =
        (isOfThisEpoch ? ofThisEpoch : ofOthers).computeIfAbsent(member, any -> new Lines());
    boolean isKnown = own.heads.stream().anyMatch(other -> tree(other).equals(tree(head)));
    if (isKnown && convicted.contains(member)) {
      return Look.NOTHING;
    }
    // One that is known may contradict more than it did when the log was shorter.
    Optional<Conflict> conflict =
        own.heads.stream()
            .filter(other -> !tree(other).equals(tree(head)))
            .flatMap(other -> conflict(other, head, branch).stream())
            .findFirst();
    conflict.ifPresent(any -> convicted.add(member));
    if (!isKnown) {
      own.heads.add(head);
    }
    List<SealedHead> open = tidy(own.heads, branch);
    return new Look(conflict, isOfThisEpoch ? change(member, epoch, own, open) : Optional.empty());
  }

  /** Leaves what can convict; returns what of it the branch does not hold. */
  private static List<SealedHead> tidy(List<SealedHead> heads, Branch branch) {
    List<SealedHead> held = heads.stream().filter(head -> branch.holds(tree(head))).toList();
    Optional<SealedHead> longest = held.stream().max(Sightings::order);
    heads.removeIf(head -> held.contains(head) && !longest.equals(Optional.of(head)));
    while (heads.size() > EACH_MAX) {
      heads.stream()
          .filter(head -> !held.contains(head))
          .max(Sightings::order)
          .ifPresent(heads::remove);
    }
    return heads.stream().filter(head -> !held.contains(head)).toList();
  }

  private static Optional<Seen> change(
      DevUrn member, long epoch, Lines own, List<SealedHead> open) {
    List<Cosigned> more =
        open.stream().filter(head -> !own.kept.contains(tree(head))).map(Sightings::said).toList();
    Set<TreeHead> now = open.stream().map(Sightings::tree).collect(Collectors.toSet());
    List<TreeHead> less = own.kept.stream().filter(head -> !now.contains(head)).toList();
    own.kept.clear();
    own.kept.addAll(now);
    return more.isEmpty() && less.isEmpty()
        ? Optional.empty()
        : Optional.of(new Seen(member, epoch, more, less));
  }

  private static SealedHead sealed(Cosigned said) {
    Cosigned.Seal seal = said.seal().orElseThrow();
    return new SealedHead(said.note(), seal.seal(), seal.path());
  }

  private static Cosigned said(SealedHead head) {
    return new Cosigned(
        head.checkpoint(), Optional.of(new Cosigned.Seal(head.seal(), head.path())));
  }

  /** Whether somebody co-signed what the branch contradicts. */
  boolean areForeign(Branch branch) {
    return Stream.of(ofThisEpoch, ofOthers)
        .flatMap(all -> all.values().stream())
        .flatMap(own -> own.heads.stream())
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
    ofThisEpoch.clear();
    ofOthers.clear();
    convicted.clear();
  }
}
