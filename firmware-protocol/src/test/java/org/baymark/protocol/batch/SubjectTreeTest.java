package org.baymark.protocol.batch;

import static org.baymark.protocol.batch.Statements.GATEWAY;
import static org.baymark.protocol.batch.Statements.SCANNER;
import static org.baymark.protocol.batch.Statements.SENSOR;
import static org.baymark.protocol.batch.Statements.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.merkle.MerkleTree;
import org.junit.jupiter.api.Test;

/** The tree of one subject: one order, and no bit of a statement without weight. */
class SubjectTreeTest {
  private static final Digest KEY = Digest.ofHex("01".repeat(32));
  private static final String LEAF_0 =
      ("84726261796d61726b207375626a656374207631" + "5820" + KEY)
          + "7475726e3a6465763a6f733a33323437332d67773107";

  /** In their order: by issuer, then boot, then seq as numbers. */
  private static final List<Sign1> SORTED =
      List.of(
          event(SCANNER, 9, 9, "a"),
          event(SENSOR, 2, 9, "b"),
          event(SENSOR, 2, 10, "c"),
          event(SENSOR, 10, 0, "d"),
          event(SENSOR, 0xffff_ffffL, 0, "e"));

  private static SubjectTree tree(List<Sign1> statements) {
    return SubjectTree.of(GATEWAY, 7, KEY, statements);
  }

  @Test
  void leaf0SaysWhoseTreeItIs() {
    List<Bytes> leaves = new ArrayList<>(List.of(Bytes.ofHex(LEAF_0)));
    SORTED.forEach(statement -> leaves.add(statement.encoded()));
    SubjectTree tree = tree(SORTED);
    assertEquals(MerkleTree.of(leaves).root(), tree.root());
    assertEquals(5, tree.n());
    assertEquals(new SubjectEntry(KEY, 5, tree.root()), tree.entry());
  }

  @Test
  void statementsAreSortedByIssuerBootSeq() {
    Random random = new Random(1);
    for (int round = 0; round < 100; round++) {
      List<Sign1> shuffled = new ArrayList<>(SORTED);
      Collections.shuffle(shuffled, random);
      assertEquals(SORTED, tree(shuffled).statements());
      assertEquals(shuffled.equals(SORTED), SubjectTree.isOrdered(shuffled));
    }
  }

  @Test
  void twoStatementsOfOnePositionStandByTheirId() {
    Sign1 one = event(SENSOR, 1, 1, "one story");
    Sign1 other = event(SENSOR, 1, 1, "another");
    List<Sign1> sorted = tree(List.of(one, other)).statements();
    assertTrue(sorted.get(0).id().compareTo(sorted.get(1).id()) < 0);
    assertEquals(sorted, tree(List.of(other, one)).statements());
  }

  @Test
  void anyBitOfAnyStatementChangesTheRoot() {
    Digest root = tree(SORTED).root();
    for (int i = 0; i < SORTED.size(); i++) {
      for (int bit = 0; bit < 8 * SORTED.get(i).encoded().size(); bit++) {
        List<Sign1> rotten = new ArrayList<>(SORTED);
        rotten.set(i, Statements.withBitTurned(SORTED.get(i), bit));
        assertNotEquals(root, tree(rotten).root(), "statement " + i + ", bit " + bit);
      }
    }
  }

  @Test
  void theTreeOfAnotherGatewayBatchOrSubjectHasAnotherRoot() {
    Digest root = tree(SORTED).root();
    DevUrn gateway = new DevUrn("urn:dev:os:32473-gw2");
    assertNotEquals(root, new SubjectTree(gateway, 7, KEY, SORTED).root());
    assertNotEquals(root, new SubjectTree(GATEWAY, 8, KEY, SORTED).root());
    assertNotEquals(root, new SubjectTree(GATEWAY, 7, Digest.sha256(), SORTED).root());
    assertNotEquals(root, tree(SORTED.subList(0, 4)).root());
  }

  @Test
  void nothingTwiceOutOfOrderOrNotOfADevice() {
    Sign1 first = SORTED.get(0);
    Sign1 header = Statements.ofGateway(ContentType.BATCH, Bytes.EMPTY);
    illegal(List.of());
    illegal(List.of(first, first));
    illegal(List.of(SORTED.get(1), first));
    illegal(List.of(header));
    illegal(List.of(first, header));
    assertTrue(SubjectTree.isOrdered(List.of()));
    assertFalse(SubjectTree.isOrdered(List.of(first, header)));
    assertThrows(
        IllegalArgumentException.class, () -> new SubjectTree(GATEWAY, 0, KEY, List.of(first)));
  }

  private static void illegal(List<Sign1> statements) {
    assertThrows(
        IllegalArgumentException.class, () -> new SubjectTree(GATEWAY, 7, KEY, statements));
  }
}
