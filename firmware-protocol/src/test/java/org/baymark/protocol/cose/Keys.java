package org.baymark.protocol.cose;

import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;

/** Keys and claims for the tests of this room. */
final class Keys {
  static final DevUrn SENSOR = new DevUrn("urn:dev:ow:10e2073a01080063");

  private Keys() {}

  static SigningKey signing(Suite suite) {
    return ok(SigningKey.ofSecret(suite, Digest.sha256(Bytes.ofUtf8("secret")).bytes()));
  }

  static VerifyingKey p256(String x, String y) {
    return ok(VerifyingKey.parse(Bytes.ofHex(p256Hex(x, y))));
  }

  static String p256Hex(String x, String y) {
    return "a401022001" + "215820" + x + "225820" + y;
  }

  static String ed25519Hex(String x) {
    return "a301012006" + "215820" + x;
  }

  static Claims claims() {
    Bytes previous = Bytes.ofHex("00112233445566778899aabbccddeeff");
    Position at = new Position(3, 1000, Optional.of(previous), OptionalLong.of(86_400_000));
    return new Claims(SENSOR, Subject.of(SENSOR), OptionalLong.of(1_780_000_000), Optional.of(at));
  }

  static <T> T ok(Parsed<T> parsed) {
    return parsed.match(
        value -> value,
        refused -> {
          throw new AssertionError(refused.text());
        });
  }

  static String answer(Parsed<?> parsed) {
    return parsed.match(value -> "accepted", refused -> refused.refusal().wireName());
  }
}
