package org.baymark.protocol.vectors;

import static org.baymark.protocol.vectors.Raw.event;
import static org.baymark.protocol.vectors.Raw.name;
import static org.baymark.protocol.vectors.Raw.payload;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.function.Consumer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.cbor.CborWriter;

/** Statements that are well made and well signed, and say one thing that nothing can be. */
final class RefusedContents {
  private static final String SHIPMENT = Story.SHIPMENT.text();

  private final ArrayNode list;

  private RefusedContents(ArrayNode list) {
    this.list = list;
  }

  static void addTo(ArrayNode list) {
    RefusedContents vectors = new RefusedContents(list);
    vectors.telemetry();
    vectors.events();
  }

  private void telemetry() {
    Refusal bad = Refusal.BAD_TELEMETRY;
    refuse(bad, "no reading", payload(out -> out.array(1).map(1).integer(-2).text("t")));
    refuse(Refusal.WRONG_SHAPE, "no record", payload(out -> out.array(0)));
    refuse(bad, "no name", payload(out -> out.array(1).map(1).integer(2).integer(1)));
    refuse(bad, "a name with a space", reading(out -> out.integer(1), "a b"));
    refuse(bad, "a name that starts with a dot", reading(out -> out.integer(1), ".a"));
    refuse(bad, "a number that is text", reading(out -> out.text("1"), "t"));
    refuse(bad, "not a number", reading(out -> out.raw(Bytes.ofHex("f97e00")), "t"));
    refuse(bad, "infinity", reading(out -> out.raw(Bytes.ofHex("f97c00")), "t"));
    refuse(
        Refusal.OUT_OF_RANGE,
        "10^19",
        reading(out -> out.tag(4).array(2).integer(19).integer(1), "t"));
    refuse(
        Refusal.WRONG_SHAPE, "a bignum", reading(out -> out.tag(2).bytes(Bytes.ofHex("01")), "t"));
    refuse(
        bad,
        "two values",
        payload(
            out ->
                out.array(1)
                    .map(3)
                    .integer(2)
                    .integer(1)
                    .integer(4)
                    .bool(true)
                    .integer(-2)
                    .text("t")));
    refuse(
        bad,
        "SenML version 11",
        payload(
            out ->
                out.array(1)
                    .map(3)
                    .integer(2)
                    .integer(1)
                    .integer(-1)
                    .integer(11)
                    .integer(-2)
                    .text("t")));
    refuse(
        Refusal.UNKNOWN_FIELD,
        "label 9",
        payload(
            out ->
                out.array(1)
                    .map(3)
                    .integer(2)
                    .integer(1)
                    .integer(9)
                    .integer(1)
                    .integer(-2)
                    .text("t")));
  }

  private static Raw reading(Consumer<CborWriter> value, String name) {
    return payload(
        out -> {
          value.accept(out.array(1).map(2).integer(2));
          out.integer(-2).text(name);
        });
  }

  private void events() {
    Refusal bad = Refusal.BAD_EVENT;
    refuse(bad, "no such kind", event(out -> out.map(1).integer(1).text("telemetry")));
    refuse(bad, "a scan of nothing", event(out -> out.map(1).integer(1).text("scan")));
    refuse(
        bad,
        "a scan of no bytes",
        event(out -> out.map(2).integer(1).text("scan").integer(3).bytes(Bytes.EMPTY)));
    refuse(bad, "an attach without sensors", event(out -> out.map(1).integer(1).text("attach")));
    refuse(
        bad,
        "a place that is a shipment",
        event(
            out ->
                out.map(3)
                    .integer(1)
                    .text("scan")
                    .integer(2)
                    .text(SHIPMENT)
                    .integer(3)
                    .bytes(Raw.PAYLOAD)));
    refuse(
        bad,
        "the same sensor twice",
        event(
            out ->
                out.map(2)
                    .integer(1)
                    .text("attach")
                    .integer(4)
                    .array(2)
                    .array(2)
                    .text(name())
                    .nil()
                    .array(2)
                    .text(name())
                    .nil()));
    refuse(
        Refusal.TOO_LARGE,
        "513 bytes scanned",
        event(out -> out.map(2).integer(1).text("scan").integer(3).bytes(Bytes.of(new byte[513]))));
  }

  private void refuse(Refusal reason, String note, Raw raw) {
    RefusedStatements.add(list, reason, note, raw.encoded());
  }
}
