package org.baymark.protocol.passport;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.governance.Carried;
import org.baymark.protocol.governance.Change;
import org.baymark.protocol.governance.Proposal;
import org.baymark.protocol.governance.Succession;
import org.baymark.protocol.governance.TrustFile;
import org.baymark.protocol.governance.Vote;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.NoteSigner;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;

/**
 * An alliance that changed twice: its last member had another co-signing key, went, and came back
 * with the present one. Of each change a test can make another in one point.
 */
final class Successors {
  static final int CHANGES = 2;

  /** Of four members, of three, and the present four. */
  final List<Members> sets;

  final Alliances now = new Alliances(4, true);
  private final NoteSigner former = Alliances.cosigner("member3-before");
  private final List<Change> changes = new ArrayList<>();

  /** What a change is made of. */
  static final class Parts {
    Digest memberSet = Digest.sha256();
    Digest sealed = Digest.sha256();
    Change change = new Change.Remove(new Alliances(1).name(0));
    long more;
    boolean isSealLast = true;
    boolean approves = true;
    Optional<Digest> votesOn = Optional.empty();
    List<Integer> cosigners = List.of();
    List<Integer> voters = List.of();
    UnaryOperator<List<Digest>> path = it -> it;
    String origin = Alliances.ORIGIN;
    boolean haveGovernorsSigned = true;
  }

  Successors() {
    Member last = now.members.members().get(3);
    Member before = with(last, former.key().vkey());
    Members first = of(before);
    Members second = new Members(Alliances.ORIGIN, now.members.members().subList(0, 3));
    sets = List.of(first, second, now.members);
    changes.add(new Change.Remove(last.name()));
    changes.add(admit(last));
  }

  private Members of(Member last) {
    List<Member> all = new ArrayList<>(now.members.members().subList(0, 3));
    all.add(last);
    return new Members(Alliances.ORIGIN, all);
  }

  private static Member with(Member member, String cosigner) {
    Member.Keys keys = member.keys();
    return new Member(
        member.name(),
        member.company(),
        member.addresses(),
        new Member.Keys(
            keys.log(),
            cosigner,
            keys.registrar(),
            keys.reporter(),
            keys.governor(),
            keys.receipts(),
            keys.certificate(),
            keys.sm2(),
            keys.mlDsa()));
  }

  Change admit(Member member) {
    try {
      return Change.admit(member.signCard(now.registrar(3), World.START));
    } catch (RefusalException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The right parts of a change: the fewest that certify and carry it. */
  Parts parts(int number) {
    Parts parts = new Parts();
    parts.memberSet = sets.get(number).digest();
    parts.sealed = parts.memberSet;
    parts.change = changes.get(number);
    parts.cosigners = List.of(0, 1, 2);
    parts.voters = List.of(0, 1, 2);
    return parts;
  }

  Carried carried(int number) {
    return carried(number, parts(number));
  }

  Carried carried(int number, Parts parts) {
    MerkleTree log = new MerkleTree();
    long covers = 1 + number + parts.more;
    for (long i = 0; i < covers; i++) {
      log.append(MerkleTree.leafHash(Bytes.ofUtf8("entry " + i)));
    }
    IndexSeal seal =
        new IndexSeal(
            0,
            Optional.empty(),
            2,
            parts.isSealLast ? covers : covers + 1,
            Digest.sha256(),
            parts.sealed,
            Optional.of(new TreeHead(1, Digest.sha256())));
    log.append(MerkleTree.leafHash(seal.encode()));
    Checkpoint head = new Checkpoint(parts.origin, log.size(), log.root());
    List<NoteSignature> lines = new ArrayList<>();
    if (parts.origin.equals(Alliances.ORIGIN)) {
      lines.add(now.logLine(head));
    }
    parts.cosigners.forEach(member -> lines.add(line(member, number, head)));
    Proposal proposal =
        new Proposal(parts.memberSet, new SignedCheckpoint(head, lines), parts.change);
    int proposer = parts.voters.get(0);
    Sign1 signed = proposal.sign(key(proposer, true), now.name(proposer), World.START);
    List<Carried.Ballot> votes = new ArrayList<>();
    for (int voter : parts.voters.subList(1, parts.voters.size())) {
      Vote vote = new Vote(parts.votesOn.orElse(signed.id()), parts.approves);
      votes.add(
          new Carried.Ballot(
              vote.sign(key(voter, parts.haveGovernorsSigned), now.name(voter), World.START),
              vote));
    }
    votes.sort(Comparator.comparing(Carried.Ballot::voter));
    List<Digest> path = log.inclusion(covers, log.size()).path();
    return new Carried(seal, parts.path.apply(path), new Carried.Motion(signed, proposal), votes);
  }

  private SigningKey key(int member, boolean isGovernor) {
    return isGovernor ? Alliances.governor(member) : Speaker.key(Suite.EDDSA, "reporter" + member);
  }

  private NoteSignature line(int member, int number, Checkpoint head) {
    return member == 3 && number == 0
        ? former.cosign(head, World.START)
        : now.line(member, head, World.START);
  }

  Succession honest() {
    return new Succession(
        sets.get(0), IntStream.range(0, CHANGES).mapToObj(this::carried).toList());
  }

  /** The honest one with another change in the place of one. */
  Succession with(int number, Parts parts) {
    List<Carried> all = new ArrayList<>(honest().changes());
    all.set(number, carried(number, parts));
    return new Succession(sets.get(0), all);
  }

  /** Well-formed and no more: so many vote for the first change, members or not. */
  Succession crowded(int votes) {
    List<Carried> all = new ArrayList<>(honest().changes());
    Carried first = all.get(0);
    Vote vote = new Vote(first.motion().signed().id(), true);
    List<Carried.Ballot> ballots = new ArrayList<>();
    for (int i = 0; i < votes; i++) {
      DevUrn voter = new DevUrn("urn:dev:org:32473-voter" + (10 + i));
      ballots.add(new Carried.Ballot(vote.sign(key(0, true), voter, World.START), vote));
    }
    all.set(0, new Carried(first.seal(), first.sealPath(), first.motion(), ballots));
    return new Succession(sets.get(0), all);
  }

  /** A shipment's papers as the present members certify them. */
  Papers papers(Succession succession) {
    Papers papers = new Trip(new World(now, Suite.EDDSA)).attach().rides().detach().papers();
    papers.succession = Optional.of(succession);
    return papers;
  }

  String policy(int set, TrustFile sort) {
    return sort.text(sets.get(set), Instant.ofEpochSecond(World.START)).orElseThrow();
  }
}
