package org.baymark.protocol.batch;

import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;

/** What devices of the tests say. */
final class Statements {
  static final DevUrn GATEWAY = new DevUrn("urn:dev:os:32473-gw1");
  static final DevUrn SENSOR = new DevUrn("urn:dev:os:32473-sensor");
  static final DevUrn SCANNER = new DevUrn("urn:dev:os:32473-scanner");
  static final Subject SHIPMENT = Subject.ofSscc("003456789012345670");
  static final SigningKey KEY =
      SigningKey.ofSecret(Suite.EDDSA, Digest.sha256(Bytes.ofUtf8("a key")).bytes())
          .toOptional()
          .orElseThrow();

  private Statements() {}

  static Sign1 event(DevUrn issuer, long boot, long seq, String payload) {
    Position position = new Position(boot, seq, Optional.empty(), OptionalLong.empty());
    Claims claims = new Claims(issuer, SHIPMENT, OptionalLong.empty(), Optional.of(position));
    return Sign1.sign(KEY, ContentType.EVENT, claims, Bytes.ofUtf8(payload));
  }

  /** Something of the gateway: no device says it. */
  static Sign1 ofGateway(ContentType type, Bytes payload) {
    Claims claims =
        new Claims(GATEWAY, Subject.of(GATEWAY), OptionalLong.empty(), Optional.empty());
    return Sign1.sign(KEY, type, claims, payload);
  }

  /** The same statement with one bit of its bytes turned, as if a store had rotted. */
  static Sign1 withBitTurned(Sign1 statement, int bit) {
    byte[] octets = statement.encoded().toArray();
    octets[bit / 8] ^= (byte) (0x80 >>> bit % 8);
    return new Sign1(
        Bytes.owning(octets),
        statement.suite(),
        statement.contentType(),
        statement.preimage(),
        statement.kid(),
        statement.claims(),
        statement.payload(),
        statement.signature(),
        statement.toBeSigned(),
        statement.id());
  }
}
