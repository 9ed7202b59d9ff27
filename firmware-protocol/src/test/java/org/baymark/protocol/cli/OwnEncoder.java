package org.baymark.protocol.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cbor.HalfFloat;
import org.baymark.protocol.inspect.Grammar;
import org.baymark.protocol.inspect.Shape;

/** An encoder as its maker would write it: reads a case, prints what the case asks for. */
final class OwnEncoder {
  private OwnEncoder() {}

  public static void main(String[] arguments) throws IOException {
    System.out.println(made(new ObjectMapper().readTree(System.in)).hex());
  }

  static Bytes made(JsonNode asked) {
    return switch (asked.get("make").asText()) {
      case "record" -> record(asked);
      case "cover" -> cover(asked);
      case "label" -> label(asked);
      default -> statement(asked);
    };
  }

  private static Bytes record(JsonNode asked) {
    CborWriter out = new CborWriter().array(4).bytes(hex(asked, "kid"));
    out.integer(asked.get("boot").asLong()).integer(asked.get("number").asLong());
    item(out, asked.get("content"), new Shape.Rule("telemetry"));
    return out.toBytes();
  }

  /** Section 6.3: a link after each stride, and after the last record. */
  private static Bytes cover(JsonNode asked) {
    ObjectNode whole = asked.deepCopy();
    ObjectNode content = (ObjectNode) whole.get("content");
    ArrayNode links = content.putArray("links");
    Bytes link = hex(content, "before");
    int number = 0;
    for (JsonNode record : asked.get("records")) {
      Bytes hashed = Bytes.ofUtf8("baymark record v1").concat(link);
      link = Digest.sha256(hashed, Bytes.ofHex(record.asText())).bytes().slice(0, 16);
      number++;
      if (number % content.get("stride").asInt() == 0 || number == content.get("count").asInt()) {
        links.add(link.hex());
      }
    }
    return statement(whole);
  }

  private static Bytes label(JsonNode asked) {
    byte[] thumbprint = Digest.sha256(hex(asked, "coseKey")).bytes().toArray();
    String hash = Base64.getUrlEncoder().withoutPadding().encodeToString(thumbprint);
    String suite = asked.get("suite").asText();
    return Bytes.ofUtf8("baymark:1:" + suite + ":" + hash + ":" + asked.get("name").asText());
  }

  private static Bytes statement(JsonNode asked) {
    CborWriter header = new CborWriter().map(4).integer(1).integer(asked.get("alg").asLong());
    header.integer(3);
    item(header, asked.get("contentType"), new Shape.Plain());
    header.integer(4).bytes(hex(asked, "kid")).integer(15);
    claims(header, asked);
    CborWriter payload = new CborWriter();
    String type = asked.get("contentType").toString();
    item(payload, asked.get("content"), Grammar.OURS.payload(type));
    CborWriter out = new CborWriter().tag(18).array(4).bytes(header.toBytes()).map(0);
    return out.bytes(payload.toBytes()).bytes(hex(asked, "signature")).toBytes();
  }

  private static Bytes hex(JsonNode asked, String name) {
    return Bytes.ofHex(asked.get(name).asText());
  }

  private static void claims(CborWriter out, JsonNode asked) {
    int more = (asked.has("iat") ? 1 : 0) + (asked.has("position") ? 1 : 0);
    out.map(2 + more).integer(1).text(asked.get("iss").asText());
    out.integer(2).text(asked.get("sub").asText());
    if (asked.has("iat")) {
      out.integer(6).integer(asked.get("iat").asLong());
    }
    if (asked.has("position")) {
      position(out, asked.get("position"));
    }
  }

  private static void position(CborWriter out, JsonNode position) {
    out.integer(-65537).array(position.size()).integer(position.get("boot").asLong());
    out.integer(position.get("seq").asLong());
    if (position.get("previous").isNull()) {
      out.nil();
    } else {
      out.bytes(hex(position, "previous"));
    }
    if (position.has("uptimeMs")) {
      out.integer(position.get("uptimeMs").asLong());
    }
  }

  private static final List<String> OF_BYTES =
      List.of(
          "raw",
          "vd",
          "given",
          "retracted",
          "root",
          "filing_root",
          "image",
          "before",
          "link",
          "x",
          "y",
          "nonce",
          "consent");

  private static void item(CborWriter out, JsonNode said, Shape named) {
    Shape shape = named instanceof Shape.Rule rule ? Grammar.OURS.rule(rule.name()) : named;
    if (said.isObject() && said.has("exponent")) {
      out.tag(4).array(2).integer(said.get("exponent").asLong());
      out.integer(said.get("mantissa").asLong());
    } else if (said.isObject() && said.has("float")) {
      floating(out, said.get("float").asDouble());
    } else if (shape instanceof Shape.Fields fields) {
      out.map(said.size());
      fields.parts().forEach((label, part) -> field(out, said, label, part));
    } else if (shape instanceof Shape.Items items) {
      array(out, said, items);
    } else {
      scalar(out, said);
    }
  }

  private static void field(CborWriter out, JsonNode said, long label, Shape.Part part) {
    if (said.has(part.name())) {
      part(out.integer(label), said.get(part.name()), part);
    }
  }

  private static void part(CborWriter out, JsonNode said, Shape.Part part) {
    if (OF_BYTES.contains(part.name())) {
      out.bytes(Bytes.ofHex(said.asText()));
    } else {
      item(out, said, part.shape());
    }
  }

  private static void array(CborWriter out, JsonNode said, Shape.Items items) {
    if (said.isNull()) {
      out.nil();
      return;
    }
    out.array(said.size());
    Optional<Shape> rest = items.rest();
    Iterator<Map.Entry<String, JsonNode>> named = said.fields();
    for (Shape.Part part : items.parts()) {
      part(out, named.next().getValue(), part);
    }
    rest.ifPresent(
        shape -> said.forEach(one -> part(out, one, new Shape.Part(name(shape), shape))));
  }

  private static String name(Shape shape) {
    return shape instanceof Shape.Rule rule ? rule.name() : "";
  }

  private static void scalar(CborWriter out, JsonNode said) {
    if (said.isNull()) {
      out.nil();
    } else if (said.isBoolean()) {
      out.bool(said.asBoolean());
    } else if (said.isIntegralNumber()) {
      out.integer(said.asLong());
    } else {
      out.text(said.asText());
    }
  }

  /** Of the three sizes the shortest that keeps the value. */
  private static void floating(CborWriter out, double value) {
    for (int half = 0; half < 0x1_0000; half++) {
      if (Double.compare(HalfFloat.decode(half), value) == 0) { // -0.0 is not 0.0
        out.raw(Bytes.ofHex(String.format("f9%04x", half)));
        return;
      }
    }
    out.raw(
        Bytes.ofHex(
            (float) value == value
                ? String.format("fa%08x", Float.floatToIntBits((float) value))
                : String.format("fb%016x", Double.doubleToLongBits(value))));
  }
}
