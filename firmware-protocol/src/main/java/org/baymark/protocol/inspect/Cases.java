package org.baymark.protocol.inspect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.VerifyingKey;

/** The cases that an encoder of a device has to make, from the files of the vectors. */
public final class Cases {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What only those know who know the answer. */
  private static final List<String> ANSWERS =
      List.of("statement", "size", "sigStructure", "id", "readings");

  private Cases() {}

  /** The accepted statements of {@code statements.json}. */
  public static Parsed<List<Case>> statements(Bytes file) {
    return Parsed.of(
        () -> {
          List<Case> cases = new ArrayList<>();
          for (JsonNode node : json(file).path("accepted")) {
            cases.add(statement(node));
          }
          return some(cases, "accepted statement");
        });
  }

  /** The records of {@code chain.json}, and the covers all of whose records are there. */
  public static Parsed<List<Case>> chain(Bytes file, Bytes keys) {
    return Parsed.of(() -> some(ChainCases.of(json(file), keys(keys)), "record"));
  }

  /** The labels and the accepted proofs of {@code enrolment.json}. */
  public static Parsed<List<Case>> enrolment(Bytes file, Bytes keys) {
    return Parsed.of(() -> some(EnrolmentCases.of(json(file), keys(keys)), "label or proof"));
  }

  private static List<Case> some(List<Case> cases, String what) throws RefusalException {
    if (cases.isEmpty()) {
      throw new RefusalException(Refusal.MISSING_FIELD, "there is no " + what + " in it");
    }
    return cases;
  }

  private static Case statement(JsonNode node) throws RefusalException {
    String note = node.path("note").asText();
    if (!(node instanceof ObjectNode whole) || !node.path("content").isContainerNode()) {
      String what = "the statement '" + note + "' does not say its content";
      throw new RefusalException(Refusal.MISSING_FIELD, what);
    }
    ObjectNode question = asked("statement");
    question.setAll(whole);
    question.remove(ANSWERS);
    VerifyingKey key = VerifyingKey.parse(hex(node, "coseKey")).orRefuse();
    return Case.signed(note, node.path("kind").asText(), question, hex(node, "statement"), key);
  }

  /** A question for such a thing. */
  static ObjectNode asked(String make) {
    return JSON.createObjectNode().put("make", make);
  }

  /** The keys of {@code keys.json}, by thumbprint and by kid. */
  private static Map<String, JsonNode> keys(Bytes file) throws RefusalException {
    Map<String, JsonNode> keys = new HashMap<>();
    for (JsonNode key : json(file).path("keys")) {
      keys.put(key.path("thumbprint").asText(), key);
      keys.put(key.path("kid").asText(), key);
    }
    return keys;
  }

  private static JsonNode json(Bytes file) throws RefusalException {
    try {
      return JSON.readTree(file.utf8());
    } catch (JsonProcessingException e) {
      throw new RefusalException(Refusal.WRONG_SHAPE, "it is not JSON");
    }
  }

  static Bytes hex(JsonNode node, String name) throws RefusalException {
    try {
      return Bytes.ofHex(node.path(name).asText());
    } catch (IllegalArgumentException e) {
      throw new RefusalException(Refusal.WRONG_SHAPE, "\"" + name + "\" is not hexadecimal");
    }
  }
}
