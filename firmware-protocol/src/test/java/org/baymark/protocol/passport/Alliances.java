package org.baymark.protocol.passport;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.log.Alliance;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.NoteSigner;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;

/** The members of a test world with all their keys, and the trust files that name them. */
final class Alliances {
  static final String ORIGIN = "log.baymark.example/alliance";

  final Members members;
  final Bytes secret = Digest.sha256(Bytes.ofUtf8("alliance key")).bytes();
  private final NoteSigner logSigner;
  private final List<NoteSigner> cosigners = new ArrayList<>();
  private final int count;

  Alliances(int count) {
    this(count, false);
  }

  /**
   * @param haveLogKeys whether each member signs what it serves with a log key of its own; all
   *     checkpoints are as the first serves them
   */
  Alliances(int count, boolean haveLogKeys) {
    this.count = count;
    this.logSigner = logSigner(haveLogKeys ? "0" : "");
    List<Member> list = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      NoteSigner cosigner = cosigner("member" + i);
      cosigners.add(cosigner);
      list.add(
          new Member(
              name(i),
              new Member.Company("Member " + i, i % 2 == 0 ? "HK" : "MO"),
              new Member.Addresses("https://m" + i + ".example", "m" + i + ":1", "m" + i + ":2"),
              new Member.Keys(
                  logSigner(haveLogKeys ? "" + i : "").key().vkey(),
                  cosigner.key().vkey(),
                  registrar(i).verifyingKey(),
                  Speaker.key(Suite.EDDSA, "reporter" + i).verifyingKey(),
                  governor(i).verifyingKey(),
                  Speaker.key(Suite.ES256, "receipts" + i).verifyingKey(),
                  Digest.sha256(Bytes.ofUtf8("certificate " + i)),
                  Optional.empty(),
                  Optional.empty())));
    }
    members = new Members(ORIGIN, list);
  }

  private static NoteSigner logSigner(String member) {
    return NoteSigner.of(
        ORIGIN, NoteKey.LOG, Speaker.key(Suite.EDDSA, ORIGIN + NoteKey.LOG + member));
  }

  static NoteSigner cosigner(String name) {
    return signer(name + ".baymark.example", NoteKey.COSIGNER);
  }

  private static NoteSigner signer(String name, int type) {
    return NoteSigner.of(name, type, Speaker.key(Suite.EDDSA, name + type));
  }

  DevUrn name(int member) {
    return new DevUrn("urn:dev:org:32473-member" + member % count);
  }

  static SigningKey governor(int member) {
    return Speaker.key(Suite.EDDSA, "governor" + member);
  }

  SigningKey registrar(int member) {
    return Speaker.key(Suite.ES256, "registrar" + member % count);
  }

  NoteSignature logLine(Checkpoint checkpoint) {
    return logSigner.signCheckpoint(checkpoint);
  }

  NoteSignature line(int member, Checkpoint checkpoint, long seconds) {
    return cosigners.get(member).cosign(checkpoint, seconds);
  }

  /** Signed by the log and co-signed by all. */
  SignedCheckpoint sign(Checkpoint checkpoint, long seconds) {
    List<NoteSignature> lines = new ArrayList<>();
    lines.add(logLine(checkpoint));
    for (int i = 0; i < cosigners.size(); i++) {
      lines.add(line(i, checkpoint, seconds));
    }
    return new SignedCheckpoint(checkpoint, lines);
  }

  String policyText() {
    Policy.Log log = new Policy.Log(logSigner.key(), Optional.empty());
    int quorum = Alliance.quorum(cosigners.size());
    return Policy.write(Instant.ofEpochSecond(World.START), log, witnesses(), quorum);
  }

  Policy policy() {
    return policy(policyText());
  }

  /** Of each half of the members at least one. */
  Policy halves() {
    return policy(halvesText());
  }

  String halvesText() {
    StringBuilder text = new StringBuilder("log " + logSigner.key().vkey() + "\n");
    for (Policy.Witness one : witnesses()) {
      text.append("witness " + one.name() + " " + one.key().vkey() + "\n");
    }
    text.append(
        "group east any w0 w1\ngroup west any w2 w3\ngroup all all east west\nquorum all\n");
    return text.toString();
  }

  static Policy policy(String text) {
    return Policy.parse(Bytes.ofUtf8(text)).toOptional().orElseThrow();
  }

  private List<Policy.Witness> witnesses() {
    List<Policy.Witness> witnesses = new ArrayList<>();
    for (int i = 0; i < cosigners.size(); i++) {
      witnesses.add(new Policy.Witness("w" + i, cosigners.get(i).key(), Optional.empty()));
    }
    return witnesses;
  }
}
