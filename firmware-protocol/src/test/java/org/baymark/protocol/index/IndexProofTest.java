package org.baymark.protocol.index;

import static org.baymark.protocol.index.IndexMapTest.key;
import static org.baymark.protocol.index.IndexMapTest.map;
import static org.baymark.protocol.index.IndexMapTest.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.junit.jupiter.api.Test;

/** What proofs of the index map prove, and what no proof may prove. */
class IndexProofTest {
  private static final int COUNT = 12;
  private static final IndexMap MAP = map(COUNT);
  private static final String DIGEST = "5820" + "00".repeat(32);

  @Test
  void noProofOfAKeyThatIsThereExcludesAnything() {
    for (int i = 0; i < COUNT; i++) {
      IndexProof proof = MAP.prove(key(i));
      for (int j = 0; j < 2 * COUNT; j++) {
        assertFalse(proof.excludes(key(j), MAP.root()));
        assertEquals(i == j, proof.includes(key(j), value(i), MAP.root()), i + " as " + j);
      }
      assertFalse(proof.includes(key(i), value(i + 1), MAP.root()));
    }
  }

  @Test
  void noLeafOnAnotherWayExcludesAKeyThatIsThere() {
    for (int i = 0; i < COUNT; i++) {
      IndexProof.Other leaf = new IndexProof.Other(hash(key(i)), hash(value(i)));
      IndexProof claim = new IndexProof(MAP.prove(key(i)).path(), Optional.of(leaf));
      for (int j = 0; j < COUNT; j++) {
        assertFalse(claim.excludes(key(j), MAP.root()), i + " against " + j);
        assertFalse(claim.includes(key(j), value(j), MAP.root()), i + " against " + j);
      }
    }
  }

  @Test
  void anAbsenceHoldsInItsOwnMapOnly() {
    for (int i = COUNT; i < 8 * COUNT; i++) {
      IndexProof proof = MAP.prove(key(i));
      assertTrue(proof.excludes(key(i), MAP.root()));
      assertFalse(proof.excludes(key(i), MAP.put(key(i), value(i)).root()));
      assertFalse(proof.excludes(key(i), IndexMap.EMPTY.root()));
      assertFalse(proof.includes(key(i), value(i), MAP.root()));
    }
  }

  @Test
  void theEmptyMapExcludesEverythingWithAnEmptyPath() {
    IndexProof proof = IndexMap.EMPTY.prove(key(1));
    assertEquals(new IndexProof(List.of(), Optional.empty()), proof);
    assertTrue(proof.excludes(key(1), IndexMap.EMPTY.root()));
    assertFalse(proof.excludes(key(1), MAP.root()));
    IndexProof longer = new IndexProof(MAP.prove(key(1)).path(), Optional.empty());
    assertFalse(longer.excludes(key(1), IndexMap.EMPTY.root()));
  }

  @Test
  void everyBitOfAProofMatters() {
    for (int i = 0; i < 2 * COUNT; i++) {
      boolean present = i < COUNT;
      Bytes wire = encode(MAP.prove(key(i)), present);
      assertTrue(holds(wire, i, present), "key " + i);
      for (int bit = 0; bit < 8 * wire.size(); bit++) {
        byte[] octets = wire.toArray();
        octets[bit / 8] ^= (byte) (0x80 >>> bit % 8);
        assertFalse(holds(Bytes.owning(octets), i, present), "key " + i + ", bit " + bit);
      }
      for (int size = 0; size < wire.size(); size++) {
        assertFalse(holds(wire.slice(0, size), i, present), "key " + i + ", size " + size);
      }
    }
  }

  @Test
  void aStepMoreOrLessFails() {
    for (int i = 0; i < 2 * COUNT; i++) {
      IndexProof proof = MAP.prove(key(i));
      for (int at = 0; at < proof.path().size(); at++) {
        List<IndexProof.Step> path = new ArrayList<>(proof.path());
        path.remove(at);
        IndexProof shorter = new IndexProof(path, proof.other());
        assertFalse(shorter.includes(key(i), value(i), MAP.root()), "key " + i);
        assertFalse(shorter.excludes(key(i), MAP.root()), "key " + i);
      }
    }
  }

  @Test
  void malformedPathsAreRefused() {
    Map<String, Refusal> paths = new LinkedHashMap<>();
    paths.put("a0", Refusal.WRONG_SHAPE);
    paths.put("8100", Refusal.WRONG_SHAPE);
    paths.put("818100", Refusal.WRONG_SHAPE);
    paths.put("818300" + DIGEST + "00", Refusal.WRONG_SHAPE);
    paths.put("818220" + DIGEST, Refusal.WRONG_SHAPE);
    paths.put("8182190100" + DIGEST, Refusal.OUT_OF_RANGE);
    paths.put("828203" + DIGEST + "8203" + DIGEST, Refusal.OUT_OF_RANGE);
    paths.put("828203" + DIGEST + "8202" + DIGEST, Refusal.OUT_OF_RANGE);
    paths.put("818200581f" + "00".repeat(31), Refusal.WRONG_SHAPE);
    paths.forEach(
        (hex, refusal) -> {
          assertEquals(refusal, refusal(parse(Bytes.ofHex(hex), true)), hex);
          assertEquals(refusal, refusal(parse(Bytes.ofHex("82" + hex + "f6"), false)), hex);
        });
    for (String hex : List.of("80", "8180", "828000", "8280f5", "828081" + DIGEST, "8380f6f6")) {
      assertEquals(Refusal.WRONG_SHAPE, refusal(parse(Bytes.ofHex(hex), false)), hex);
    }
  }

  @Test
  void aProofThatExistsHasAscendingDepthsWithinTheHash() {
    Digest any = MAP.root();
    assertThrows(IllegalArgumentException.class, () -> new IndexProof.Step(256, any));
    assertThrows(IllegalArgumentException.class, () -> new IndexProof.Step(-1, any));
    IndexProof.Step step = new IndexProof.Step(255, any);
    assertThrows(
        IllegalArgumentException.class,
        () -> new IndexProof(List.of(step, step), Optional.empty()));
    IndexProof absence = MAP.prove(key(COUNT));
    assertThrows(IllegalStateException.class, () -> absence.write(new CborWriter()));
  }

  private static boolean holds(Bytes wire, int i, boolean present) {
    return parse(wire, present)
        .match(
            proof ->
                present
                    ? proof.includes(key(i), value(i), MAP.root())
                    : proof.excludes(key(i), MAP.root()),
            refused -> false);
  }

  private static Bytes encode(IndexProof proof, boolean present) {
    CborWriter out = new CborWriter();
    if (present) {
      proof.write(out);
    } else {
      proof.writeAbsence(out);
    }
    return out.toBytes();
  }

  private static Parsed<IndexProof> parse(Bytes wire, boolean present) {
    return Parsed.of(
        () -> {
          CborReader in = CborReader.open(wire);
          return present ? IndexProof.read(in) : IndexProof.readAbsence(in);
        });
  }

  private static Refusal refusal(Parsed<IndexProof> parsed) {
    return parsed.match(
        proof -> {
          throw new AssertionError("accepted " + proof);
        },
        Parsed.Refused::refusal);
  }

  private static Digest hash(Bytes bytes) {
    return Digest.sha256(bytes);
  }
}
