package org.baymark.protocol.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.junit.jupiter.api.Test;

/** The wire forms of proofs and tree heads. */
class HashPathTest {
  @Test
  void aPathComesBack() throws RefusalException {
    List<Digest> path = Worlds.leaves(0, 5);
    CborWriter out = new CborWriter();
    HashPath.write(out, path);
    assertEquals(path, HashPath.read(CborReader.open(out.toBytes())));
  }

  @Test
  void aHeadIsItsSizeAndRoot() throws RefusalException {
    TreeHead head = Worlds.TREE.head();
    CborWriter out = new CborWriter();
    head.write(out);
    assertEquals("8218215820" + head.root().hex(), out.toBytes().hex());
    assertEquals(head, TreeHead.read(CborReader.open(out.toBytes())));
  }

  @Test
  void moreHashesThanAnyProofHasAreRefused() {
    CborWriter out = new CborWriter();
    HashPath.write(out, Collections.nCopies(HashPath.COUNT_MAX + 1, MerkleTree.EMPTY_ROOT));
    assertEquals(Refusal.WRONG_SHAPE, refusal(() -> HashPath.read(open(out.toBytes()))));
  }

  @Test
  void whatIsNoDigestIsRefused() {
    for (String hex : new String[] {"8100", "8140", "81581f" + "00".repeat(31), "a0", "f6"}) {
      assertEquals(Refusal.WRONG_SHAPE, refusal(() -> HashPath.read(open(Bytes.ofHex(hex)))), hex);
    }
  }

  @Test
  void aSizeAbove53BitsIsRefused() {
    Bytes head = Bytes.ofHex("821b0020000000000000" + "5820" + "00".repeat(32));
    assertEquals(Refusal.OUT_OF_RANGE, refusal(() -> TreeHead.read(open(head))));
    assertThrows(
        IllegalArgumentException.class, () -> new TreeHead(1L << 53, MerkleTree.EMPTY_ROOT));
  }

  /** A reader's call. */
  private interface Reading {
    Object read() throws RefusalException;
  }

  private static Refusal refusal(Reading reading) {
    return assertThrows(RefusalException.class, reading::read).refusal();
  }

  private static CborReader open(Bytes item) throws RefusalException {
    return CborReader.open(item);
  }
}
