package org.baymark.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.MlDsaSecret;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.log.Alliance;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.MlDsaSigner;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.NoteSigner;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;

/** The one member of the tests' alliance, or the first of several: keys, and what they sign. */
public final class TestMember {
  public static final String ORIGIN = "test.example/log";

  static final TestDevice REGISTRAR = TestDevice.named("registrar", Suite.EDDSA);

  /** How many a trust file of several names. */
  public static final int SEVERAL = 4;

  private static final NoteSigner LOG = logOf(0);
  private static final NoteSigner WITNESS = witnessOf(0);

  /** Listed in the trust file, and not asked for; the other is not listed. */
  private static final MlDsaSigner LASTING = lasting("lasting");

  private static final MlDsaSigner UNLISTED = lasting("unlisted");
  static final long TIME = GatewayFixture.NOW.getEpochSecond();

  private TestMember() {}

  private static MlDsaSigner lasting(String name) {
    Bytes seed = Digest.sha256(Bytes.ofUtf8(name)).bytes();
    return MlDsaSigner.of("witness", MlDsaSecret.ofSeed(seed).toOptional().orElseThrow());
  }

  /**
   * The same with two co-signatures in ML-DSA-44: of a key that is listed, and of one that is not.
   */
  public static SignedCheckpoint beside(SignedCheckpoint note) {
    List<NoteSignature> lines = new ArrayList<>(note.signatures());
    lines.add(LASTING.cosign(note.checkpoint(), TIME));
    lines.add(UNLISTED.cosign(note.checkpoint(), TIME));
    return new SignedCheckpoint(note.checkpoint(), lines);
  }

  private static NoteSigner logOf(int member) {
    String name = member == 0 ? "log" : "log" + member;
    return NoteSigner.of(ORIGIN, NoteKey.LOG, TestDevice.named(name, Suite.EDDSA).key());
  }

  private static NoteSigner witnessOf(int member) {
    String name = member == 0 ? "witness" : "witness" + member;
    return NoteSigner.of(name, NoteKey.COSIGNER, TestDevice.named(name, Suite.EDDSA).key());
  }

  /** The trust file of several members: three of the four have to certify. */
  public static Policy policyOfSeveral() {
    List<Policy.Log> logs = new ArrayList<>();
    List<Policy.Witness> witnesses = new ArrayList<>();
    for (int i = 0; i < SEVERAL; i++) {
      logs.add(new Policy.Log(logOf(i).key(), Optional.of("http://127.0.0.1:" + (i + 1))));
      witnesses.add(new Policy.Witness("m" + i, witnessOf(i).key(), Optional.empty()));
    }
    String text =
        Policy.write(GatewayFixture.NOW, logs, witnesses, Alliance.quorum(witnesses.size()));
    return Policy.parse(Bytes.ofUtf8(text)).toOptional().orElseThrow();
  }

  /** What this member serves: the head with a log signature of its own. */
  public static SignedCheckpoint servedBy(int member, SignedCheckpoint note) {
    List<NoteSignature> lines = new ArrayList<>(note.signatures());
    lines.set(0, logOf(member).signCheckpoint(note.checkpoint()));
    return new SignedCheckpoint(note.checkpoint(), lines);
  }

  static Members members() {
    Member member =
        new Member(
            REGISTRAR.name(),
            new Member.Company("Test Ltd", "HK"),
            new Member.Addresses("http://127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:3"),
            new Member.Keys(
                LOG.key().vkey(),
                WITNESS.key().vkey(),
                REGISTRAR.key().verifyingKey(),
                TestDevice.named("reporter", Suite.EDDSA).key().verifyingKey(),
                TestDevice.named("governor", Suite.EDDSA).key().verifyingKey(),
                TestDevice.named("receipts", Suite.ES256).key().verifyingKey(),
                Digest.sha256(Bytes.ofUtf8("certificate")),
                Optional.empty(),
                Optional.empty()));
    return new Members(ORIGIN, List.of(member));
  }

  /** The trust file, for a node that serves at {@code url}. */
  public static String policyText(String url) {
    return Policy.write(
        GatewayFixture.NOW,
        List.of(new Policy.Log(LOG.key(), Optional.of(url))),
        List.of(new Policy.Witness("witness", WITNESS.key(), Optional.empty())),
        1,
        List.of(new Policy.Witness("lasting", LASTING.key(), Optional.empty())));
  }

  public static Policy policy() {
    return Policy.parse(Bytes.ofUtf8(policyText("http://127.0.0.1:1"))).toOptional().orElseThrow();
  }

  /** A head as the alliance signs it, whether it has it or not. */
  public static SignedCheckpoint sign(TreeHead head) {
    return sign(head, 1);
  }

  /** A head as an alliance of so many members signs it. */
  public static SignedCheckpoint sign(TreeHead head, int members) {
    Checkpoint checkpoint = new Checkpoint(ORIGIN, head.size(), head.root());
    List<NoteSignature> lines = new ArrayList<>(List.of(LOG.signCheckpoint(checkpoint)));
    for (int i = 0; i < members; i++) {
      lines.add(witnessOf(i).cosign(checkpoint, TIME));
    }
    return new SignedCheckpoint(checkpoint, lines);
  }

  /** A head that the log signs and no member certifies. */
  public static SignedCheckpoint signAlone(TreeHead head) {
    Checkpoint checkpoint = new Checkpoint(ORIGIN, head.size(), head.root());
    return new SignedCheckpoint(checkpoint, List.of(LOG.signCheckpoint(checkpoint)));
  }
}
