package org.baymark.gateway;

import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.NoteSigner;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;

/** The one member of the tests' alliance: its keys, and what it signs with them. */
public final class TestMember {
  public static final String ORIGIN = "test.example/log";

  static final TestDevice REGISTRAR = TestDevice.named("registrar", Suite.EDDSA);
  private static final NoteSigner LOG =
      NoteSigner.of(ORIGIN, NoteKey.LOG, TestDevice.named("log", Suite.EDDSA).key());
  private static final NoteSigner WITNESS =
      NoteSigner.of("witness", NoteKey.COSIGNER, TestDevice.named("witness", Suite.EDDSA).key());
  static final long TIME = GatewayFixture.NOW.getEpochSecond();

  private TestMember() {}

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
        new Policy.Log(LOG.key(), Optional.of(url)),
        List.of(new Policy.Witness("witness", WITNESS.key(), Optional.empty())),
        1);
  }

  public static Policy policy() {
    return Policy.parse(Bytes.ofUtf8(policyText("http://127.0.0.1:1"))).toOptional().orElseThrow();
  }

  /** A head as the alliance signs it, whether it has it or not. */
  public static SignedCheckpoint sign(TreeHead head) {
    Checkpoint checkpoint = new Checkpoint(ORIGIN, head.size(), head.root());
    return new SignedCheckpoint(
        checkpoint, List.of(LOG.signCheckpoint(checkpoint), WITNESS.cosign(checkpoint, TIME)));
  }

  /** A head that the log signs and no member certifies. */
  public static SignedCheckpoint signAlone(TreeHead head) {
    Checkpoint checkpoint = new Checkpoint(ORIGIN, head.size(), head.root());
    return new SignedCheckpoint(checkpoint, List.of(LOG.signCheckpoint(checkpoint)));
  }
}
