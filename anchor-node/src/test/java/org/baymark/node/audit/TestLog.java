package org.baymark.node.audit;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.node.Alliance;
import org.baymark.node.TestGateway;
import org.baymark.node.folder.NodeKeys;
import org.baymark.node.ledger.ClosedLog;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.Ledger;
import org.baymark.node.ledger.Result;
import org.baymark.node.ledger.Successions;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.governance.Change;
import org.baymark.protocol.governance.Proposal;
import org.baymark.protocol.governance.Succession;
import org.baymark.protocol.governance.Vote;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.statement.Kind;

/** A log of four members, and the keys to keep another one with. */
final class TestLog {
  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  static final List<NodeKeys> KEYS = new ArrayList<>();
  static final Members MEMBERS = members();
  static final Policy POLICY = policy();

  final List<Bytes> entries = new ArrayList<>();
  private final Ledger ledger = new Ledger();
  private final List<List<SubjectEntry>> beside = new ArrayList<>();
  private final TestGateway gateway = TestGateway.of("gateway");
  private final int seconds;

  /** Of the members by now. */
  private final List<NodeKeys> keys = new ArrayList<>(KEYS);

  private Optional<SignedCheckpoint> carried = Optional.empty();

  /** Founded, with a gateway and one batch, closed. */
  TestLog() {
    this(0);
  }

  /**
   * @param seconds how long ago its heads are co-signed
   */
  TestLog(int seconds) {
    this.seconds = seconds;
    take(new Command.Found(MEMBERS.signGenesis(KEYS.get(0).registrar(), name(0), 1_000)));
    take(new Command.Admit(registered(gateway.name(), Kind.BATCH)));
    file("pallet");
    close();
  }

  static DevUrn name(int which) {
    return new DevUrn("urn:dev:org:32473-member" + which);
  }

  private static Members members() {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      NodeKeys keys = NodeKeys.generate(name(i), new SecureRandom(), Instant.EPOCH);
      KEYS.add(keys);
      Member.Addresses addresses =
          new Member.Addresses(
              "http://127.0.0.1:1", "127.0.0.1:" + (i + 2), "127.0.0.1:" + (i + 9));
      members.add(
          keys.member(name(i), Alliance.ORIGIN, new Member.Company("M" + i, "HK"), addresses));
    }
    return new Members(Alliance.ORIGIN, members);
  }

  private static Policy policy() {
    List<Policy.Log> logs = new ArrayList<>();
    List<Policy.Witness> witnesses = new ArrayList<>();
    for (Member member : MEMBERS.members()) {
      logs.add(new Policy.Log(key(member.keys().log()), Optional.empty()));
      witnesses.add(
          new Policy.Witness(
              member.name().text(), key(member.keys().cosigner()), Optional.empty()));
    }
    return Policy.parse(Bytes.ofUtf8(Policy.write(Instant.EPOCH, logs, witnesses, 3)))
        .toOptional()
        .orElseThrow();
  }

  private static NoteKey key(String vkey) {
    return NoteKey.parse(vkey).toOptional().orElseThrow();
  }

  private static Sign1 registered(DevUrn name, Kind... kinds) {
    return Alliance.registration(name, kinds).sign(KEYS.get(0).registrar(), name(0), 1_001);
  }

  private void take(Command command) {
    if (ledger.apply(command) instanceof Result.Rejected rejected) {
      throw new AssertionError(rejected.toString());
    }
    entries.add(command.entry().orElseThrow().encoded());
    beside.add(command.beside());
  }

  TestLog device(String name) {
    take(new Command.Admit(registered(new DevUrn("urn:dev:org:32473-" + name), Kind.TELEMETRY)));
    return this;
  }

  TestLog file(String subject) {
    Command.FileBatch batch = gateway.seal(TestGateway.about(subject, 2));
    take(batch);
    gateway.filed(batch);
    return this;
  }

  TestLog close() {
    ClosedLog closed = ((Result.Closed) ledger.apply(new Command.Close(Era.FIRST))).log();
    entries.add(closed.seal());
    beside.add(List.of());
    return this;
  }

  /** The first three vote for new keys of a member, which are in force when this returns. */
  TestLog rotate(int which) {
    Members now = present();
    NodeKeys next = NodeKeys.generate(name(which), new SecureRandom(), Instant.EPOCH);
    Member old = now.member(name(which)).orElseThrow();
    Member member = next.member(old.name(), Alliance.ORIGIN, old.company(), old.addresses());
    Change change = replace(member.signCard(next.registrar(), 2));
    Sign1 proposal =
        new Proposal(now.digest(), now.certified(head(0, 4)), change)
            .sign(keys.get(0).governor(), name(0), 3);
    take(new Command.Decide(proposal));
    for (int voter = 1; voter <= 2; voter++) {
      Vote vote = new Vote(proposal.id(), true);
      take(new Command.Decide(vote.sign(keys.get(voter).governor(), name(voter), 4)));
    }
    close();
    carried = Optional.of(head(0, 4));
    keys.set(which, next);
    return this;
  }

  private static Change replace(Sign1 card) {
    try {
      return Change.replace(card);
    } catch (RefusalException e) {
      throw new AssertionError(e);
    }
  }

  /** The head with the last change of members: those before it certify that. */
  SignedCheckpoint carried() {
    return carried.orElseThrow();
  }

  /** Whom it names by now. */
  Members present() {
    return ledger.members().orElseThrow();
  }

  Succession succession() {
    return Successions.of(ledger, index -> entries.get((int) index), entries.size()).orElseThrow();
  }

  /** From now on another one signs in a member's place, and nobody voted for it. */
  TestLog newKeys(int which) {
    keys.set(which, NodeKeys.generate(name(which), new SecureRandom(), Instant.EPOCH));
    return this;
  }

  /** What this was when it had so many entries, signed by the keys of now. */
  TestLog prefix(int size) {
    TestLog prefix = new TestLog(seconds);
    prefix.entries.clear();
    prefix.entries.addAll(entries.subList(0, size));
    prefix.keys.clear();
    prefix.keys.addAll(keys);
    return prefix;
  }

  /** As a ledger that keeps no rule would. */
  TestLog append(Bytes entry) {
    entries.add(entry);
    beside.add(List.of());
    return this;
  }

  SubjectLists lists() {
    return (index, members, isRight) -> beside.get((int) index);
  }

  /** The head over all entries, as a member serves it, with the co-signatures of the first ones. */
  SignedCheckpoint head(int server, int cosigners) {
    return head(server, cosigners, entries.size());
  }

  SignedCheckpoint head(int server, int cosigners, int size) {
    Checkpoint head =
        new Checkpoint(Alliance.ORIGIN, size, MerkleTree.of(entries.subList(0, size)).root());
    List<NoteSignature> lines = new ArrayList<>();
    lines.add(keys.get(server).logSigner(Alliance.ORIGIN).signCheckpoint(head));
    for (int i = 0; i < cosigners; i++) {
      lines.add(keys.get(i).cosignSigner(name(i)).cosign(head, NOW.getEpochSecond() - seconds));
    }
    return new SignedCheckpoint(head, lines);
  }
}
