package org.baymark.protocol.vectors;

import static org.baymark.protocol.vectors.EventSamples.least;
import static org.baymark.protocol.vectors.EventSamples.text;
import static org.baymark.protocol.vectors.EventSamples.with;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Map;
import java.util.function.Consumer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.statement.EventField;
import org.baymark.protocol.statement.EventTable;
import org.baymark.protocol.statement.EventTable.Standing;
import org.baymark.protocol.statement.Kind;

/** Events that are well signed and break one rule of section 6.2 each. */
final class RefusedEvents {
  private static final Refusal BAD = Refusal.BAD_EVENT;
  private static final Consumer<CborWriter> NUMBER = out -> out.integer(1);

  private final ArrayNode list;

  private RefusedEvents(ArrayNode list) {
    this.list = list;
  }

  static void addTo(ArrayNode list) {
    RefusedEvents vectors = new RefusedEvents(list);
    for (Kind kind : EventTable.kinds()) {
      EventField.ALL.forEach(field -> vectors.cell(kind, field));
    }
    vectors.kinds();
    vectors.places();
    vectors.scanned();
    vectors.sensors();
    vectors.texts();
    vectors.measured();
    vectors.ids();
    vectors.closed();
    vectors.firmware();
  }

  /** What the vector of one cell of the table is called. */
  static String note(Kind kind, EventField<?> field) {
    String how = EventTable.of(kind, field) == Standing.MUST ? " without " : " with ";
    return kind.wireName() + how + "field " + field.label() + ", " + field.text();
  }

  /** The event without a field that it must have, or with one that it never has. */
  private void cell(Kind kind, EventField<?> field) {
    Map<EventField<?>, Consumer<CborWriter>> values = least(kind);
    switch (EventTable.of(kind, field)) {
      case MUST -> values.remove(field);
      case NEVER -> values.putAll(EventSamples.of(java.util.List.of(field)));
      case MAY -> {
        return;
      }
    }
    refuse(BAD, note(kind, field), kind, out -> EventSamples.write(out, kind.wireName(), values));
  }

  private void kinds() {
    for (String kind : new String[] {"telemetry", "batch", "Scan", ""}) {
      refuse(
          BAD,
          "an event of kind \"" + kind + "\"",
          Kind.SCAN,
          out -> EventSamples.write(out, kind, least(Kind.SCAN)));
    }
    refuse(
        Refusal.TOO_LARGE,
        "a kind of 33 bytes",
        Kind.SCAN,
        out -> EventSamples.write(out, "s".repeat(33), least(Kind.SCAN)));
    refuse(
        Refusal.WRONG_SHAPE,
        "a kind that is a number",
        Kind.SCAN,
        out -> out.map(1).integer(1).integer(1));
    refuse(Refusal.WRONG_SHAPE, "an array", Kind.SCAN, out -> out.array(0));
    Consumer<CborWriter> raw = out -> out.integer(3).bytes(Raw.PAYLOAD);
    refuse(Refusal.MISSING_FIELD, "no kind", Kind.SCAN, out -> raw.accept(out.map(1)));
    refuse(
        Refusal.UNKNOWN_FIELD,
        "field 14",
        Kind.SCAN,
        out -> {
          raw.accept(out.map(3).integer(1).text("scan"));
          out.integer(14).integer(0);
        });
    refuse(
        Refusal.UNKNOWN_FIELD,
        "field 0",
        Kind.SCAN,
        out -> raw.accept(out.map(3).integer(0).integer(0).integer(1).text("scan")));
    refuse(
        Refusal.UNKNOWN_FIELD,
        "a field with a text for a label",
        Kind.SCAN,
        out -> {
          raw.accept(out.map(3).integer(1).text("scan"));
          out.text("x").integer(0);
        });
  }

  private void places() {
    String shipment = Story.SHIPMENT.text();
    refuse(BAD, "a place that is a shipment", Kind.SCAN, EventField.PLACE, text(shipment));
    refuse(BAD, "a place that is a party", Kind.SCAN, EventField.PLACE, text(EventSamples.PARTY));
    refuse(
        Refusal.BAD_SUBJECT, "a place that is no subject", Kind.SCAN, EventField.PLACE, text("x"));
    refuse(
        Refusal.TOO_LARGE,
        "a place of 257 bytes",
        Kind.SCAN,
        EventField.PLACE,
        text("x".repeat(257)));
    String dock = Said.DOCK.text();
    refuse(BAD, "a carrier that is a place", Kind.LOAD, EventField.CARRIER, text(dock));
    refuse(
        BAD,
        "a carrier that is a party",
        Kind.UNLOAD,
        EventField.CARRIER,
        text(EventSamples.PARTY));
    refuse(BAD, "a carrier that is the subject", Kind.LOAD, EventField.CARRIER, text(shipment));
    refuse(
        Refusal.BAD_SUBJECT,
        "a carrier that is no subject",
        Kind.LOAD,
        EventField.CARRIER,
        text(""));
    refuse(BAD, "a party that is a place", Kind.HANDOVER, EventField.PARTY, text(dock));
    refuse(
        Refusal.BAD_SUBJECT,
        "a party with a wrong check digit",
        Kind.HANDOVER,
        EventField.PARTY,
        text(EventSamples.PARTY.replaceAll("5$", "6")));
  }

  private void scanned() {
    refuse(BAD, "a scan of no bytes", Kind.SCAN, EventField.RAW, out -> out.bytes(Bytes.EMPTY));
    refuse(
        Refusal.TOO_LARGE,
        "513 bytes scanned",
        Kind.SCAN,
        EventField.RAW,
        out -> out.bytes(Bytes.of(new byte[513])));
    refuse(Refusal.WRONG_SHAPE, "a scan of text", Kind.SCAN, EventField.RAW, text("]C1"));
  }

  private void sensors() {
    String name = Story.SENSOR.text();
    attach(Refusal.WRONG_SHAPE, "no sensors", out -> out.array(0));
    attach(Refusal.WRONG_SHAPE, "65 sensors", RefusedEvents::sensors65);
    attach(
        BAD,
        "the same sensor twice",
        out -> out.array(2).array(2).text(name).nil().array(2).text(name).nil());
    attach(
        Refusal.BAD_NAME,
        "a sensor that is a shipment",
        out -> out.array(1).array(2).text(Story.SHIPMENT.text()).nil());
    attach(
        Refusal.OUT_OF_RANGE,
        "a sensor at boot 2^32",
        out -> out.array(1).array(2).text(name).array(2).integer(1L << 32).integer(0));
    attach(
        Refusal.WRONG_SHAPE,
        "a sensor with three items",
        out -> out.array(1).array(3).text(name).nil().nil());
    attach(
        Refusal.WRONG_SHAPE,
        "a sensor at a boot without a number",
        out -> out.array(1).array(2).text(name).array(1).integer(1));
  }

  private static void sensors65(CborWriter out) {
    out.array(65);
    for (int i = 0; i < 65; i++) {
      out.array(2).text("urn:dev:os:32473-x" + i).nil();
    }
  }

  private void attach(Refusal reason, String note, Consumer<CborWriter> sensors) {
    refuse(reason, note, Kind.ATTACH, EventField.SENSORS, sensors);
  }

  private void texts() {
    labels(
        "a seal number", value -> with(Kind.SEAL, EventField.SEAL_NUMBER, text(value)), Kind.SEAL);
    refuse(
        Refusal.WRONG_SHAPE,
        "a seal number that is a number",
        Kind.SEAL,
        EventField.SEAL_NUMBER,
        NUMBER);
    for (String code : new String[] {"", "Door", "1door", "-door", "door open", "door_open"}) {
      refuse(BAD, "an alert code \"" + code + "\"", Kind.ALERT, EventField.ALERT_CODE, text(code));
    }
    refuse(
        Refusal.TOO_LARGE,
        "an alert code of 33",
        Kind.ALERT,
        EventField.ALERT_CODE,
        text("a".repeat(33)));
  }

  private void labels(
      String what, java.util.function.Function<String, Consumer<CborWriter>> event, Kind kind) {
    refuse(BAD, what + " of no characters", kind, event.apply(""));
    refuse(BAD, what + " that begins with a space", kind, event.apply(" 42"));
    refuse(BAD, what + " that ends with a space", kind, event.apply("42 "));
    refuse(BAD, what + " with a tab", kind, event.apply("4\t2"));
    refuse(BAD, what + " beyond ASCII", kind, event.apply("4\u00fc2"));
    refuse(Refusal.TOO_LARGE, what + " of 65", kind, event.apply("4".repeat(65)));
  }

  private void measured() {
    measured(BAD, "a measured half float", "t", out -> out.raw(Bytes.ofHex("f93e00")));
    measured(BAD, "a measured double", "t", out -> out.raw(Bytes.ofHex("fb400199999999999a")));
    measured(BAD, "a measured text", "t", text("1"));
    measured(BAD, "nothing measured", "t", CborWriter::nil);
    measured(
        Refusal.WRONG_SHAPE, "a measured bignum", "t", out -> out.tag(2).bytes(Bytes.ofHex("01")));
    measured(
        Refusal.OUT_OF_RANGE,
        "measured: 10^19",
        "t",
        out -> out.tag(4).array(2).integer(19).integer(1));
    measured(
        Refusal.OUT_OF_RANGE,
        "measured: 2^63",
        "t",
        out -> out.raw(Bytes.ofHex("1b8000000000000000")));
    measured(BAD, "measured without a name", "", NUMBER);
    measured(BAD, "measured under a name with a space", "a b", NUMBER);
    measured(Refusal.TOO_LARGE, "measured under a name of 257", "n".repeat(257), NUMBER);
    measured(
        Refusal.WRONG_SHAPE, "a measured value too many", "t", out -> out.integer(1).integer(2));
    refuse(
        Refusal.TOO_LARGE,
        "a unit of 257",
        Kind.ALERT,
        EventField.MEASURED,
        out -> out.array(3).text("t").text("u".repeat(257)).integer(1));
  }

  private void measured(Refusal reason, String note, String name, Consumer<CborWriter> value) {
    int items = note.endsWith("too many") ? 4 : 3;
    refuse(
        reason,
        note,
        Kind.ALERT,
        EventField.MEASURED,
        out -> value.accept(out.array(items).text(name).text("Cel")));
  }

  private void ids() {
    Bytes id = EventSamples.ID.bytes();
    Consumer<CborWriter> half = out -> out.bytes(id.slice(0, 16));
    refuse(Refusal.WRONG_SHAPE, "given: 16 bytes", Kind.HANDOVER, EventField.GIVEN, half);
    refuse(Refusal.WRONG_SHAPE, "given: null", Kind.HANDOVER, EventField.GIVEN, CborWriter::nil);
    refuse(Refusal.WRONG_SHAPE, "retracted: 16 bytes", Kind.RETRACT, EventField.RETRACTED, half);
    refuse(
        Refusal.WRONG_SHAPE,
        "retracted: an id in text",
        Kind.RETRACT,
        EventField.RETRACTED,
        text(id.hex()));
  }

  private void closed() {
    close(Refusal.OUT_OF_RANGE, "closed at size 0", out -> EventVectors.closed(out, 0, 1));
    close(
        Refusal.OUT_OF_RANGE, "closed at size 2^53", out -> EventVectors.closed(out, 1L << 53, 1));
    close(Refusal.OUT_OF_RANGE, "closed with no ids", out -> EventVectors.closed(out, 1, 0));
    close(
        Refusal.OUT_OF_RANGE, "closed with 2^53 ids", out -> EventVectors.closed(out, 1, 1L << 53));
    close(
        Refusal.WRONG_SHAPE,
        "closed without a filing root",
        out -> out.array(3).integer(8).digest(EventSamples.ROOT).integer(5));
    close(
        Refusal.WRONG_SHAPE,
        "closed at a root of 20 bytes",
        out ->
            out.array(4)
                .integer(8)
                .bytes(EventSamples.ROOT.bytes().slice(0, 20))
                .integer(5)
                .digest(EventSamples.ID));
  }

  private void close(Refusal reason, String note, Consumer<CborWriter> value) {
    refuse(reason, note, Kind.CLOSE, EventField.CLOSED, value);
  }

  private void firmware() {
    labels(
        "a version",
        value -> with(Kind.HELLO, EventField.FIRMWARE, out -> EventVectors.firmware(out, value)),
        Kind.HELLO);
    refuse(
        Refusal.WRONG_SHAPE,
        "firmware without an image",
        Kind.HELLO,
        EventField.FIRMWARE,
        out -> out.array(1).text("1"));
    refuse(
        Refusal.WRONG_SHAPE,
        "an image hashed to 20 bytes",
        Kind.HELLO,
        EventField.FIRMWARE,
        out -> out.array(2).text("1").bytes(EventSamples.IMAGE.bytes().slice(0, 20)));
    Raw other = Raw.event(out -> EventSamples.write(out, "hello", least(Kind.HELLO)));
    RefusedStatements.add(list, Refusal.BAD_SUBJECT, "a hello about a shipment", other.encoded());
  }

  private void refuse(
      Refusal reason, String note, Kind kind, EventField<?> field, Consumer<CborWriter> value) {
    refuse(reason, note, kind, with(kind, field, value));
  }

  /** {@code kind} chooses the subject, so that nothing else is wrong. */
  private void refuse(Refusal reason, String note, Kind kind, Consumer<CborWriter> payload) {
    String subject = kind == Kind.HELLO ? Raw.name() : Story.SHIPMENT.text();
    RefusedStatements.add(list, reason, note, Raw.event(subject, payload).encoded());
  }
}
