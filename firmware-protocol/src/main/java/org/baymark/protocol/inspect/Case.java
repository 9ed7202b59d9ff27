package org.baymark.protocol.inspect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.VerifyingKey;

/**
 * A statement that an encoder has to make (PROTOCOL.md, section 21).
 *
 * @param question what it is told: one JSON object on one line
 * @param statement what it must answer, but for the signature
 * @param key that the signature must be of
 */
public record Case(String note, String kind, String question, Bytes statement, VerifyingKey key) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What only those know who know the answer. */
  private static final List<String> ANSWERS =
      List.of("statement", "size", "sigStructure", "id", "readings");

  private static final int SHOWN = 8;

  /** What an encoder's answer is worth. */
  public record Result(boolean ok, String text) {}

  /** The accepted statements of {@code statements.json}. */
  public static Parsed<List<Case>> read(Bytes file) {
    return Parsed.of(
        () -> {
          List<Case> cases = new ArrayList<>();
          for (JsonNode node : json(file).path("accepted")) {
            cases.add(one(node));
          }
          if (cases.isEmpty()) {
            throw new RefusalException(
                Refusal.MISSING_FIELD, "there is no accepted statement in it");
          }
          return cases;
        });
  }

  private static JsonNode json(Bytes file) throws RefusalException {
    try {
      return JSON.readTree(file.utf8());
    } catch (JsonProcessingException e) {
      throw new RefusalException(Refusal.WRONG_SHAPE, "it is not JSON");
    }
  }

  private static Case one(JsonNode node) throws RefusalException {
    String note = node.path("note").asText();
    if (!(node instanceof ObjectNode whole) || !node.path("content").isContainerNode()) {
      String what = "the statement '" + note + "' does not say its content";
      throw new RefusalException(Refusal.MISSING_FIELD, what);
    }
    ObjectNode question = whole.deepCopy();
    question.remove(ANSWERS);
    VerifyingKey key = VerifyingKey.parse(hex(node, "coseKey")).orRefuse();
    return new Case(
        note, node.path("kind").asText(), question.toString(), hex(node, "statement"), key);
  }

  private static Bytes hex(JsonNode node, String name) throws RefusalException {
    try {
      return Bytes.ofHex(node.path(name).asText());
    } catch (IllegalArgumentException e) {
      throw new RefusalException(Refusal.WRONG_SHAPE, "\"" + name + "\" is not hexadecimal");
    }
  }

  /** What an encoder's output, which should be hexadecimal, is worth. */
  public Result judge(String said) {
    String hex = said.replaceAll("\\s+", "");
    if (hex.isEmpty()) {
      return new Result(false, "no answer");
    }
    Optional<Bytes> answer = parsed(hex);
    if (answer.isEmpty()) {
      String start = said.strip().lines().findFirst().orElse("");
      String shown = start.length() > 40 ? start.substring(0, 40) + "..." : start;
      return new Result(false, "no answer: not hexadecimal: " + shown);
    }
    return judge(answer.get());
  }

  private static Optional<Bytes> parsed(String hex) {
    try {
      return Optional.of(Bytes.owning(HexFormat.of().parseHex(hex)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Result judge(Bytes answer) {
    if (answer.equals(statement)) {
      return new Result(true, "ok");
    }
    int at = 0;
    int shorter = Math.min(answer.size(), statement.size());
    while (at < shorter && answer.at(at) == statement.at(at)) {
      at++;
    }
    boolean onlySigned =
        answer.size() == statement.size() && at >= statement.size() - Sign1.SIGNATURE_SIZE;
    if (onlySigned) {
      // A signer with fresh random numbers signs otherwise each time, and may.
      boolean right =
          Sign1.parse(answer, answer.size()).match(it -> it.signedBy(key), refused -> false);
      return right
          ? new Result(true, "ok, with a signature of its own")
          : new Result(false, "differs in the signature, and that does not verify");
    }
    return new Result(
        false,
        "differs at byte " + at + ": expected " + at(statement, at) + ", got " + at(answer, at));
  }

  private static String at(Bytes bytes, int from) {
    int to = Math.min(bytes.size(), from + SHOWN);
    String more = to < bytes.size() ? "..." : " and its end";
    return from == bytes.size() ? "its end" : bytes.slice(from, to).hex() + more;
  }
}
