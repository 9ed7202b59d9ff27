package org.baymark.protocol.passport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.statement.Unverified;
import org.junit.jupiter.api.Test;

/** A refusal names the byte of the whole message, however deep the fault is packed. */
class OffsetsTest {
  private static final SigningKey KEY =
      SigningKey.ofSecret(Suite.EDDSA, Bytes.ofHex("07".repeat(32))).toOptional().orElseThrow();

  private static Bytes statement(String payload) {
    DevUrn name = new DevUrn("urn:dev:mac:0011223344556677");
    Position first = new Position(1, 0, Optional.empty(), OptionalLong.empty());
    Claims claims =
        new Claims(name, Subject.of(name), OptionalLong.of(0x77777777), Optional.of(first));
    return Sign1.sign(KEY, ContentType.TELEMETRY, claims, Bytes.ofHex(payload)).encoded();
  }

  private static String answer(Parsed<?> parsed) {
    return parsed.match(
        it -> "accepted", refused -> refused.refusal().wireName() + " " + refused.offset());
  }

  private static int placeOf(String hex, Bytes in) {
    return in.hex().indexOf(hex) / 2;
  }

  /** The same with the only occurrence of some bytes changed. */
  private static Bytes changed(Bytes in, String from, String to) {
    return Bytes.ofHex(in.hex().replaceFirst(from, to));
  }

  @Test
  void inThePayload() {
    Bytes unknown = statement("81a30061610201187b01");
    assertEquals("unknown-field " + placeOf("187b", unknown), answer(Unverified.parse(unknown)));
    Bytes shape = statement("81a20061610280");
    int last = shape.size() - 66 - 1;
    assertEquals("bad-telemetry " + last, answer(Unverified.parse(shape)));
    Bytes longer = statement("81a2006161021805");
    assertEquals("not-deterministic " + (longer.size() - 66 - 2), answer(Unverified.parse(longer)));
  }

  @Test
  void inTheHeader() {
    Bytes good = statement("81a20061610205");
    assertEquals("accepted", answer(Unverified.parse(good)));
    Bytes algorithm = changed(good, "a40127", "a40133");
    assertEquals(
        "unknown-algorithm " + (placeOf("a40133", algorithm) + 2),
        answer(Unverified.parse(algorithm)));
    Bytes claim = changed(good, "061a77777777", "071a77777777");
    assertEquals(
        "unknown-field " + placeOf("071a77777777", claim), answer(Unverified.parse(claim)));
  }

  @Test
  void inAStatementInAPassport() throws IOException {
    Bytes good = Bytes.owning(Files.readAllBytes(Path.of("vectors/passport/good.baymark")));
    assertEquals("accepted", answer(Passport.parse(good)));
    String hex = good.hex();
    // The iss of the last statement in the file: "urn" becomes "uxn".
    int at = hex.lastIndexOf("01781c75726e");
    Bytes named =
        Bytes.ofHex(
            hex.substring(0, at) + "01781c75786e" + hex.substring(at + "01781c75726e".length()));
    assertEquals("bad-name " + (at / 2 + 1), answer(Passport.parse(named)));
    // A seal of height 0 knows no place of its own: the string that holds it is named.
    int seal = hex.indexOf("75" + Bytes.ofUtf8("baymark index seal v1").hex()) / 2 - 1;
    Bytes epoch =
        Bytes.ofHex(hex.substring(0, 2 * (seal + 23)) + "01" + hex.substring(2 * (seal + 24)));
    assertEquals("out-of-range " + (seal - 2), answer(Passport.parse(epoch)));
  }
}
