package org.baymark.protocol.vectors;

import static org.baymark.protocol.vectors.Raw.TELEMETRY;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.command.Order;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.enrolment.Proof;
import org.baymark.protocol.statement.Erasure;
import org.baymark.protocol.statement.EventField;
import org.baymark.protocol.statement.Hidden;
import org.baymark.protocol.statement.Kind;
import org.baymark.protocol.statement.Reveal;
import org.baymark.protocol.vectors.StructureVectors.Saying;

/** A good one of each structure, with every part that it can have. */
record StructureSamples(StructureVectors to) {
  static final Digest ID = EventSamples.ID;
  private static final DevUrn DEVICE = Story.SENSOR;
  private static final Saying STATEMENT =
      new Saying(TestKeys.SENSOR, ContentType.TELEMETRY, DEVICE, Subject.of(DEVICE), true);

  private static final Saying ERASURE =
      new Saying(
          TestKeys.GATEWAY,
          ContentType.ERASURE,
          new DevUrn(Story.GATEWAY.text() + "_voice"),
          Story.SHIPMENT,
          true);

  static void all(StructureVectors to) {
    StructureSamples samples = new StructureSamples(to);
    samples.statements();
    samples.events();
    samples.keys();
    samples.proofs();
    samples.commands();
    EntrySamples.all(to);
    GovernanceSamples.all(to);
    VotingSamples.all(to);
    ReceiptSamples.all(to);
    new EvidenceSamples(to).all();
    AccusationSamples.all(to);
  }

  private void statements() {
    Bytes header =
        Raw.header(
            -7,
            TELEMETRY,
            out ->
                out.map(4)
                    .integer(1)
                    .text(DEVICE.text())
                    .integer(2)
                    .text(DEVICE.text())
                    .integer(6)
                    .integer(Story.T0)
                    .integer(-65537)
                    .array(4)
                    .integer(1)
                    .integer(0)
                    .bytes(ID.bytes().slice(0, 16))
                    .integer(5000));
    Raw raw = Raw.of(header, Raw.PAYLOAD);
    to.plain("statement", "with all claims", "sign1", raw.encoded());
    to.broken(
        "statement", "header", "header", header, changed -> Raw.of(changed, Raw.PAYLOAD).encoded());
    everyLabel()
        .forEach((note, pack) -> to.signed("statement", note, "telemetry", STATEMENT, pack));
    to.signed(
        "statement",
        "cover",
        "cover",
        STATEMENT.of(ContentType.RECORDS),
        Files.cbor(
            out -> {
              out.array(5).integer(1).integer(3).integer(2).bytes(ID.bytes().slice(0, 16));
              out.array(2).bytes(ID.bytes().slice(0, 16)).bytes(ID.bytes().slice(16, 32));
            }));
    to.plain("record", "record", "record", ChainVectors.record(3, 42).encoded());
    hidden();
  }

  private void hidden() {
    Bytes salt = ID.bytes();
    Bytes content = Bytes.ofUtf8("received by J. Doe, dock 3");
    Bytes hash = Hidden.of("text/plain", salt, content).hash().bytes();
    String note = "hidden";
    Bytes header =
        envelope(5, out -> out.integer(258).integer(-16).integer(259).text("text/plain"));
    to.broken("statement", note, "header", header, it -> Raw.of(it, hash).encoded());
    Map<String, Bytes> headers = new TreeMap<>();
    headers.put(
        "another hash function",
        envelope(5, out -> out.integer(258).integer(-44).integer(259).text("text/plain")));
    headers.put(
        "a media type with a space behind",
        envelope(5, out -> out.integer(258).integer(-16).integer(259).text("text/plain ")));
    headers.put(
        "a media type by its number",
        envelope(5, out -> out.integer(258).integer(-16).integer(259).integer(0)));
    headers.put("no media type", envelope(4, out -> out.integer(258).integer(-16)));
    headers.put(
        "with a location",
        envelope(
            6,
            out ->
                out.integer(258)
                    .integer(-16)
                    .integer(259)
                    .text("text/plain")
                    .integer(260)
                    .text("x")));
    headers.put(
        "with a content type too",
        Files.cbor(
            out -> {
              out.map(5).integer(1).integer(-7).integer(3).text("text/plain").integer(4);
              out.bytes(TestKeys.SENSOR.verifyingKey().kid()).integer(15);
              Raw.claims(DEVICE.text(), DEVICE.text(), Raw.POSITION).accept(out);
              out.integer(258).integer(-16);
            }));
    headers.put(
        "an event, with a hash function",
        Files.cbor(
            out -> {
              Raw.TELEMETRY.accept(out.map(5).integer(1).integer(-7).integer(3));
              out.integer(4).bytes(TestKeys.SENSOR.verifyingKey().kid()).integer(15);
              Raw.claims(DEVICE.text(), DEVICE.text(), Raw.POSITION).accept(out);
              out.integer(258).integer(-16);
            }));
    headers.forEach(
        (what, wrong) -> to.refuse("statement", note, what, Raw.of(wrong, hash).encoded()));
    to.refuse("statement", note, "31 bytes", Raw.of(header, hash.slice(0, 31)).encoded());
    to.refuse("statement", note, "no bytes", Raw.of(header, Bytes.EMPTY).encoded());
    Position position = new Position(1, 0, Optional.empty(), OptionalLong.empty());
    Bytes kid = TestKeys.SENSOR.verifyingKey().kid();
    to.plain("reveal", "reveal", "reveal", Reveal.of(kid, position, salt, content).encoded());
    Erasure erasure = new Erasure(ID, "asked for by the person");
    to.signed("statement", "erasure", "erasure", ERASURE, erasure.encoded());
    to.refuse("statement", "erasure", "without iat", ERASURE.dated(false).of(erasure.encoded()));
    to.refuse(
        "statement",
        "erasure",
        "a reason with a space behind",
        ERASURE.of(
            Files.cbor(out -> out.array(3).text("baymark erasure v1").digest(ID).text("asked "))));
  }

  /** A header without a content type. */
  private static Bytes envelope(int count, Consumer<CborWriter> rest) {
    return Files.cbor(
        out -> {
          out.map(count).integer(1).integer(-7).integer(4);
          out.bytes(TestKeys.SENSOR.verifyingKey().kid()).integer(15);
          Raw.claims(DEVICE.text(), DEVICE.text(), Raw.POSITION).accept(out);
          rest.accept(out);
        });
  }

  /** A number and all that may stand beside it, and each other sort of value. */
  private static Map<String, Bytes> everyLabel() {
    CborWriter out = new CborWriter().array(1);
    out.map(11).integer(0).text("a").integer(1).text("Cel").integer(2);
    out.tag(4).array(2).integer(-2).integer(425).integer(5).integer(7).integer(6).integer(60);
    out.integer(7).raw(Bytes.ofHex("f93c00")).integer(-1).integer(10).integer(-2).text("s:");
    out.integer(-3).integer(Story.T0).integer(-4).text("Cel").integer(-5).integer(1);
    return new TreeMap<>(
        Map.of(
            "a number",
            out.toBytes(),
            "a text",
            value(record -> record.map(2).integer(0).text("b").integer(3).text("on")),
            "a truth",
            value(record -> record.map(2).integer(0).text("c").integer(4).bool(true)),
            "data",
            value(
                record -> record.map(2).integer(0).text("d").integer(8).bytes(Bytes.ofHex("0102"))),
            "a sum",
            value(
                record ->
                    record
                        .map(3)
                        .integer(0)
                        .text("e")
                        .integer(5)
                        .integer(9)
                        .integer(-6)
                        .integer(1))));
  }

  private static Bytes value(Consumer<CborWriter> record) {
    return Files.cbor(out -> record.accept(out.array(1)));
  }

  private void events() {
    for (Kind kind : List.of(Kind.HANDOVER, Kind.ALERT, Kind.CLOSE, Kind.HELLO, Kind.LOAD)) {
      Map<EventField<?>, Consumer<CborWriter>> values =
          EventSamples.of(EventSamples.fields(kind, true));
      Saying saying = STATEMENT.of(ContentType.EVENT);
      to.signed(
          "statement",
          kind.wireName(),
          "event",
          kind == Kind.HELLO ? saying : saying.about(Story.SHIPMENT),
          Files.cbor(out -> EventSamples.write(out, kind.wireName(), values)));
    }
  }

  private void keys() {
    for (SigningKey key : List.of(TestKeys.SENSOR, TestKeys.SCANNER, TestKeys.LABEL)) {
      String suite = key.verifyingKey().suite().name();
      to.plain("cose_key", suite, "cose_key", key.verifyingKey().encoded());
      to.plain("private cose_key", suite, "cose_key", key.encodedSecret());
      to.refuse("cose_key", suite, "a private key", key.encodedSecret());
      to.refuse("private cose_key", suite, "a public key", key.verifyingKey().encoded());
      Item secret = Item.of(key.encodedSecret());
      int last = secret.items().size() - 1;
      Item other = Item.string(Item.BYTES, ID.bytes());
      to.refuse(
          "private cose_key", suite, "halves of two keys", secret.with(last, other).encoded());
      if (key != TestKeys.SCANNER) {
        for (String scalar : new String[] {"00", "ff"}) {
          Item at = Item.string(Item.BYTES, Bytes.ofHex(scalar.repeat(32)));
          to.refuse(
              "private cose_key",
              suite,
              scalar.equals("00") ? "the scalar 0" : "a scalar above n-1",
              secret.with(last, at).encoded());
        }
      }
    }
  }

  private void proofs() {
    SigningKey next = TestKeys.of("sensor, second key", TestKeys.SENSOR.verifyingKey().suite());
    Saying saying = STATEMENT.of(ContentType.ENROLMENT).dated(false);
    to.signed(
        "enrolment",
        "possession",
        "enrolment_proof",
        saying,
        Proof.possession(TestKeys.SENSOR, DEVICE, Story.GATEWAY, ID.bytes()).payload());
    to.signed(
        "enrolment",
        "roll-over",
        "enrolment_proof",
        saying,
        Proof.rollOver(TestKeys.SENSOR, next, DEVICE).payload());
  }

  private void commands() {
    Saying saying =
        new Saying(TestKeys.GATEWAY, ContentType.COMMAND, Story.GATEWAY, Subject.of(DEVICE), true);
    for (Order order : List.of(Order.interval(600), Order.rollOver())) {
      String note = order.kind().wireName();
      Bytes payload = CommandVectors.command(1, order).sign(TestKeys.GATEWAY).payload();
      to.signed("command", note, "command", saying, payload);
      to.refuse("command", note, "without iat", saying.dated(false).of(payload));
      to.refuse("command", note, "to a shipment", saying.about(Story.SHIPMENT).of(payload));
      to.refuse("command", note, "of another content type", saying.of(ContentType.ACK).of(payload));
    }
    Bytes late = CommandVectors.payload(out -> out.integer(3).integer(Story.T0), "time");
    to.refuse("command", "roll-over", "expired when it was signed", saying.of(late));
  }
}
