package org.baymark.protocol.cbor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.RefusalException;
import org.junit.jupiter.api.Test;

/** A pull fails only because the item has another shape, and says so. */
class CborReaderTest {
  private interface Pull {
    Object from(CborReader in) throws RefusalException;
  }

  private static String pull(String hex, Pull pull) {
    return Parsed.of(() -> pull.from(CborReader.open(Bytes.ofHex(hex))))
        .match(Object::toString, Parsed.Refused::text);
  }

  private static CborFields fields(CborReader in) throws RefusalException {
    return in.fields();
  }

  @Test
  void everyPullRefusesEveryOtherKind() {
    Map<String, Pull> pulls = new LinkedHashMap<>();
    pulls.put("00", in -> in.unsigned(9));
    pulls.put("20", CborReader::integer);
    pulls.put("40", in -> in.bytes(9));
    pulls.put("60", in -> in.text(9));
    pulls.put("80", in -> in.array(0, 9));
    pulls.put("a0", CborReaderTest::fields);
    pulls.put(
        "c000",
        in -> {
          in.tag(0);
          return "tagged";
        });
    pulls.put("f4", CborReader::bool);
    pulls.put("f93c00", CborReader::floating);
    pulls.forEach(
        (own, pull) ->
            pulls.forEach(
                (other, unused) -> {
                  boolean mayRead = own.equals(other) || (own.equals("20") && other.equals("00"));
                  String said = pull(other, pull);
                  assertEquals(!mayRead, said.startsWith("wrong-shape (6): not "), own + other);
                }));
    for (String simple : new String[] {"f6", "f7", "f0", "f8ff"}) {
      pulls.forEach(
          (own, pull) -> assertTrue(pull(simple, pull).startsWith("wrong-shape"), simple));
    }
  }

  @Test
  void numbersHaveBounds() {
    assertEquals("9", pull("09", in -> in.unsigned(9)));
    assertEquals(
        "out-of-range (9): a number above 9 (at byte 0)", pull("0a", in -> in.unsigned(9)));
    assertTrue(pull("1bffffffffffffffff", in -> in.unsigned(Long.MAX_VALUE)).startsWith("out-of"));
    assertEquals("1", pull("01", in -> in.unsignedFrom1(9)));
    assertTrue(pull("00", in -> in.unsignedFrom1(9)).startsWith("out-of-range (9): zero"));
    assertTrue(pull("3b8000000000000000", CborReader::integer).startsWith("out-of-range"));
  }

  @Test
  void stringsHaveBounds() {
    assertEquals("0102", pull("420102", in -> in.bytes(2)));
    assertEquals("too-large (4): more than 1 bytes (at byte 0)", pull("420102", in -> in.bytes(1)));
    assertTrue(pull("420102", in -> in.bytesOf(3)).startsWith("wrong-shape"));
    assertTrue(pull("420102", in -> in.bytesOf(1)).startsWith("wrong-shape"));
    assertEquals("\u00fc", pull("62c3bc", in -> in.text(2)));
    assertTrue(pull("62c3bc", in -> in.text(1)).startsWith("too-large"), "bytes, not characters");
    assertTrue(pull("581f" + "00".repeat(31), CborReader::digest).startsWith("wrong-shape"));
    assertEquals("00".repeat(32), pull("5820" + "00".repeat(32), CborReader::digest));
  }

  @Test
  void arraysAndTagsAndLiteralsAreAsExpected() {
    assertEquals("2", pull("820000", in -> in.array(2, 2)));
    assertTrue(pull("820000", in -> in.array(3, 9)).contains("an array of 2 where 3 to 9 may be"));
    assertTrue(pull("820000", in -> in.array(0, 1)).startsWith("wrong-shape"));
    assertTrue(pull("c100", this::tag0).startsWith("wrong-shape (6): a tag other than 0"));
    assertEquals("read", pull("6161", this::literalA));
    for (String other : new String[] {"6162", "60", "4161", "00", "626161"}) {
      assertTrue(pull(other, this::literalA).startsWith("wrong-shape (6): not \"a\""), other);
    }
  }

  private Object tag0(CborReader in) throws RefusalException {
    in.tag(0);
    return "read";
  }

  private Object literalA(CborReader in) throws RefusalException {
    in.literal("a");
    return "read";
  }

  @Test
  void itemsAreSteppedOverWhole() throws RefusalException {
    String inner = "a2018202c24101617af97e00";
    CborReader in = CborReader.open(Bytes.ofHex("83" + inner + "1903e8" + "f6"));
    in.arrayOf(3);
    assertEquals(inner, in.item().hex());
    assertEquals("1903e8", in.item().hex());
    assertFalse(in.peek() == CborReader.Kind.END);
    assertEquals("f6", in.item().hex());
    assertEquals(CborReader.Kind.END, in.peek());
    assertFalse(in.skipNull());
    assertEquals(17, in.offset());
  }

  @Test
  void fieldsAreAskedForInTheirOrder() {
    Pull three =
        in -> {
          CborFields fields = in.fields();
          fields.required(1);
          long first = in.integer();
          long second = fields.optional(24) ? in.integer() : -1;
          fields.required(-2);
          long third = in.integer();
          fields.end();
          return first + " " + second + " " + third;
        };
    assertEquals("7 8 9", pull("a3010718180821" + "09", three));
    assertEquals("7 -1 9", pull("a201072109", three));
    Map<String, String> wrong = new LinkedHashMap<>();
    wrong.put("a0", "missing-field (8): field 1 is missing (at byte 0)");
    wrong.put("a12109", "missing-field (8): field 1 is missing (at byte 0)");
    wrong.put("a10107", "missing-field (8): field -2 is missing (at byte 0)");
    wrong.put("a30007" + "0107" + "2109", "unknown-field (7): unknown field 0 (at byte 1)");
    wrong.put("a30107" + "0207" + "2109", "unknown-field (7): unknown field 2 (at byte 3)");
    wrong.put("a30107" + "2007" + "2109", "unknown-field (7): unknown field -1 (at byte 3)");
    wrong.put("a30107" + "2109" + "2209", "unknown-field (7): unknown field -3 (at byte 5)");
    wrong.put(
        "a30107" + "2109" + "6009",
        "unknown-field (7): unknown field that is no integer (at byte 5)");
    wrong.put("a20107" + "6009", "missing-field (8): field -2 is missing (at byte 0)");
    wrong.put(
        "a20107" + "1bffffffffffffffff09",
        "out-of-range (9): an integer beyond 64 bits (at byte 3)");
    wrong.forEach((hex, text) -> assertEquals(text, pull(hex, three), hex));
  }

  @Test
  void theWriterWritesWhatTheReaderReads() throws RefusalException {
    Digest digest = Digest.sha256();
    Bytes large = Bytes.owning(new byte[70_000]);
    CborWriter out = new CborWriter().array(8).tag(18).nil().bool(true).map(1).integer(-1);
    out.text("\u00fc").digest(digest).bytes(large).raw(Bytes.ofHex("8101")).array(0).bool(false);
    CborReader in = CborReader.open(out.toBytes());
    in.arrayOf(8);
    in.tag(18);
    assertTrue(in.skipNull());
    assertTrue(in.bool());
    CborFields fields = in.fields();
    fields.required(-1);
    assertEquals("\u00fc", in.text(2));
    fields.end();
    assertEquals(digest, in.digest());
    assertEquals(large, in.bytes(70_000));
    in.arrayOf(1);
    assertEquals(1, in.integer());
    in.arrayOf(0);
    assertFalse(in.bool());
  }
}
