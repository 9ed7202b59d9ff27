package org.baymark.gateway.web;

import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * How one part of the gateway is.
 *
 * @param sentence what is so and, where something is wrong, what to do
 * @param say names the sentence, for whoever says it in another language
 * @param values what stands in it, by name
 */
record Part(String name, Grade grade, String sentence, String say, Map<String, Object> values) {

  /** As the commands print it: ok, note, WRONG. */
  enum Grade {
    OK("ok"),
    NOTE("note"),
    WRONG("wrong");

    private final String wireName;

    Grade(String wireName) {
      this.wireName = wireName;
    }
  }

  Part {
    values = Map.copyOf(values);
  }

  static Part ok(String name, String sentence, String say, Map<String, Object> values) {
    return new Part(name, Grade.OK, sentence, say, values);
  }

  static Part note(String name, String sentence, String say, Map<String, Object> values) {
    return new Part(name, Grade.NOTE, sentence, say, values);
  }

  static Part wrong(String name, String sentence, String say, Map<String, Object> values) {
    return new Part(name, Grade.WRONG, sentence, say, values);
  }

  boolean isWrong() {
    return grade == Grade.WRONG;
  }

  JsonObject shown() {
    return new JsonObject()
        .put("part", name)
        .put("grade", grade.wireName)
        .put("sentence", sentence)
        .put("say", say)
        .put("values", new JsonObject(values));
  }
}
