package org.baymark.protocol.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.baymark.protocol.bytes.Refusal;

/** What one file of vectors says has to be refused: by its name, with the numbers that it gives. */
final class RefusedNames {
  /** Of what has no number in its file. */
  static final String UNNUMBERED = "";

  private final Map<String, Set<String>> numbers = new HashMap<>();

  static Map<String, Set<String>> in(String file) {
    RefusedNames names = new RefusedNames();
    JsonNode root = Files.readJson(file);
    if (file.equals("passport/verdicts.json")) {
      root.forEach(
          one -> {
            if (one.get("exit").asInt() == 2) {
              names.add(one.get("note").asText(), "exit 2");
            }
          });
    } else {
      names.walk(root, "", Optional.empty());
    }
    return Collections.unmodifiableMap(names.numbers);
  }

  private void add(String name, String number) {
    numbers.computeIfAbsent(name, any -> new HashSet<>()).add(number);
  }

  /** Under a key that begins with "refused", or with a number, or said not to be accepted. */
  private void walk(JsonNode node, String key, Optional<String> around) {
    boolean refused = key.startsWith("refused");
    if (node.isArray()) {
      for (JsonNode one : node) {
        if (one.isTextual() && refused) {
          add(one.asText(), UNNUMBERED);
        }
        walk(one, key, around);
      }
    }
    if (!node.isObject()) {
      return;
    }
    String name = name(node, around);
    if (node.hasNonNull("number")) {
      add(name, node.get("number").asText());
    } else if (node.has("event") && node.get("next").isNull()) {
      add(name, String.valueOf(Refusal.WRONG_STATE.number()));
    } else if (node.hasNonNull("reason") && refused) {
      add(name, number(node.get("reason").asText()));
    } else if (refused || node.path("accepted").isBoolean() && !node.get("accepted").asBoolean()) {
      add(name, UNNUMBERED);
    }
    Optional<String> inside =
        node.has("arrivals") ? Optional.of(node.get("note").asText()) : around;
    node.fields().forEachRemaining(field -> walk(field.getValue(), field.getKey(), inside));
  }

  private static String name(JsonNode node, Optional<String> around) {
    if (node.has("event")) {
      return node.get("state").asText() + ": " + node.get("event").asText();
    }
    String own = first(node, "note", "what", "hex", "raw").orElse("");
    return first(node, "structure", "limit")
        .or(() -> node.has("note") ? first(node, "what") : Optional.empty())
        .or(() -> around)
        .map(before -> before + ": " + own)
        .orElse(own);
  }

  private static Optional<String> first(JsonNode node, String... keys) {
    return Stream.of(keys).filter(node::hasNonNull).map(key -> node.get(key).asText()).findFirst();
  }

  private static String number(String reason) {
    return Stream.of(Refusal.values())
        .filter(one -> one.wireName().equals(reason))
        .map(one -> String.valueOf(one.number()))
        .findFirst()
        .orElseThrow();
  }
}
