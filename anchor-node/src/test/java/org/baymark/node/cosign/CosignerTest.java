package org.baymark.node.cosign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.node.Alliance;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.ConsistencyProof;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.TreeHead;
import org.junit.jupiter.api.Test;

class CosignerTest {
  private static final int SIZE_MAX = 9;
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

  private final Cosigner cosigner =
      new Cosigner(
          Alliance.KEYS.logSigner(Alliance.ORIGIN), Alliance.KEYS.cosignSigner(Alliance.MEMBER));
  private final MerkleTree log = tree("log");
  private final MerkleTree fork = tree("fork");

  private static MerkleTree tree(String name) {
    MerkleTree tree = new MerkleTree();
    for (int i = 0; i < SIZE_MAX; i++) {
      tree.append(MerkleTree.leafHash(Bytes.ofUtf8(i < 4 ? "both " + i : name + " " + i)));
    }
    return tree;
  }

  private static TreeHead head(MerkleTree tree, long size) {
    return new TreeHead(size, tree.root(size));
  }

  private boolean signs(TreeHead last, TreeHead next, ConsistencyProof proof) {
    return cosigner
        .decide(Optional.of(last), next, proof, NOW)
        .match(note -> true, reason -> false);
  }

  @Test
  void onlyALongerHeadThatContinuesTheLastIsSigned() {
    for (long last = 1; last <= SIZE_MAX; last++) {
      for (long next = 0; next <= SIZE_MAX; next++) {
        if (last < next) {
          ConsistencyProof proof = log.consistency(last, next);
          assertTrue(signs(head(log, last), head(log, next), proof), last + " to " + next);
          // Of a log that parted from ours after the fourth entry, with its own right proof.
          assertEquals(
              last <= 4,
              signs(head(log, last), head(fork, next), fork.consistency(last, next)),
              last + " to the fork's " + next);
        } else {
          ConsistencyProof proof = new ConsistencyProof(last, next, List.of());
          assertEquals(false, signs(head(log, last), head(log, next), proof));
        }
      }
    }
  }

  @Test
  void aProofOfOtherSizesDoesNotCount() {
    assertEquals(false, signs(head(log, 3), head(log, 7), log.consistency(2, 7)));
    assertEquals(false, signs(head(log, 3), head(log, 7), log.consistency(3, 8)));
    // From nothing everything follows; but something was signed.
    assertEquals(false, signs(head(log, 3), head(fork, 7), new ConsistencyProof(0, 7, List.of())));
  }

  @Test
  void theFirstHeadFollowsFromNothing() {
    ConsistencyProof proof = log.consistency(0, 5);
    SignedCheckpoint note =
        cosigner
            .decide(Optional.empty(), head(log, 5), proof, NOW)
            .match(
                signed -> signed,
                reason -> {
                  throw new AssertionError(reason);
                });
    NoteKey logKey = Alliance.KEYS.logSigner(Alliance.ORIGIN).key();
    NoteKey cosignKey = Alliance.KEYS.cosignSigner(Alliance.MEMBER).key();
    assertTrue(logKey.verifies(note.checkpoint(), note.signatures().get(0)));
    assertEquals(
        OptionalLong.of(NOW.getEpochSecond()),
        cosignKey.cosignedAt(note.checkpoint(), note.signatures().get(1)));
  }

  @Test
  void keysDoNotChangePlaces() {
    var right = Alliance.KEYS.logSigner(Alliance.ORIGIN);
    assertThrows(IllegalArgumentException.class, () -> new Cosigner(right, right));
  }
}
