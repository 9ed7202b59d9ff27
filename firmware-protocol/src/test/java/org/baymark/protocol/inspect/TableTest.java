package org.baymark.protocol.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table has the structures of PROTOCOL.md, with their labels and names. */
class TableTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```cddl\n(.*?)^```$");
  private static final Pattern RULE = Pattern.compile("(?m)^([a-z_A-Z0-9]+) *= ");
  private static final Pattern LABEL = Pattern.compile("(?<![\\w.<-])(-?[0-9]+): ");

  /** Those of the page that have no parts with names, or no type that would tell what they are. */
  private static final Set<String> UNNAMED =
      Set.of(
          "decimal",
          "path",
          "in_log",
          "index_val_subject",
          "index_val_key",
          "index_val_gateway",
          "index_val_registrar");

  /** What the page has in several rules and the table in one. */
  private static final Map<String, String> ONE =
      Map.ofEntries(
          Map.entry("p256_key", "cose_key"),
          Map.entry("ed25519_key", "cose_key"),
          Map.entry("sm2_key", "cose_key"),
          Map.entry("private_key", "cose_key"),
          Map.entry("possession", "enrolment_proof"),
          Map.entry("roll_over", "enrolment_proof"),
          Map.entry("proposal", "decision"),
          Map.entry("vote", "decision"),
          Map.entry("evidence_body", "evidence"),
          Map.entry("anchor", "evidence"),
          Map.entry("time_command", "command"),
          Map.entry("interval_command", "command"),
          Map.entry("roll_over_command", "command"));

  private static Map<String, String> page() throws IOException {
    Map<String, String> rules = new LinkedHashMap<>();
    Matcher block = BLOCK.matcher(Files.readString(Path.of("PROTOCOL.md")));
    while (block.find()) {
      Matcher rule = RULE.matcher(block.group(1));
      String name = "";
      int from = 0;
      while (rule.find()) {
        rules.put(name, block.group(1).substring(from, rule.start()));
        name = rule.group(1);
        from = rule.end();
      }
      rules.put(name, block.group(1).substring(from));
    }
    rules.values().removeIf(body -> !withoutComments(body).matches("(?s)[^\"]*[\\[{].*"));
    rules.keySet().removeAll(UNNAMED);
    return rules;
  }

  private static String withoutComments(String body) {
    return body.replaceAll(";[^\n]*", "");
  }

  private static Set<Long> labels(String body) {
    Matcher label = LABEL.matcher(withoutComments(body));
    Set<Long> labels = new TreeSet<>();
    while (label.find()) {
      labels.add(Long.parseLong(label.group(1)));
    }
    return labels;
  }

  @Test
  void everyRuleOfThePageIsInTheTable() throws IOException {
    Map<String, String> page = page();
    assertTrue(page.size() > 30, page.keySet()::toString);
    page.forEach(
        (name, body) -> {
          String rule = ONE.getOrDefault(name, name);
          assertTrue(Grammar.OURS.rules().containsKey(rule), "Table does not have " + rule);
          Shape shape = Grammar.OURS.rule(rule);
          if (shape instanceof Shape.Fields fields) {
            Set<Long> named = new TreeSet<>(fields.parts().keySet());
            named.retainAll(
                labels(body)); // the table may have more: a private key's, a new field's
            assertEquals(labels(body), named, "labels of " + name + " in Table");
          }
          if (shape instanceof Shape.Items items) {
            items.parts().stream()
                .map(Shape.Part::name)
                .forEach(part -> assertTrue(body.contains(part), name + " has no " + part));
          }
        });
  }

  @Test
  void everyContentTypeOfThePageIsInTheTable() throws IOException {
    String page = Files.readString(Path.of("PROTOCOL.md"));
    Set<String> types =
        Pattern.compile("\"application/vnd\\.baymark\\.[a-z-]+\\+cbor\"")
            .matcher(page)
            .results()
            .map(found -> found.group())
            .collect(Collectors.toCollection(TreeSet::new));
    types.add("112");
    Shape.Values known = (Shape.Values) Grammar.OURS.rule("content_type");
    assertEquals(types, new TreeSet<>(known.meanings().keySet()));
    known
        .meanings()
        .values()
        .forEach(rule -> assertTrue(Grammar.OURS.rules().containsKey(rule), rule));
  }
}
