package org.baymark.protocol.vectors;

import static org.baymark.protocol.vectors.EventSamples.least;
import static org.baymark.protocol.vectors.EventSamples.text;
import static org.baymark.protocol.vectors.EventSamples.with;

import java.util.function.Consumer;
import java.util.function.Function;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.statement.EventField;
import org.baymark.protocol.statement.Kind;

/**
 * Events with a seal number, a code, a value, an id, a close, a firmware or an interval that cannot
 * be.
 */
record RefusedValues(RefusedEvents events) {
  private static final Refusal BAD = Refusal.BAD_EVENT;

  private static void number(CborWriter out) {
    out.integer(1);
  }

  static void addTo(RefusedEvents events) {
    RefusedValues vectors = new RefusedValues(events);
    vectors.texts();
    vectors.measured();
    vectors.ids();
    vectors.closed();
    vectors.firmware();
    vectors.interval();
  }

  private void texts() {
    labels(
        "a seal number", value -> with(Kind.SEAL, EventField.SEAL_NUMBER, text(value)), Kind.SEAL);
    events.refuse(
        Refusal.WRONG_SHAPE,
        "a seal number that is a number",
        Kind.SEAL,
        EventField.SEAL_NUMBER,
        RefusedValues::number);
    for (String code : new String[] {"", "Door", "1door", "-door", "door open", "door_open"}) {
      events.refuse(
          BAD, "an alert code \"" + code + "\"", Kind.ALERT, EventField.ALERT_CODE, text(code));
    }
    events.refuse(
        Refusal.TOO_LARGE,
        "an alert code of 33",
        Kind.ALERT,
        EventField.ALERT_CODE,
        text("a".repeat(33)));
  }

  private void labels(String what, Function<String, Consumer<CborWriter>> event, Kind kind) {
    events.refuse(BAD, what + " of no characters", kind, event.apply(""));
    events.refuse(BAD, what + " that begins with a space", kind, event.apply(" 42"));
    events.refuse(BAD, what + " that ends with a space", kind, event.apply("42 "));
    events.refuse(BAD, what + " with a tab", kind, event.apply("4\t2"));
    events.refuse(BAD, what + " beyond ASCII", kind, event.apply("4\u00fc2"));
    events.refuse(Refusal.TOO_LARGE, what + " of 65", kind, event.apply("4".repeat(65)));
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
    measured(BAD, "measured without a name", "", RefusedValues::number);
    measured(BAD, "measured under a name with a space", "a b", RefusedValues::number);
    measured(
        Refusal.TOO_LARGE, "measured under a name of 257", "n".repeat(257), RefusedValues::number);
    measured(
        Refusal.WRONG_SHAPE, "a measured value too many", "t", out -> out.integer(1).integer(2));
    events.refuse(
        Refusal.TOO_LARGE,
        "a unit of 257",
        Kind.ALERT,
        EventField.MEASURED,
        out -> out.array(3).text("t").text("u".repeat(257)).integer(1));
  }

  private void measured(Refusal reason, String note, String name, Consumer<CborWriter> value) {
    int items = note.endsWith("too many") ? 4 : 3;
    events.refuse(
        reason,
        note,
        Kind.ALERT,
        EventField.MEASURED,
        out -> value.accept(out.array(items).text(name).text("Cel")));
  }

  private void ids() {
    Bytes id = EventSamples.ID.bytes();
    Consumer<CborWriter> half = out -> out.bytes(id.slice(0, 16));
    events.refuse(Refusal.WRONG_SHAPE, "given: 16 bytes", Kind.HANDOVER, EventField.GIVEN, half);
    events.refuse(
        Refusal.WRONG_SHAPE, "given: null", Kind.HANDOVER, EventField.GIVEN, CborWriter::nil);
    events.refuse(
        Refusal.WRONG_SHAPE, "retracted: 16 bytes", Kind.RETRACT, EventField.RETRACTED, half);
    events.refuse(
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
    events.refuse(reason, note, Kind.CLOSE, EventField.CLOSED, value);
  }

  private void interval() {
    interval(Refusal.OUT_OF_RANGE, "an interval of 0", out -> out.integer(0));
    interval(Refusal.OUT_OF_RANGE, "an interval above a week", out -> out.integer(604_801));
    interval(Refusal.WRONG_SHAPE, "an interval below zero", out -> out.integer(-60));
    interval(Refusal.WRONG_SHAPE, "an interval in text", text("PT15M"));
    interval(Refusal.WRONG_SHAPE, "an interval that is null", CborWriter::nil);
  }

  private void interval(Refusal reason, String note, Consumer<CborWriter> value) {
    events.refuse(reason, note, Kind.HELLO, EventField.INTERVAL, value);
  }

  private void firmware() {
    labels(
        "a version",
        value -> with(Kind.HELLO, EventField.FIRMWARE, out -> EventVectors.firmware(out, value)),
        Kind.HELLO);
    events.refuse(
        Refusal.WRONG_SHAPE,
        "firmware without an image",
        Kind.HELLO,
        EventField.FIRMWARE,
        out -> out.array(1).text("1"));
    events.refuse(
        Refusal.WRONG_SHAPE,
        "an image hashed to 20 bytes",
        Kind.HELLO,
        EventField.FIRMWARE,
        out -> out.array(2).text("1").bytes(EventSamples.IMAGE.bytes().slice(0, 20)));
    Raw other = Raw.event(out -> EventSamples.write(out, "hello", least(Kind.HELLO)));
    events.refuse(Refusal.BAD_SUBJECT, "a hello about a shipment", other);
  }
}
