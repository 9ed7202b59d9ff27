package org.baymark.protocol.vectors;

import static org.baymark.protocol.vectors.Raw.POSITION;
import static org.baymark.protocol.vectors.Raw.TELEMETRY;
import static org.baymark.protocol.vectors.Raw.about;
import static org.baymark.protocol.vectors.Raw.at;
import static org.baymark.protocol.vectors.Raw.claiming;
import static org.baymark.protocol.vectors.Raw.good;
import static org.baymark.protocol.vectors.Raw.header;
import static org.baymark.protocol.vectors.Raw.name;
import static org.baymark.protocol.vectors.Raw.payload;
import static org.baymark.protocol.vectors.Raw.typed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.function.Consumer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.cbor.CborWriter;

/** Statements with one thing wrong in their form; but for the last ones they are well signed. */
final class RefusedStatements {
  private static final Bytes GOOD = good().encoded();
  private static final String SHIPMENT = Story.SHIPMENT.text();

  private final ArrayNode list;

  private RefusedStatements(ArrayNode list) {
    this.list = list;
  }

  static void addTo(ArrayNode list) {
    RefusedStatements vectors = new RefusedStatements(list);
    vectors.encoding();
    vectors.shape();
    vectors.claims();
    RefusedContents.addTo(list);
    RefusedEvents.addTo(list);
    vectors.signatures();
  }

  private void encoding() {
    refuse(Refusal.NOT_CBOR, "nothing", Bytes.EMPTY);
    refuse(Refusal.NOT_CBOR, "the last byte cut off", GOOD.slice(0, GOOD.size() - 1));
    refuse(Refusal.TRAILING_BYTES, "a byte too many", GOOD.concat(Bytes.of(new byte[1])));
    refuse(Refusal.NOT_DETERMINISTIC, "tag 18 in two bytes", prefixed("d812", 1));
    refuse(
        Refusal.NOT_DETERMINISTIC,
        "an array without a length",
        prefixed("d29f", 2).concat(Bytes.ofHex("ff")));
    refuse(
        Refusal.NOT_DETERMINISTIC,
        "header keys out of order",
        Raw.of(
            Files.cbor(
                out -> {
                  out.map(4).integer(3).integer(112).integer(1).integer(-7);
                  out.integer(4).bytes(TestKeys.SENSOR.verifyingKey().kid()).integer(15);
                  Raw.claims(name(), name(), POSITION).accept(out);
                }),
            Raw.PAYLOAD));
    refuse(
        Refusal.NOT_DETERMINISTIC,
        "a payload with a long zero",
        Raw.of(good().header(), Bytes.ofHex("81a2021800216174")));
    refuse(
        Refusal.TOO_DEEP,
        "a payload that is too deep",
        payload(out -> out.raw(Bytes.ofHex("81".repeat(17) + "00"))));
    refuse(
        Refusal.TOO_LARGE,
        "16385 bytes",
        good().encoded(Bytes.of(new byte[64 + 16_385 - GOOD.size() - 1])));
  }

  private static Bytes prefixed(String hex, int dropped) {
    return Bytes.ofHex(hex).concat(GOOD.slice(dropped, GOOD.size()));
  }

  private void shape() {
    Raw good = good();
    refuse(Refusal.WRONG_SHAPE, "not tagged", GOOD.slice(1, GOOD.size()));
    refuse(
        Refusal.WRONG_SHAPE,
        "three items",
        Files.cbor(out -> out.tag(18).array(3).bytes(good.header()).map(0).bytes(good.payload())));
    refuse(
        Refusal.UNKNOWN_FIELD,
        "something in the unprotected header",
        Files.cbor(
            out ->
                out.tag(18)
                    .array(4)
                    .bytes(good.header())
                    .map(1)
                    .integer(4)
                    .bytes(Bytes.EMPTY)
                    .bytes(good.payload())
                    .bytes(good.signature())));
    refuse(
        Refusal.WRONG_SHAPE,
        "a detached payload",
        Files.cbor(
            out -> out.tag(18).array(4).bytes(good.header()).map(0).nil().bytes(good.signature())));
    refuse(
        Refusal.WRONG_SHAPE,
        "a signature of 63 bytes",
        good.encoded(good.signature().slice(0, 63)));
    refuse(
        Refusal.WRONG_SHAPE,
        "a kid of 7 bytes",
        Raw.of(headerWith(4, out -> out.integer(4).bytes(Bytes.of(new byte[7]))), Raw.PAYLOAD));
    refuse(
        Refusal.UNKNOWN_FIELD,
        "one header parameter more",
        Raw.of(
            headerWith(
                5,
                out ->
                    out.integer(4)
                        .bytes(TestKeys.SENSOR.verifyingKey().kid())
                        .integer(5)
                        .bytes(Bytes.EMPTY)),
            Raw.PAYLOAD));
    refuse(Refusal.MISSING_FIELD, "no kid", Raw.of(headerWith(3, out -> {}), Raw.PAYLOAD));
    refuse(Refusal.UNKNOWN_ALGORITHM, "algorithm -35", Raw.algorithm(-35));
    refuse(Refusal.UNKNOWN_ALGORITHM, "algorithm -65539", Raw.algorithm(-65539));
    refuse(Refusal.UNKNOWN_CONTENT_TYPE, "content type 110", typed(out -> out.integer(110)));
    refuse(Refusal.UNKNOWN_CONTENT_TYPE, "content type \"112\"", typed(out -> out.text("112")));
    refuse(
        Refusal.UNKNOWN_CONTENT_TYPE,
        "a batch is no device statement",
        Raw.of(
            header(
                -7,
                out -> out.text("application/vnd.baymark.batch+cbor"),
                out -> out.map(2).integer(1).text(name()).integer(2).text(name())),
            Raw.PAYLOAD));
  }

  private static Bytes headerWith(int count, Consumer<CborWriter> kid) {
    return Files.cbor(
        out -> {
          out.map(count).integer(1).integer(-7).integer(3).integer(112);
          kid.accept(out);
          Raw.claims(name(), name(), POSITION).accept(out.integer(15));
        });
  }

  private void claims() {
    refuse(Refusal.BAD_NAME, "an upper-case name", about("urn:dev:mac:ACDE48FFFE234567", name()));
    refuse(Refusal.BAD_NAME, "a shipment as issuer", about(SHIPMENT, SHIPMENT));
    refuse(Refusal.TOO_LARGE, "a name of 129 bytes", about("urn:dev:x:" + "a".repeat(119), name()));
    refuse(
        Refusal.BAD_SUBJECT, "a wrong check digit", about(name(), SHIPMENT.replaceAll("0$", "1")));
    refuse(
        Refusal.BAD_SUBJECT,
        "another spelling",
        about(name(), SHIPMENT.replace("id.gs1", "ID.GS1")));
    refuse(
        Refusal.MISSING_FIELD,
        "no subject",
        claiming(out -> POSITION.accept(out.map(2).integer(1).text(name()).integer(-65537))));
    refuse(
        Refusal.MISSING_FIELD,
        "no position",
        claiming(out -> out.map(2).integer(1).text(name()).integer(2).text(name())));
    refuse(
        Refusal.UNKNOWN_FIELD,
        "claim 7",
        claiming(
            out ->
                POSITION.accept(
                    out.map(4)
                        .integer(1)
                        .text(name())
                        .integer(2)
                        .text(name())
                        .integer(7)
                        .bytes(Bytes.EMPTY)
                        .integer(-65537))));
    refuse(
        Refusal.OUT_OF_RANGE,
        "iat = 2^53",
        claiming(
            out ->
                POSITION.accept(
                    out.map(4)
                        .integer(1)
                        .text(name())
                        .integer(2)
                        .text(name())
                        .integer(6)
                        .integer(1L << 53)
                        .integer(-65537))));
    refuse(
        Refusal.OUT_OF_RANGE,
        "boot = 2^32",
        at(out -> out.array(3).integer(1L << 32).integer(0).nil()));
    refuse(Refusal.WRONG_SHAPE, "seq = -1", at(out -> out.array(3).integer(0).integer(-1).nil()));
    refuse(
        Refusal.WRONG_SHAPE,
        "previous of 32 bytes",
        at(out -> out.array(3).integer(0).integer(1).bytes(Bytes.of(new byte[32]))));
    refuse(Refusal.WRONG_SHAPE, "a position of two", at(out -> out.array(2).integer(0).integer(1)));
  }

  private void signatures() {
    Raw good = good();
    refuse(
        Refusal.BAD_SIGNATURE,
        "a bit of the signature",
        good.encoded(KeyVectors.flipped(good.signature())));
    refuse(
        Refusal.BAD_SIGNATURE,
        "signed with another key",
        good.encoded(TestKeys.registrar("alpha").sign(good.sigStructure())));
    refuse(
        Refusal.BAD_SIGNATURE,
        "the kid of another key",
        Raw.kid(TestKeys.SCANNER.verifyingKey().kid()));
    refuse(
        Refusal.BAD_SIGNATURE,
        "the algorithm of the other suite",
        Raw.of(header(-8, TELEMETRY, Raw.claims(name(), name(), POSITION)), Raw.PAYLOAD));
    refuse(Refusal.BAD_SIGNATURE, "the algorithm of SM2", Raw.algorithm(-65538));
  }

  private void refuse(Refusal reason, String note, Raw raw) {
    refuse(reason, note, raw.encoded());
  }

  private void refuse(Refusal reason, String note, Bytes statement) {
    add(list, reason, note, statement);
  }

  static void add(ArrayNode list, Refusal reason, String note, Bytes statement) {
    list.addObject()
        .put("note", note)
        .put("coseKey", TestKeys.SENSOR.verifyingKey().encoded().hex())
        .put("statement", statement.hex())
        .put("reason", reason.wireName())
        .put("number", reason.number());
  }
}
