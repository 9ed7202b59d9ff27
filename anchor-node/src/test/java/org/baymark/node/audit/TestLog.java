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
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
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

  /** As a ledger that keeps no rule would. */
  TestLog append(Bytes entry) {
    entries.add(entry);
    beside.add(List.of());
    return this;
  }

  SubjectLists lists() {
    return (index, members) -> beside.get((int) index);
  }

  /** The head over all entries, as a member serves it, with the co-signatures of the first ones. */
  SignedCheckpoint head(int server, int cosigners) {
    return head(server, cosigners, entries.size());
  }

  SignedCheckpoint head(int server, int cosigners, int size) {
    Checkpoint head =
        new Checkpoint(Alliance.ORIGIN, size, MerkleTree.of(entries.subList(0, size)).root());
    List<NoteSignature> lines = new ArrayList<>();
    lines.add(KEYS.get(server).logSigner(Alliance.ORIGIN).signCheckpoint(head));
    for (int i = 0; i < cosigners; i++) {
      lines.add(KEYS.get(i).cosignSigner(name(i)).cosign(head, NOW.getEpochSecond() - seconds));
    }
    return new SignedCheckpoint(head, lines);
  }
}
