package org.baymark.protocol.governance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.log.Alliance;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.merkle.HashPath;
import org.baymark.protocol.merkle.InclusionProof;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.registration.Members;

/**
 * A change of members as a stranger checks it: a head that the members of the time certified, whose
 * seal says who they were, and their votes for the change.
 *
 * @param seal the last entry under the head that the proposal names
 * @param sealPath of the seal
 * @param votes of others than the proposer, by name, ascending
 */
public record Carried(IndexSeal seal, List<Digest> sealPath, Motion motion, List<Ballot> votes) {
  private static final int ENTRY_SIZE_MAX = 65_535;

  /** The entry of a proposal, and what it says. */
  public record Motion(Sign1 signed, Proposal proposal) {}

  /** The entry of a vote, and what it says. */
  public record Ballot(Sign1 signed, Vote vote) {
    public DevUrn voter() {
      return signed.issuer();
    }
  }

  public Carried {
    sealPath = List.copyOf(sealPath);
    votes = List.copyOf(votes);
  }

  /** Reads [[seal, path], [proposal, *vote]]. */
  static Carried read(CborReader in) throws RefusalException {
    in.arrayOf(2);
    in.arrayOf(2);
    IndexSeal seal = in.embedded(ENTRY_SIZE_MAX, IndexSeal::parse);
    List<Digest> sealPath = HashPath.read(in);
    int count = in.array(1, Members.MEMBERS_MAX);
    Motion motion = in.embedded(ENTRY_SIZE_MAX, Carried::motion);
    List<Ballot> votes = new ArrayList<>();
    for (int i = 1; i < count; i++) {
      int start = in.offset();
      Ballot vote = in.embedded(ENTRY_SIZE_MAX, Carried::ballot);
      if (i > 1 && votes.get(i - 2).voter().compareTo(vote.voter()) >= 0) {
        throw new RefusalException(Refusal.NOT_DETERMINISTIC, start, "votes out of order");
      }
      votes.add(vote);
    }
    return new Carried(seal, sealPath, motion, votes);
  }

  /** The entry of a proposal that changes who the members are. */
  public static Parsed<Motion> motion(Bytes entry) {
    return Parsed.of(
        () -> {
          Sign1 signed = Sign1.read(entry, ENTRY_SIZE_MAX);
          Decision decision = Decision.parse(signed).orRefuse();
          if (decision instanceof Decision.Proposes it
              && !(it.proposal().change() instanceof Change.Entrust)) {
            return new Motion(signed, it.proposal());
          }
          throw new RefusalException(Refusal.WRONG_SHAPE, "not a proposal to change the members");
        });
  }

  /** The entry of a vote. */
  public static Parsed<Ballot> ballot(Bytes entry) {
    return Parsed.of(
        () -> {
          Sign1 signed = Sign1.read(entry, ENTRY_SIZE_MAX);
          if (Decision.parse(signed).orRefuse() instanceof Decision.Votes it) {
            return new Ballot(signed, it.vote());
          }
          throw new RefusalException(Refusal.WRONG_SHAPE, "not a vote");
        });
  }

  void write(CborWriter out) {
    HashPath.write(out.array(2).array(2).bytes(seal.encode()), sealPath);
    out.array(1 + votes.size()).bytes(motion.signed().encoded());
    votes.forEach(vote -> out.bytes(vote.signed().encoded()));
  }

  /** The head that the proposal names: the members before the change certified it. */
  Checkpoint head() {
    return motion.proposal().certified().checkpoint();
  }

  /** Why this does not show that {@code members} changed themselves; empty if it does. */
  Optional<String> fault(Members members) {
    if (!motion.proposal().memberSet().equals(members.digest())) {
      return Optional.of("a proposal is to other members than there were");
    }
    if (!head().origin().equals(members.origin())
        || !members.certify(motion.proposal().certified())) {
      return Optional.of("a proposal names a head that its members did not certify");
    }
    if (!isSealed() || !seal.memberSet().equals(members.digest())) {
      return Optional.of("the seal under a proposal's head does not name its members");
    }
    boolean allSigned = signed(motion.signed(), members);
    for (Ballot vote : votes) {
      allSigned &= signed(vote.signed(), members) && isFor(vote);
    }
    if (!allSigned || 1 + votes.size() < Alliance.quorum(members.members().size())) {
      return Optional.of("too few members signed that they are for a change of members");
    }
    return motion.proposal().change().of(members).isEmpty()
        ? Optional.of("a change that changes no member")
        : Optional.empty();
  }

  private boolean isSealed() {
    long last = head().size() - 1;
    return seal.covers() == last
        && new InclusionProof(last, head().size(), sealPath)
            .proves(MerkleTree.leafHash(seal.encode()), head().root());
  }

  /** To propose is to vote for it: the proposer's own vote would be a second one. */
  private boolean isFor(Ballot vote) {
    return vote.vote().approves()
        && vote.vote().proposal().equals(motion.signed().id())
        && !vote.voter().equals(motion.signed().issuer());
  }

  private static boolean signed(Sign1 entry, Members members) {
    return members
        .member(entry.issuer())
        .filter(member -> entry.signedBy(member.keys().governor()))
        .isPresent();
  }
}
