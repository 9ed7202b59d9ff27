package org.baymark.protocol.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.inspect.Contents;
import org.baymark.protocol.statement.Content;
import org.baymark.protocol.statement.Cover;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Telemetry;
import org.baymark.protocol.statement.Unverified;

/** statements.json: statements to accept, with all that they say, and statements to refuse. */
final class StatementVectors {
  private final ObjectNode root = Files.object();
  private final ArrayNode accepted = root.putArray("accepted");

  static Bytes make() {
    StatementVectors vectors = new StatementVectors();
    vectors.accept();
    RefusedStatements.addTo(vectors.root.putArray("refused"));
    return Files.json(vectors.root);
  }

  private void accept() {
    List<Sign1> said = new Journey(Set.of()).said;
    accept("attach, Ed25519", TestKeys.SCANNER, said.get(0).encoded());
    accept("telemetry with two readings, ES256", TestKeys.SENSOR, said.get(1).encoded());
    accept("telemetry", TestKeys.SENSOR, said.get(2).encoded());
    accept("scan", TestKeys.SCANNER, said.get(4).encoded());
    accept("detach", TestKeys.SCANNER, said.get(5).encoded());
    accept("the smallest telemetry", TestKeys.SENSOR, Raw.good().encoded());
    accept("the smallest telemetry, in SM2", TestKeys.LABEL, sm2().encoded());
    accept("algorithm -9", TestKeys.SENSOR, Raw.algorithm(-9).encoded());
    Bytes header = said.get(0).toBeSigned(); // Sig_structure: the protected header stands in it
    accept("algorithm -19", TestKeys.SCANNER, nineteen(header, said.get(0)));
    accept("ES256 with the other s", TestKeys.SENSOR, otherS(Raw.good()));
    Position offClock =
        new Position(
            4_294_967_295L, 0, Optional.of(Said.previous(said.get(1))), OptionalLong.of(7));
    accept(
        "no clock but an uptime, about a trade item",
        TestKeys.SENSOR,
        Said.say(
                TestKeys.SENSOR,
                Story.SENSOR,
                new Subject("https://id.gs1.org/01/09521234543213/10/LOT.1/21/A-7"),
                offClock,
                OptionalLong.empty(),
                ContentType.TELEMETRY,
                Raw.PAYLOAD)
            .encoded());
    accept(
        "every sort of value",
        TestKeys.SENSOR,
        Raw.payload(
                out -> {
                  out.array(6);
                  // n, u, v as a decimal fraction, t; bver, bn, bt as a double
                  out.map(7).integer(0).text("a").integer(1).text("Cel");
                  out.integer(2).tag(4).array(2).integer(-1).integer(215);
                  out.integer(6).integer(-60).integer(-1).integer(10).integer(-2).text("s:");
                  out.integer(-3).raw(Bytes.ofHex("fb41dabf4b74400000"));
                  out.map(2).integer(0).text("b").integer(3).text("on");
                  out.map(2).integer(0).text("c").integer(4).bool(true);
                  out.map(2).integer(0).text("d").integer(8).bytes(Bytes.ofHex("0102"));
                  out.map(3).integer(0).text("e").integer(5).integer(12).integer(-6).integer(100);
                  out.map(2).integer(0).text("f").integer(2).raw(Bytes.ofHex("f93e00"));
                })
            .encoded());
    accept(
        "a cover of six records, a link after every four",
        TestKeys.SENSOR,
        Said.cover(3, 0, ChainVectors.cover(ChainVectors.records(0, 6), 4, Cover.START)).encoded());
    Bytes longest = Bytes.of(new byte[200]);
    accept(
        "1024 records, most of them bases",
        TestKeys.SENSOR,
        Raw.payload(
                out -> {
                  out.array(1024).map(2).integer(0).text("t").integer(8).bytes(longest);
                  for (int i = 1; i < 1024; i++) {
                    out.map(0);
                  }
                })
            .encoded());
    EventVectors.addTo(this::accept);
    EdgeVectors.addTo(this::accept);
  }

  /** What {@link Raw#good} says, but for the suite. */
  static Sign1 sm2() {
    return Said.say(
        TestKeys.LABEL,
        Story.SENSOR,
        Subject.of(Story.SENSOR),
        new Position(1, 0, Optional.empty(), OptionalLong.empty()),
        OptionalLong.empty(),
        ContentType.TELEMETRY,
        Raw.PAYLOAD);
  }

  /** The same protected header but for its algorithm, which is one byte and becomes -19. */
  private static Bytes nineteen(Bytes toBeSigned, Sign1 said) {
    String hex = toBeSigned.hex();
    String alg = "a40127"; // {1: -8, ...
    int at = hex.indexOf(alg) / 2;
    int end = (hex.length() - 2 * sizeOnWire(said.payload()) - 2) / 2;
    Bytes header = toBeSigned.slice(at, end);
    Bytes changed = Bytes.ofHex("a40132").concat(header.slice(3, header.size()));
    return new Raw(TestKeys.SCANNER, changed, said.payload()).encoded();
  }

  private static int sizeOnWire(Bytes payload) {
    return Files.cbor(out -> out.bytes(payload)).size();
  }

  private static Bytes otherS(Raw raw) {
    Bytes signature = raw.signature();
    BigInteger s = new BigInteger(1, signature.slice(32, 64).toArray());
    return raw.encoded(signature.slice(0, 32).concat(KeyVectors.big(KeyVectors.N.subtract(s))));
  }

  private void accept(String note, SigningKey key, Bytes encoded) {
    Unverified one = Unverified.parse(encoded).toOptional().orElseThrow();
    Sign1 signed = one.signed();
    ObjectNode node = accepted.addObject().put("note", note);
    node.put("coseKey", key.verifyingKey().encoded().hex());
    node.put("secret", secret(key).hex()).put("statement", encoded.hex());
    node.put("size", encoded.size());
    Contents.header(node, signed);
    node.put("sigStructure", signed.toBeSigned().hex()).put("id", signed.id().hex());
    Contents.claims(node, signed);
    node.put("kind", one.content().kind().wireName());
    readings(node, one.content());
    node.set("content", Contents.of(signed));
    node.put("signature", signed.signature().hex());
  }

  /** The secret alone: the last member of a private COSE_Key. */
  private static Bytes secret(SigningKey key) {
    Bytes encoded = key.encodedSecret();
    return encoded.slice(encoded.size() - 32, encoded.size());
  }

  static void readings(ObjectNode node, Content content) {
    if (content instanceof Telemetry telemetry) {
      ArrayNode readings = node.putArray("readings");
      for (Reading reading : telemetry.readings()) {
        ObjectNode one = readings.addObject().put("name", reading.name());
        one.put("unit", reading.unit()).put("time", reading.time().toPlainString());
        reading.number().ifPresent(number -> one.put("number", number.toPlainString()));
        reading.other().ifPresent(other -> one.put("other", other));
      }
    }
  }
}
