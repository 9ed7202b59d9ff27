package org.baymark.protocol.vectors;

import java.util.function.Consumer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.SigningKey;

/** A sign1 put together by hand, so that one thing in it can be wrong and its signature right. */
record Raw(SigningKey key, Bytes header, Bytes payload) {
  static final Consumer<CborWriter> TELEMETRY = out -> out.integer(112);
  static final Consumer<CborWriter> EVENT = out -> out.text("application/vnd.baymark.event+cbor");
  static final Consumer<CborWriter> RECORDS =
      out -> out.text("application/vnd.baymark.records+cbor");
  static final Consumer<CborWriter> POSITION = out -> out.array(3).integer(1).integer(0).nil();
  static final Bytes PAYLOAD =
      Files.cbor(out -> out.array(1).map(2).integer(2).integer(4).integer(-2).text("t"));

  /** A good telemetry statement of the sensor. */
  static Raw good() {
    return of(header(-7, TELEMETRY, claims(name(), name(), POSITION)), PAYLOAD);
  }

  static Raw of(Bytes header, Bytes payload) {
    return new Raw(TestKeys.SENSOR, header, payload);
  }

  static String name() {
    return Story.SENSOR.text();
  }

  static Raw payload(Consumer<CborWriter> write) {
    return of(good().header(), Files.cbor(write));
  }

  static Raw event(Consumer<CborWriter> write) {
    return event(Story.SHIPMENT.text(), write);
  }

  static Raw event(String subject, Consumer<CborWriter> write) {
    return of(header(-7, EVENT, claims(name(), subject, POSITION)), Files.cbor(write));
  }

  static Raw cover(Consumer<CborWriter> write) {
    return of(header(-7, RECORDS, claims(name(), name(), POSITION)), Files.cbor(write));
  }

  static Raw about(String issuer, String subject) {
    return of(header(-7, TELEMETRY, claims(issuer, subject, POSITION)), PAYLOAD);
  }

  static Raw at(Consumer<CborWriter> position) {
    return of(header(-7, TELEMETRY, claims(name(), name(), position)), PAYLOAD);
  }

  static Raw claiming(Consumer<CborWriter> claims) {
    return of(header(-7, TELEMETRY, claims), PAYLOAD);
  }

  static Raw typed(Consumer<CborWriter> type) {
    return of(header(-7, type, claims(name(), name(), POSITION)), PAYLOAD);
  }

  static Raw algorithm(long algorithm) {
    return of(header(algorithm, TELEMETRY, claims(name(), name(), POSITION)), PAYLOAD);
  }

  static Raw kid(Bytes kid) {
    return of(header(-7, kid, TELEMETRY, claims(name(), name(), POSITION)), PAYLOAD);
  }

  static Bytes header(long algorithm, Consumer<CborWriter> type, Consumer<CborWriter> claims) {
    return header(algorithm, TestKeys.SENSOR.verifyingKey().kid(), type, claims);
  }

  private static Bytes header(
      long algorithm, Bytes kid, Consumer<CborWriter> type, Consumer<CborWriter> claims) {
    return Files.cbor(
        out -> {
          type.accept(out.map(4).integer(1).integer(algorithm).integer(3));
          claims.accept(out.integer(4).bytes(kid).integer(15));
        });
  }

  static Consumer<CborWriter> claims(String issuer, String subject, Consumer<CborWriter> position) {
    return out ->
        position.accept(
            out.map(3).integer(1).text(issuer).integer(2).text(subject).integer(-65537));
  }

  Bytes sigStructure() {
    return Files.cbor(
        out -> out.array(4).text("Signature1").bytes(header).bytes(Bytes.EMPTY).bytes(payload));
  }

  Bytes signature() {
    return key.sign(sigStructure());
  }

  Bytes encoded() {
    return encoded(signature());
  }

  Bytes encoded(Bytes signature) {
    return Files.cbor(
        out -> out.tag(18).array(4).bytes(header).map(0).bytes(payload).bytes(signature));
  }
}
