package org.baymark.protocol.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Values of octets. */
class BytesTest {

  @Test
  void theyDoNotChangeWithTheArrayTheyCameFrom() {
    byte[] octets = {1, 2};
    Bytes bytes = Bytes.of(octets);
    octets[0] = 9;
    bytes.toArray()[1] = 9;
    assertEquals("0102", bytes.hex());
  }

  @Test
  void hexIsReadInEitherCaseAndNothingElse() {
    assertEquals(Bytes.of(new byte[] {(byte) 0xab, 0}), Bytes.ofHex("aB00"));
    for (String wrong : List.of("0", "0x00", "zz", " 00", "00 ", "0:0")) {
      assertThrows(IllegalArgumentException.class, () -> Bytes.ofHex(wrong), wrong);
    }
  }

  @Test
  void theyAreOrderedAsUnsignedBytes() {
    List<Bytes> ordered =
        Stream.of("", "00", "0000", "007f", "0080", "01", "7f", "80", "ff", "ff00")
            .map(Bytes::ofHex)
            .toList();
    for (int i = 0; i < ordered.size(); i++) {
      for (int j = 0; j < ordered.size(); j++) {
        int compared = Integer.signum(ordered.get(i).compareTo(ordered.get(j)));
        assertEquals(Integer.compare(i, j), compared);
        assertEquals(i == j, ordered.get(i).equals(ordered.get(j)));
      }
    }
  }

  @Test
  void partsAndWholes() {
    Bytes bytes = Bytes.ofHex("010203");
    assertEquals("02", bytes.slice(1, 2).hex());
    assertEquals(Bytes.EMPTY, bytes.slice(3, 3));
    assertEquals("010203010203", bytes.concat(bytes).hex());
    assertEquals(3, bytes.at(2));
    assertEquals("\u00fc", Bytes.ofUtf8("\u00fc").utf8());
    assertEquals(bytes.hashCode(), Bytes.ofHex("010203").hashCode());
  }

  /** FIPS 180-4, as the NIST examples have it. */
  @Test
  void digestsAreSha256() {
    String abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assertEquals(abc, Digest.sha256(Bytes.ofUtf8("abc")).hex());
    assertEquals(abc, Digest.sha256(Bytes.ofUtf8("a"), Bytes.EMPTY, Bytes.ofUtf8("bc")).hex());
    assertEquals(abc, Digest.sha256('a', Bytes.ofUtf8("b"), Bytes.ofUtf8("c")).hex());
    String none = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assertEquals(none, Digest.sha256().hex());
  }

  @Test
  void aDigestHas32Bytes() {
    for (int size : new int[] {0, 31, 33, 64}) {
      Bytes wrong = Bytes.owning(new byte[size]);
      assertThrows(IllegalArgumentException.class, () -> Digest.of(wrong));
    }
    assertNotEquals(Digest.sha256(), Digest.sha256(0));
  }

  @Test
  void bitZeroIsTheHighestOfTheFirstByte() {
    Digest digest = Digest.ofHex("8001" + "00".repeat(29) + "01");
    for (int bit = 0; bit < 256; bit++) {
      assertEquals(bit == 0 || bit == 15 || bit == 255, digest.bit(bit), "bit " + bit);
    }
  }

  @Test
  void aParserLeavesByOneDoor() throws RefusalException {
    Parsed<String> right = Parsed.of(() -> "value");
    assertEquals("value", right.orRefuse());
    Parsed<String> wrong =
        Parsed.of(
            () -> {
              throw new RefusalException(Refusal.BAD_KEY, 7, "why");
            });
    assertEquals("bad-key (13): why (at byte 7)", wrong.match(it -> it, Parsed.Refused::text));
    assertTrue(wrong.toOptional().isEmpty());
    RefusalException thrown = assertThrows(RefusalException.class, wrong::orRefuse);
    assertEquals(Refusal.BAD_KEY, thrown.refusal());
    assertEquals(7, thrown.offset());
    assertEquals(0, thrown.getStackTrace().length, "hostile bytes come in floods");
    Parsed<String> nowhere =
        Parsed.of(
            () -> {
              throw new RefusalException(Refusal.BUSY, "later");
            });
    assertEquals("busy (37): later", nowhere.match(it -> it, Parsed.Refused::text));
  }

  /** The numbers are part of the protocol: PROTOCOL.md, "Refusals". */
  @Test
  void refusalsKeepTheirNumbersAndNames() {
    String table =
        "1 not-cbor, 2 not-deterministic, 3 too-deep, 4 too-large, 5 trailing-bytes, 6 wrong-shape,"
            + " 7 unknown-field, 8 missing-field, 9 out-of-range, 10 bad-subject, 11 bad-name,"
            + " 12 unknown-algorithm, 13 bad-key, 14 unknown-content-type, 15 bad-telemetry,"
            + " 16 bad-event, 17 bad-signature, 32 unknown-device, 33 unknown-key,"
            + " 34 kind-not-allowed, 35 wrong-topic, 36 revoked-key, 37 busy,"
            + " 38 too-many-records, 40 wrong-state, 41 wrong-nonce, 42 old-command,"
            + " 43 expired-command";
    List<String> all =
        Stream.of(Refusal.values()).map(one -> one.number() + " " + one.wireName()).toList();
    assertEquals(table, String.join(", ", all));
  }
}
