package org.baymark.protocol.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborFields;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;

/**
 * What a message says, as JSON, so that an encoder can say it again: its parts under the names that
 * PROTOCOL.md gives them (section 21).
 */
public final class Contents {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final CborReader in;

  private Contents(CborReader in) {
    this.in = in;
  }

  /** alg, kid and content type: what the header has beside the claims. */
  public static void header(ObjectNode node, Sign1 signed) {
    try {
      node.put("alg", algorithm(signed)).put("kid", signed.kid().hex());
      node.set("contentType", contentType(signed));
    } catch (RefusalException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long algorithm(Sign1 signed) throws RefusalException {
    CborReader in = header(signed);
    in.fields().required(1);
    return in.integer();
  }

  private static JsonNode contentType(Sign1 signed) throws RefusalException {
    CborReader in = header(signed);
    CborFields fields = in.fields();
    fields.required(1);
    in.item();
    fields.required(3);
    return new Contents(in).item(new Shape.Plain());
  }

  private static CborReader header(Sign1 signed) throws RefusalException {
    // Sig_structure: an array of 4, "Signature1", and then the header.
    CborReader in = CborReader.open(signed.toBeSigned());
    in.arrayOf(4);
    in.literal("Signature1");
    return CborReader.open(in.bytes(Integer.MAX_VALUE));
  }

  /** The payload. */
  public static JsonNode of(Sign1 signed) {
    try {
      return of(signed.payload(), Grammar.OURS.payload(contentType(signed).toString()));
    } catch (RefusalException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An item of this shape. */
  static JsonNode of(Bytes item, Shape shape) throws RefusalException {
    return new Contents(CborReader.open(item)).item(shape);
  }

  /** iss, sub, and iat and the position if they are there. */
  public static void claims(ObjectNode node, Sign1 signed) {
    node.put("iss", signed.issuer().text()).put("sub", signed.subject().text());
    signed.claims().issuedAt().ifPresent(iat -> node.put("iat", iat));
    signed.claims().position().ifPresent(position -> position(node, position));
  }

  private static void position(ObjectNode node, Position position) {
    ObjectNode place = node.putObject("position");
    place.put("boot", position.boot()).put("seq", position.seq());
    place.put("previous", position.previous().map(Bytes::hex).orElse(null));
    position.uptimeMillis().ifPresent(uptime -> place.put("uptimeMs", uptime));
  }

  private JsonNode item(Shape shape) throws RefusalException {
    if (shape instanceof Shape.Rule rule) {
      return item(Grammar.OURS.rule(rule.name()));
    }
    return switch (in.peek()) {
      case UNSIGNED, NEGATIVE -> JSON.numberNode(in.integer());
      case BYTES -> JSON.textNode(in.bytes(Integer.MAX_VALUE).hex());
      case TEXT -> JSON.textNode(in.text(Integer.MAX_VALUE));
      case ARRAY -> array(shape);
      case MAP -> map(((Shape.Fields) shape).parts());
      case TAG -> decimal();
      case FLOAT -> JSON.objectNode().put("float", in.floating());
      default -> in.skipNull() ? JSON.nullNode() : JSON.booleanNode(in.bool());
    };
  }

  /** An array whose items have names becomes an object; the items behind them have none. */
  private JsonNode array(Shape shape) throws RefusalException {
    int count = in.array(0, Integer.MAX_VALUE);
    Shape.Items names =
        shape instanceof Shape.Items items ? items : new Shape.Items(List.of(), Optional.empty());
    if (!names.parts().isEmpty()) {
      ObjectNode node = JSON.objectNode();
      for (Shape.Part part : names.parts().subList(0, count)) {
        node.set(part.name(), item(part.shape()));
      }
      return node;
    }
    ArrayNode node = JSON.arrayNode();
    for (int i = 0; i < count; i++) {
      node.add(item(names.rest().orElse(new Shape.Plain())));
    }
    return node;
  }

  private JsonNode map(Map<Long, Shape.Part> parts) throws RefusalException {
    ObjectNode node = JSON.objectNode();
    CborFields fields = in.fields();
    for (Map.Entry<Long, Shape.Part> part : parts.entrySet()) {
      if (fields.optional(part.getKey())) {
        node.set(part.getValue().name(), item(part.getValue().shape()));
      }
    }
    fields.end();
    return node;
  }

  private JsonNode decimal() throws RefusalException {
    in.tag(4);
    in.arrayOf(2);
    return JSON.objectNode().put("exponent", in.integer()).put("mantissa", in.integer());
  }
}
