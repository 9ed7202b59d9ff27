package org.baymark.gateway.anchor;

import static org.baymark.gateway.OutgoingFixture.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.TestMember;
import org.baymark.gateway.TestNode;
import org.baymark.gateway.TestNode.Reply;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.TreeHead;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A head counts if it is certified and the log only grew to it; a contradiction ends all trust. */
class HeadWatchTest {
  private static final TestDevice ONE = TestDevice.named("one", Suite.EDDSA);
  private static final Digest OTHER_ROOT = Digest.sha256(Bytes.ofUtf8("another log"));

  @TempDir Path folder;
  private TestNode node;
  private OutgoingFixture gateway;
  private SignedCheckpoint kept;

  @BeforeEach
  void anchorSomething() {
    node = OutgoingFixture.node();
    gateway = new OutgoingFixture(folder, node).with(ONE);
    gateway.take(ONE.says(1, 0));
    gateway.anchor();
    gateway.sealAndAnchor();
    kept = node.alliance.checkpoint();
  }

  @AfterEach
  void stop() {
    gateway.close();
    node.close();
  }

  /** Lets the gateway wait for a head, and shows it this one. */
  private void show(SignedCheckpoint note) {
    node.lie("/checkpoint", new Reply(200, "text/plain", Bytes.ofUtf8(note.toText())));
    gateway.take(ONE.says(1, 1));
    gateway.seal();
  }

  private void assertTrustEnds(SignedCheckpoint offered, String what) {
    until(() -> gateway.anchoring.failure().isPresent());
    String why = gateway.anchoring.failure().orElseThrow();
    assertTrue(why.startsWith(what), why);
    assertEquals(
        List.of(kept.toText(), offered.toText()),
        gateway.inStore(transaction -> gateway.heads.evidence(transaction)).get(0));
    assertEquals(1, gateway.progress().anchoredBatches());
    // Neither time nor a restart makes it true again.
    gateway.close();
    node.tellTheTruth();
    node.calls();
    gateway = new OutgoingFixture(folder, node);
    gateway.anchor();
    until(() -> gateway.anchoring.failure().isPresent());
    assertEquals(List.of(), node.calls());
  }

  @Test
  void anotherRootOfTheSameSizeEndsTrust() {
    SignedCheckpoint fork = TestMember.sign(new TreeHead(kept.checkpoint().size(), OTHER_ROOT));
    show(fork);
    assertTrustEnds(fork, "the log has two heads of the same size");
  }

  @Test
  void aShorterLogEndsTrust() {
    SignedCheckpoint shorter = TestMember.sign(new TreeHead(2, OTHER_ROOT));
    show(shorter);
    assertTrustEnds(shorter, "the log became another one");
  }

  /** One member of several may lag: what it shows was true, and is no contradiction. */
  @Test
  void anOlderHeadOfTheSameLogIsAskedForAgain() {
    SignedCheckpoint older = kept;
    gateway.sealAndAnchor();
    gateway.take(ONE.says(1, 7));
    gateway.sealAndAnchor();
    assertTrue(node.alliance.head().size() > older.checkpoint().size());
    show(older);
    until(() -> gateway.anchoring.failures() >= 2);
    assertEquals(Optional.empty(), gateway.anchoring.failure());
    node.tellTheTruth();
    until(() -> gateway.progress().anchoredBatches() == 3);
  }

  @Test
  void aLongerLogWithAnotherPastEndsTrust() {
    gateway.with(TestDevice.named("two", Suite.EDDSA));
    until(() -> node.alliance.head().size() > kept.checkpoint().size());
    SignedCheckpoint other = TestMember.sign(new TreeHead(node.alliance.head().size(), OTHER_ROOT));
    show(other);
    assertTrustEnds(other, "the log did not only grow");
  }

  @Test
  void aHeadThatIsNotCertifiedIsNoHeadAndNoContradiction() {
    TreeHead head = new TreeHead(kept.checkpoint().size(), OTHER_ROOT);
    show(TestMember.signAlone(head));
    until(() -> gateway.anchoring.failures() >= 2);
    assertEquals(Optional.empty(), gateway.anchoring.failure());
    node.tellTheTruth();
    until(() -> gateway.progress().anchoredBatches() == 2);
  }

  @Test
  void nonsenseInThePlaceOfAHeadOrAProofIsAskedForAgain() {
    int said = 1;
    for (String path : List.of("/checkpoint", "/consistency")) {
      node.lie(path, Reply.problem(503, "busy"));
      gateway.take(ONE.says(1, said++));
      gateway.seal();
      for (Reply reply :
          List.of(
              Reply.cbor(Bytes.ofUtf8("nonsense")),
              Reply.cbor(Bytes.EMPTY),
              Reply.problem(400, "out-of-range"),
              Reply.problem(503, "busy"))) {
        node.lie(path, reply);
        node.await(call -> call.path().startsWith(path) && call.status() == reply.status());
        assertEquals(Optional.empty(), gateway.anchoring.failure());
      }
      node.tellTheTruth();
      until(() -> gateway.progress().anchoredBatches() == gateway.progress().batches());
    }
  }
}
