package org.baymark.protocol.vectors;

import static org.baymark.protocol.vectors.Raw.payload;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.statement.Cover;

/** Telemetry and covers that are well made, well signed, and say one thing that cannot be. */
final class RefusedContents {
  private final ArrayNode list;

  private RefusedContents(ArrayNode list) {
    this.list = list;
  }

  static void addTo(ArrayNode list) {
    RefusedContents vectors = new RefusedContents(list);
    vectors.telemetry();
    vectors.covers();
  }

  private void covers() {
    Bytes zeros = Bytes.of(new byte[16]);
    Bytes link = Bytes.ofHex("11".repeat(16));
    refuse(Refusal.OUT_OF_RANGE, "a cover of no record", cover(0, 0, 1, zeros));
    refuse(Refusal.OUT_OF_RANGE, "a cover of 1025 records", cover(0, 1025, 1025, zeros, link));
    refuse(Refusal.OUT_OF_RANGE, "a stride of 0", cover(0, 1, 0, zeros, link));
    refuse(Refusal.OUT_OF_RANGE, "a stride above the count", cover(0, 1, 2, zeros, link));
    refuse(Refusal.OUT_OF_RANGE, "a cover to record 2^32", cover(4_294_967_295L, 2, 2, link, link));
    refuse(Refusal.BAD_TELEMETRY, "a link before record 0", cover(0, 1, 1, link, link));
    refuse(Refusal.WRONG_SHAPE, "a link of 15 bytes", cover(0, 1, 1, zeros, link.slice(0, 15)));
    refuse(Refusal.WRONG_SHAPE, "a link too few", cover(0, 3, 2, zeros, link));
    refuse(Refusal.WRONG_SHAPE, "a link too many", cover(0, 1, 1, zeros, link, link));
    RefusedStatements.add(
        list,
        Refusal.BAD_SUBJECT,
        "a cover about a shipment",
        Said.say(
                TestKeys.SENSOR,
                Story.SENSOR,
                Story.SHIPMENT,
                new Position(1, 0, Optional.empty(), OptionalLong.empty()),
                OptionalLong.empty(),
                ContentType.RECORDS,
                new Cover(0, 1, 1, zeros, List.of(link)).encoded())
            .encoded());
  }

  private static Raw cover(long first, long count, long stride, Bytes before, Bytes... links) {
    return Raw.cover(
        out -> {
          out.array(5).integer(first).integer(count).integer(stride).bytes(before);
          out.array(links.length);
          List.of(links).forEach(out::bytes);
        });
  }

  private void telemetry() {
    Refusal bad = Refusal.BAD_TELEMETRY;
    refuse(bad, "no reading", payload(out -> out.array(1).map(1).integer(-2).text("t")));
    refuse(bad, "a name without a value", payload(RefusedContents::nameWithoutValue));
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

  private static void nameWithoutValue(CborWriter out) {
    out.array(2).map(2).integer(0).text("a").integer(-2).text("t");
    out.map(2).integer(0).text("b").integer(2).integer(1);
  }

  private static Raw reading(Consumer<CborWriter> value, String name) {
    return payload(
        out -> {
          value.accept(out.array(1).map(2).integer(2));
          out.integer(-2).text(name);
        });
  }

  private void refuse(Refusal reason, String note, Raw raw) {
    RefusedStatements.add(list, reason, note, raw.encoded());
  }
}
