package org.baymark.protocol.statement;

import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;

/** Payloads inside the statement that a device makes of them. */
final class Payloads {
  static final DevUrn SENSOR = new DevUrn("urn:dev:os:32473-sensor");
  static final SigningKey KEY =
      SigningKey.ofSecret(Suite.EDDSA, Digest.sha256(Bytes.ofUtf8("sensor")).bytes())
          .toOptional()
          .orElseThrow();

  private Payloads() {}

  static Sign1 signed(ContentType type, Bytes payload) {
    Position position = new Position(1, 0, Optional.empty(), OptionalLong.empty());
    Claims claims =
        new Claims(SENSOR, Subject.of(SENSOR), OptionalLong.of(1), Optional.of(position));
    return Sign1.sign(KEY, type, claims, payload);
  }

  static Parsed<Content> parse(ContentType type, String hex) {
    Bytes statement = signed(type, Bytes.ofHex(hex)).encoded();
    return Parsed.of(() -> Unverified.parse(statement).orRefuse().content());
  }

  static Telemetry telemetry(String hex) {
    return (Telemetry) parse(ContentType.TELEMETRY, hex).toOptional().orElseThrow();
  }

  static LogisticsEvent event(String hex) {
    return (LogisticsEvent) parse(ContentType.EVENT, hex).toOptional().orElseThrow();
  }

  static String answer(ContentType type, String hex) {
    return parse(type, hex).match(it -> "accepted", refused -> refused.refusal().wireName());
  }
}
