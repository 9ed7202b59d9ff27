package org.baymark.protocol.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.statement.EventTable;
import org.baymark.protocol.statement.Kind;

/** annotated.md: one message of each kind, byte by byte. */
final class AnnotatedVectors {
  private static final Set<String> SIGNED =
      Set.of(
          "statement",
          "enrolment",
          "registration",
          "revocation",
          "request",
          "batch",
          "member",
          "governance",
          "report",
          "stop",
          "opening",
          "log_promise",
          "key_card",
          "ack",
          "command");

  /** Evidence, which has its own block, and a few parts more. */
  private static final Set<String> ON_EVIDENCE =
      Set.of("omission", "misfiling", "broken_promise", "equivocation");

  /** Statements that statements.json does not have. */
  private static final Set<String> ELSEWHERE_NOT = Set.of("hidden", "erasure");

  private final StringBuilder text =
      new StringBuilder(
          """
          # One message of each kind, byte by byte

          Made by the tests, from `structures.json` and `statements.json`. Each line is hex and, behind `#`, what it is: the
          name that PROTOCOL.md has for this part, then its type or its value. What stands inside a byte string is indented
          like what stands inside an array. The hex of a block without its comments and spaces is the message.
          """);

  private AnnotatedVectors() {}

  static Bytes make(Bytes structures, Bytes statements) {
    AnnotatedVectors vectors = new AnnotatedVectors();
    Map<String, JsonNode> byNote = new LinkedHashMap<>();
    json(statements).get("accepted").forEach(one -> byNote.put(one.get("note").asText(), one));
    vectors.statement(byNote, "telemetry with two readings, ES256");
    for (Kind kind : EventTable.kinds()) {
      String suite = List.of(Kind.values()).indexOf(kind) % 2 == 0 ? "Ed25519" : "ES256";
      vectors.statement(byNote, kind.wireName() + ", all of its fields, " + suite);
    }
    vectors.statement(byNote, "handover, least of its fields, SM2");
    vectors.statement(byNote, "a cover of six records, a link after every four");
    for (JsonNode one : json(structures).get("accepted")) {
      String structure = one.get("structure").asText();
      boolean isStatement =
          structure.equals("statement") && !ELSEWHERE_NOT.contains(one.get("note").asText());
      if (ON_EVIDENCE.contains(structure)) {
        continue;
      }
      if (!isStatement && !structure.startsWith("private") && !structure.startsWith("index_val")) {
        String rule = SIGNED.contains(structure) ? "sign1" : structure;
        vectors.message(
            structure + ": " + one.get("note").asText(), rule, Files.hex(one.get("bytes")));
      }
    }
    return Bytes.ofUtf8(vectors.text.toString());
  }

  private static JsonNode json(Bytes file) {
    try {
      return new ObjectMapper().readTree(file.toArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void statement(Map<String, JsonNode> byNote, String note) {
    JsonNode one = byNote.getOrDefault(note, Files.object());
    message("statement: " + note, "sign1", Files.hex(one.get("statement")));
  }

  private void message(String title, String rule, Bytes bytes) {
    text.append("\n## ").append(title.replace('_', ' ')).append(", ").append(bytes.size());
    text.append(" bytes\n\n```text\n").append(ByteByByte.of(rule, bytes)).append("```\n");
  }
}
