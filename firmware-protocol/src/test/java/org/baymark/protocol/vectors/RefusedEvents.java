package org.baymark.protocol.vectors;

import static org.baymark.protocol.vectors.EventSamples.least;
import static org.baymark.protocol.vectors.EventSamples.text;
import static org.baymark.protocol.vectors.EventSamples.with;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
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
    RefusedValues.addTo(vectors);
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
      case NEVER -> values.putAll(EventSamples.of(List.of(field)));
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
        "field 15",
        Kind.SCAN,
        out -> {
          raw.accept(out.map(3).integer(1).text("scan"));
          out.integer(15).integer(0);
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

  /** An event that is good but for the value of one field. */
  void refuse(
      Refusal reason, String note, Kind kind, EventField<?> field, Consumer<CborWriter> value) {
    refuse(reason, note, kind, with(kind, field, value));
  }

  /** {@code kind} chooses the subject, so that nothing else is wrong. */
  void refuse(Refusal reason, String note, Kind kind, Consumer<CborWriter> payload) {
    String subject = kind == Kind.HELLO ? Raw.name() : Story.SHIPMENT.text();
    RefusedStatements.add(list, reason, note, Raw.event(subject, payload).encoded());
  }

  void refuse(Refusal reason, String note, Raw raw) {
    RefusedStatements.add(list, reason, note, raw.encoded());
  }
}
