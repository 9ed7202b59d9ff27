package org.baymark.protocol.cbor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.RefusalException;
import org.junit.jupiter.api.Test;

/** RFC 8949, section 4.2.1: one value, one encoding. */
class DeterministicTest {

  @Test
  void refusalsNameWhatIsWrongAndWhere() {
    Map<String, String> table = new LinkedHashMap<>();
    table.put("", "not-cbor (1): ends in the middle of an item (at byte 0)");
    table.put("0000", "trailing-bytes (5): 1 bytes after the item (at byte 1)");
    table.put("1817", "not-deterministic (2): a shorter form of this number exists (at byte 0)");
    table.put(
        "811900ff", "not-deterministic (2): a shorter form of this number exists (at byte 1)");
    table.put(
        "1a0000ffff", "not-deterministic (2): a shorter form of this number exists (at byte 0)");
    table.put(
        "1b00000000ffffffff",
        "not-deterministic (2): a shorter form of this number exists (at byte 0)");
    table.put("d817f6", "not-deterministic (2): a shorter form of this number exists (at byte 0)");
    table.put("580100", "not-deterministic (2): a shorter form of this number exists (at byte 0)");
    table.put("5f", "not-deterministic (2): indefinite length (at byte 0)");
    table.put("a200000000", "not-deterministic (2): the same key twice (at byte 3)");
    table.put("a201000000", "not-deterministic (2): map keys out of order (at byte 3)");
    table.put("a220000000", "not-deterministic (2): map keys out of order (at byte 3)");
    table.put("a2616100616100", "not-deterministic (2): the same key twice (at byte 4)");
    table.put("81f97e01", "not-deterministic (2): a NaN other than f97e00 (at byte 1)");
    table.put("fa00000000", "not-deterministic (2): a shorter float exists (at byte 0)");
    table.put("1c", "not-cbor (1): reserved additional information 28 (at byte 0)");
    table.put("81fc", "not-cbor (1): no item starts with this byte (at byte 1)");
    table.put("f81f", "not-cbor (1): simple value below 32 in two bytes (at byte 0)");
    table.put("8261ff", "not-cbor (1): text that is not UTF-8 (at byte 1)");
    table.put("42ff", "not-cbor (1): ends before what its head announces (at byte 0)");
    table.put("81".repeat(17) + "00", "too-deep (3): nested deeper than 16 (at byte 17)");
    table.forEach((hex, text) -> assertEquals(text, answer(hex), hex));
  }

  private static String answer(String hex) {
    return Parsed.of(() -> CborReader.open(Bytes.ofHex(hex)))
        .match(reader -> "accepted", Parsed.Refused::text);
  }

  @Test
  void sixteenLevelsAreRead() {
    for (String head : new String[] {"81", "a100", "c1"}) {
      assertEquals("accepted", answer(head.repeat(16) + "00"), head);
      assertTrue(answer(head.repeat(17) + "00").startsWith("too-deep"), head);
    }
    assertEquals("accepted", answer("a1".repeat(16) + "00".repeat(17)));
  }

  /** Every number has the shortest head, and every longer head of it is refused. */
  @Test
  void everyNumberHasOneHead() throws RefusalException {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      long value = random.nextLong() >>> random.nextInt(64);
      for (long number : new long[] {value & Long.MAX_VALUE, -1 - (value & Long.MAX_VALUE)}) {
        Bytes encoded = new CborWriter().integer(number).toBytes();
        assertEquals(number, CborReader.open(encoded).integer());
        long argument = number < 0 ? -1 - number : number;
        int major = number < 0 ? 0x20 : 0;
        for (int log = 0; log < 4; log++) {
          int size = 1 << log;
          if (size == 8 || argument >>> (8 * size) == 0) {
            String hex = String.format("%02x%0" + 2 * size + "x", major | 24 + log, argument);
            boolean shortest = hex.equals(encoded.hex());
            assertEquals(shortest, answer(hex).equals("accepted"), hex);
          }
        }
      }
    }
  }

  /** RFC 8949, section 4.2.1: bytewise order of the encoded keys. */
  @Test
  void keysOfAMapAscendBytewise() {
    assertEquals(
        "accepted",
        answer(
            "a8"
                + "0a00"
                + "186400"
                + "2000"
                + "617a00"
                + "62616100"
                + "811864f6"
                + "8120f6"
                + "f4f6"));
    assertTrue(answer("a2" + "617a00" + "2000").contains("out of order"));
    assertTrue(answer("a2" + "62616100" + "617a00").contains("out of order"));
  }
}
