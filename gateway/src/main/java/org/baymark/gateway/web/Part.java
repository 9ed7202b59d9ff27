package org.baymark.gateway.web;

import io.vertx.core.json.JsonObject;

/**
 * How one part of the gateway is.
 *
 * @param sentence what is so and, where something is wrong, what to do
 */
record Part(String name, Grade grade, String sentence) {

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

  static Part ok(String name, String sentence) {
    return new Part(name, Grade.OK, sentence);
  }

  static Part note(String name, String sentence) {
    return new Part(name, Grade.NOTE, sentence);
  }

  static Part wrong(String name, String sentence) {
    return new Part(name, Grade.WRONG, sentence);
  }

  boolean isWrong() {
    return grade == Grade.WRONG;
  }

  JsonObject shown() {
    return new JsonObject()
        .put("part", name)
        .put("grade", grade.wireName)
        .put("sentence", sentence);
  }
}
