package org.baymark.protocol.vectors;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.statement.EventField;
import org.baymark.protocol.statement.EventTable;
import org.baymark.protocol.statement.Kind;

/** Events to accept: of every kind in every suite, and at the edges of every limit. */
final class EventVectors {

  /** How statements.json takes one. */
  @FunctionalInterface
  interface Sink {
    void accept(String note, SigningKey key, Bytes statement);
  }

  private record Signer(String suite, DevUrn name, SigningKey key) {}

  private static final List<Signer> SIGNERS =
      List.of(
          new Signer("ES256", Story.SENSOR, TestKeys.SENSOR),
          new Signer("Ed25519", Story.SCANNER, TestKeys.SCANNER),
          new Signer("SM2", new DevUrn("urn:dev:os:32473-label3"), TestKeys.LABEL));

  private final Sink sink;

  private EventVectors(Sink sink) {
    this.sink = sink;
  }

  static void addTo(Sink sink) {
    EventVectors vectors = new EventVectors(sink);
    for (Signer signer : SIGNERS) {
      for (Kind kind : EventTable.kinds()) {
        vectors.say(signer, kind, "least", EventSamples.least(kind));
        vectors.say(signer, kind, "all", EventSamples.of(EventSamples.fields(kind, true)));
      }
    }
    vectors.edges();
  }

  private void say(
      Signer signer, Kind kind, String what, Map<EventField<?>, Consumer<CborWriter>> values) {
    String note = kind.wireName() + ", " + what + " of its fields, " + signer.suite();
    Consumer<CborWriter> payload = out -> EventSamples.write(out, kind.wireName(), values);
    sink.accept(note, signer.key(), statement(signer, kind, payload));
  }

  private static Bytes statement(Signer signer, Kind kind, Consumer<CborWriter> payload) {
    Subject subject = kind == Kind.HELLO ? Subject.of(signer.name()) : Story.SHIPMENT;
    return Said.say(
            signer.key(),
            signer.name(),
            subject,
            new Position(3, 0, Optional.empty(), OptionalLong.empty()),
            OptionalLong.of(Story.T0),
            ContentType.EVENT,
            Files.cbor(payload))
        .encoded();
  }

  private void edge(String note, Kind kind, EventField<?> field, Consumer<CborWriter> value) {
    Bytes statement = statement(SIGNERS.get(0), kind, EventSamples.with(kind, field, value));
    sink.accept(kind.wireName() + ", " + note, TestKeys.SENSOR, statement);
  }

  private void edges() {
    edge("1 byte", Kind.SCAN, EventField.RAW, out -> out.bytes(Bytes.ofHex("1d")));
    edge("512 bytes", Kind.SCAN, EventField.RAW, out -> out.bytes(Bytes.of(new byte[512])));
    edge("64 sensors", Kind.ATTACH, EventField.SENSORS, EventVectors::sensors);
    edge(
        "into a vehicle with a name",
        Kind.LOAD,
        EventField.CARRIER,
        EventSamples.text("urn:dev:os:32473-truck12"));
    edge("a seal number of 1", Kind.SEAL, EventField.SEAL_NUMBER, EventSamples.text("!"));
    edge(
        "a seal number of 64",
        Kind.UNSEAL,
        EventField.SEAL_NUMBER,
        EventSamples.text("~" + " ".repeat(62) + "~"));
    edge("a code of 1", Kind.ALERT, EventField.ALERT_CODE, EventSamples.text("a"));
    edge(
        "a code of 32",
        Kind.ALERT,
        EventField.ALERT_CODE,
        EventSamples.text("z" + "-9".repeat(15) + "a"));
    measured("-2^63, without a unit", "t", "", out -> out.integer(Long.MIN_VALUE));
    measured("2^63-1", "t", "u".repeat(256), out -> out.integer(Long.MAX_VALUE));
    measured(
        "10^18 times 2^63-1, the longest name",
        "n".repeat(256),
        "Cel",
        out -> out.tag(4).array(2).integer(18).integer(Long.MAX_VALUE));
    measured(
        "an integer as a fraction", "t", "Cel", out -> out.tag(4).array(2).integer(0).integer(4));
    measured("with a zero behind", "t", "Cel", out -> out.tag(4).array(2).integer(-1).integer(40));
    measured("10^-18", "t", "Cel", out -> out.tag(4).array(2).integer(-18).integer(1));
    edge("the least", Kind.CLOSE, EventField.CLOSED, out -> closed(out, 1, 1));
    edge(
        "the most",
        Kind.CLOSE,
        EventField.CLOSED,
        out -> closed(out, (1L << 53) - 1, (1L << 53) - 1));
    edge("a version of 1", Kind.HELLO, EventField.FIRMWARE, out -> firmware(out, "1"));
    edge("a version of 64", Kind.HELLO, EventField.FIRMWARE, out -> firmware(out, "v".repeat(64)));
    edge("an interval of 1", Kind.HELLO, EventField.INTERVAL, out -> out.integer(1));
    edge("an interval of a week", Kind.HELLO, EventField.INTERVAL, out -> out.integer(604_800));
  }

  private void measured(String note, String name, String unit, Consumer<CborWriter> value) {
    edge(
        note,
        Kind.ALERT,
        EventField.MEASURED,
        out -> value.accept(out.array(3).text(name).text(unit)));
  }

  private static void sensors(CborWriter out) {
    out.array(64).array(2).text("urn:dev:os:32473-x").nil();
    for (int i = 1; i < 64; i++) {
      out.array(2).text("urn:dev:os:32473-x" + i).array(2);
      out.integer(Position.U32_MAX).integer(Position.U32_MAX);
    }
  }

  static void closed(CborWriter out, long size, long ids) {
    out.array(4).integer(size).digest(EventSamples.ROOT).integer(ids).digest(EventSamples.ID);
  }

  static void firmware(CborWriter out, String version) {
    out.array(2).text(version).digest(EventSamples.IMAGE);
  }
}
