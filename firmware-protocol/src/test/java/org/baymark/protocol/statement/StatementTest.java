package org.baymark.protocol.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.Test;

/** Only a verified signature makes a statement. */
class StatementTest {
  private static final Bytes PACK = Bytes.ofHex("81a20061610201");

  private static String answer(Bytes bytes) {
    return Unverified.parse(bytes).match(it -> "accepted", refused -> refused.refusal().wireName());
  }

  @Test
  void theSignersKeyMakesAStatement() {
    Sign1 signed = Payloads.signed(ContentType.TELEMETRY, PACK);
    Unverified parsed = Unverified.parse(signed.encoded()).toOptional().orElseThrow();
    Statement statement = parsed.verifiedBy(Payloads.KEY.verifyingKey()).orElseThrow();
    assertEquals(signed.encoded(), statement.encoded());
    assertEquals(signed.id(), statement.id());
    assertEquals(Payloads.SENSOR, statement.issuer());
    assertEquals(Subject.of(Payloads.SENSOR), statement.subject());
    assertEquals(0, statement.position().seq());
    assertEquals(Kind.TELEMETRY, statement.content().kind());
    assertEquals(
        "readings",
        statement
            .content()
            .match(
                it -> "readings", it -> "event", it -> "cover", it -> "hidden", it -> "erasure"));
  }

  @Test
  void anotherKeyMakesNone() {
    Bytes encoded = Payloads.signed(ContentType.TELEMETRY, PACK).encoded();
    Unverified parsed = Unverified.parse(encoded).toOptional().orElseThrow();
    for (Suite suite : Suite.values()) {
      SigningKey other =
          SigningKey.ofSecret(suite, Bytes.ofHex("07".repeat(32))).toOptional().orElseThrow();
      assertEquals(Optional.empty(), parsed.verifiedBy(other.verifyingKey()));
    }
  }

  @Test
  void devicesSayTelemetryAndEventsOnly() {
    Claims claims =
        new Claims(
            Payloads.SENSOR, Subject.of(Payloads.SENSOR), OptionalLong.of(1), Optional.empty());
    for (ContentType type : ContentType.values()) {
      if (!type.byDevice()) {
        Sign1 signed = Sign1.sign(Payloads.KEY, type, claims, PACK);
        assertEquals("unknown-content-type", answer(signed.encoded()), type.name());
      }
    }
    Sign1 mixed = Payloads.signed(ContentType.EVENT, PACK);
    assertEquals("wrong-shape", answer(mixed.encoded()), "telemetry that says it is an event");
  }

  @Test
  void aStatementHasAtMost16384Bytes() {
    int least = Payloads.signed(ContentType.TELEMETRY, packOf(61, 0)).encoded().size();
    int last = Unverified.SIZE_MAX - least - 1; // a longer text has a longer head
    Sign1 full = Payloads.signed(ContentType.TELEMETRY, packOf(61, last));
    assertEquals(Unverified.SIZE_MAX, full.encoded().size());
    assertEquals("accepted", answer(full.encoded()));
    Sign1 over = Payloads.signed(ContentType.TELEMETRY, packOf(61, last + 1));
    assertEquals("too-large", answer(over.encoded()));
    byte[] more = new byte[Unverified.SIZE_MAX + 1];
    assertEquals("too-large", answer(Bytes.owning(more)));
    byte[] most = new byte[Unverified.SIZE_MAX];
    assertEquals("trailing-bytes", answer(Bytes.owning(most)), "read, and found to be nothing");
  }

  private static Bytes packOf(int texts, int last) {
    CborWriter out = new CborWriter();
    out.array(texts + 1);
    for (int i = 0; i < texts; i++) {
      out.map(2).integer(0).text("a").integer(3).text("x".repeat(256));
    }
    return out.map(2).integer(0).text("a").integer(3).text("x".repeat(last)).toBytes();
  }

  @Test
  void kindsHaveTheirWireNames() {
    List<String> names = Stream.of(Kind.values()).map(Kind::wireName).toList();
    assertEquals(names.stream().sorted().toList(), names, "in the order of their names");
    assertEquals(15, names.size());
    for (Kind kind : Kind.values()) {
      assertEquals(Optional.of(kind), Kind.ofWireName(kind.wireName()));
    }
    assertEquals(Optional.empty(), Kind.ofWireName("Scan"));
    assertTrue(Unverified.parse(Bytes.EMPTY) instanceof Parsed.Refused);
  }
}
