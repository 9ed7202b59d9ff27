package org.baymark.protocol.vectors;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.statement.EventField;
import org.baymark.protocol.statement.EventTable;
import org.baymark.protocol.statement.EventTable.Standing;
import org.baymark.protocol.statement.Kind;

/** Payloads of events put together by hand from one good value for each field. */
final class EventSamples {
  static final String PALLET = "https://id.gs1.org/00/003456789012345687";
  static final String PARTY = "https://id.gs1.org/417/9521321000025";
  static final Digest ID = Digest.sha256(Bytes.ofUtf8("a statement"));
  static final Digest ROOT = Digest.sha256(Bytes.ofUtf8("a root"));
  static final Digest IMAGE = Digest.sha256(Bytes.ofUtf8("firmware image 1.4.2"));

  private static final Map<EventField<?>, Consumer<CborWriter>> VALUES = values();

  private EventSamples() {}

  private static Map<EventField<?>, Consumer<CborWriter>> values() {
    Map<EventField<?>, Consumer<CborWriter>> values = new LinkedHashMap<>();
    values.put(EventField.PLACE, text(Said.DOCK.text()));
    values.put(EventField.RAW, out -> out.bytes(Bytes.ofUtf8("]C100003456789012345670")));
    values.put(
        EventField.SENSORS,
        out -> out.array(1).array(2).text(Story.SENSOR.text()).array(2).integer(1).integer(7));
    values.put(EventField.CARRIER, text(PALLET));
    values.put(EventField.SEAL_NUMBER, text("HK 0042-7"));
    values.put(EventField.PARTY, text(PARTY));
    values.put(EventField.GIVEN, out -> out.digest(ID));
    values.put(EventField.ALERT_CODE, text("door-open"));
    values.put(
        EventField.MEASURED,
        out -> out.array(3).text("temp").text("Cel").tag(4).array(2).integer(-2).integer(-1825));
    values.put(EventField.RETRACTED, out -> out.digest(ID));
    values.put(
        EventField.CLOSED, out -> out.array(4).integer(8).digest(ROOT).integer(5).digest(ID));
    values.put(EventField.FIRMWARE, out -> out.array(2).text("1.4.2").digest(IMAGE));
    values.put(EventField.INTERVAL, out -> out.integer(900));
    return values;
  }

  static Consumer<CborWriter> text(String text) {
    return out -> out.text(text);
  }

  /** The good values of these fields. */
  static Map<EventField<?>, Consumer<CborWriter>> of(List<EventField<?>> fields) {
    Map<EventField<?>, Consumer<CborWriter>> some = new LinkedHashMap<>(VALUES);
    some.keySet().retainAll(fields);
    return some;
  }

  /** The fields that must stand on {@code kind}; and those that may, where {@code may} says so. */
  static List<EventField<?>> fields(Kind kind, boolean may) {
    return EventField.ALL.stream()
        .filter(
            field -> {
              Standing standing = EventTable.of(kind, field);
              return standing == Standing.MUST || (may && standing == Standing.MAY);
            })
        .toList();
  }

  /** An event of {@code kind} with the fields that it must have. */
  static Map<EventField<?>, Consumer<CborWriter>> least(Kind kind) {
    return of(fields(kind, false));
  }

  static void write(CborWriter out, String kind, Map<EventField<?>, Consumer<CborWriter>> values) {
    out.map(1 + values.size()).integer(1).text(kind);
    for (EventField<?> field : EventField.ALL) {
      Consumer<CborWriter> value = values.get(field);
      if (value != null) {
        value.accept(out.integer(field.label()));
      }
    }
  }

  /** An event of {@code kind} with the fields that it must have, and this one with this value. */
  static Consumer<CborWriter> with(Kind kind, EventField<?> field, Consumer<CborWriter> value) {
    Map<EventField<?>, Consumer<CborWriter>> values = least(kind);
    values.put(field, value);
    return out -> write(out, kind.wireName(), values);
  }
}
