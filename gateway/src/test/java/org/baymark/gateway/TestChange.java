package org.baymark.gateway;

import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.governance.Carried;
import org.baymark.protocol.governance.Change;
import org.baymark.protocol.governance.Proposal;
import org.baymark.protocol.governance.Succession;
import org.baymark.protocol.governance.TrustFile;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.NoteSigner;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;

/** The one member of the tests' alliance had another co-signing key before. */
public final class TestChange {
  private static final NoteSigner BEFORE =
      NoteSigner.of(
          "witness", NoteKey.COSIGNER, TestDevice.named("witness-before", Suite.EDDSA).key());

  private TestChange() {}

  private static Members before(NoteSigner cosigner) {
    Member now = TestMember.members().members().get(0);
    Member.Keys keys = now.keys();
    Member.Keys others =
        new Member.Keys(
            keys.log(),
            cosigner.key().vkey(),
            keys.registrar(),
            keys.reporter(),
            keys.governor(),
            keys.receipts(),
            keys.certificate(),
            keys.sm2(),
            keys.mlDsa());
    return new Members(
        TestMember.ORIGIN, List.of(new Member(now.name(), now.company(), now.addresses(), others)));
  }

  /** The trust file of then. */
  public static Policy policy() {
    return TrustFile.QUORUM.policy(before(BEFORE)).orElseThrow();
  }

  /** From the key of then to the present one. */
  public static Succession honest() {
    return from(BEFORE, TestMember.members().members().get(0).addresses().url());
  }

  /** Likewise, and to a node at {@code url}. */
  public static Succession honest(String url) {
    return from(BEFORE, url);
  }

  /** From a key that nobody ever trusted. */
  public static Succession foreign() {
    return from(
        NoteSigner.of(
            "witness", NoteKey.COSIGNER, TestDevice.named("witness-elsewhere", Suite.EDDSA).key()),
        TestMember.members().members().get(0).addresses().url());
  }

  private static Succession from(NoteSigner cosigner, String url) {
    Members before = before(cosigner);
    IndexSeal seal =
        new IndexSeal(
            0, Optional.empty(), 1, 1, Digest.sha256(), before.digest(), Optional.empty());
    MerkleTree log = MerkleTree.of(List.of(Bytes.ofUtf8("genesis")));
    log.append(MerkleTree.leafHash(seal.encode()));
    Checkpoint head = new Checkpoint(TestMember.ORIGIN, log.size(), log.root());
    SignedCheckpoint note =
        new SignedCheckpoint(head, List.of(cosigner.cosign(head, TestMember.TIME)));
    Proposal proposal = new Proposal(before.digest(), note, replace(url));
    return new Succession(
        before,
        List.of(
            new Carried(
                seal,
                log.inclusion(1, 2).path(),
                new Carried.Motion(
                    proposal.sign(
                        TestDevice.named("governor", Suite.EDDSA).key(),
                        TestMember.REGISTRAR.name(),
                        TestMember.TIME),
                    proposal),
                List.of())));
  }

  private static Change replace(String url) {
    Member now = TestMember.members().members().get(0);
    Member.Addresses addresses =
        new Member.Addresses(url, now.addresses().peer(), now.addresses().order());
    Member next = new Member(now.name(), now.company(), addresses, now.keys());
    try {
      return Change.replace(next.signCard(TestMember.REGISTRAR.key(), TestMember.TIME));
    } catch (RefusalException e) {
      throw new IllegalStateException(e);
    }
  }
}
