package org.baymark.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.inspect.Grammar;
import org.baymark.protocol.inspect.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The CDDL of PROTOCOL.md says what the vectors are. */
class CddlTest {
  private static final String PAGE = Files.read(Files.PAGE).utf8();
  private static final Cddl RULES = Cddl.ofPage(PAGE);

  /** Content types, as the notation writes them, and the rule of what is signed under them. */
  private static final Map<String, String> PAYLOADS =
      ((Shape.Values) Grammar.OURS.rule("content_type")).meanings();

  /** What structures.json calls otherwise than the page; the others have the rule's name. */
  private static final Map<String, String> STRUCTURES = Map.of("private cose_key", "private_key");

  /** Who may have a position, a table of the page says. */
  private static final String POSITIONED = "with a position";

  /** What the page says in words: claims by content, counts that depend on others, notes. */
  private static final Set<String> UNSAID =
      Set.of(
          "statement: header, claims without position",
          "statement: cover, links with an item less",
          "registration: without iat",
          "revocation: without iat",
          "request: without iat",
          "command: without iat",
          "member: without iat",
          "batch: with iat",
          "report: with iat",
          "stop: with iat",
          "opening: with iat",
          "log_promise: with iat",
          "cosigned: cosigned, note, very long",
          "vote_message: cosigned, note, a byte longer",
          "vote_message: cosigned, note, very long",
          "governance: without iat",
          "governance: a card that does not read",
          "governance: decision, certified = \"?\"",
          "governance: decision, certified, empty",
          "governance: decision, certified, very long",
          "cosigned: cosigned, note, a byte longer",
          "key_card: without iat",
          "statement: without iat",
          "broken_promise: no proof about the promised K",
          "broken_promise: broken promise, disclosures with an item less",
          "broken_promise: broken promise, disclosures with no items",
          "conflict: conflict, first, checkpoint = \"?\"",
          "conflict: conflict, first, checkpoint, empty",
          "conflict: conflict, first, checkpoint, very long",
          "conflict: conflict, second, checkpoint = \"?\"",
          "conflict: conflict, second, checkpoint, empty",
          "conflict: conflict, second, checkpoint, very long",
          "conflict: no fork of two sizes",
          "double_voting: double voting, head, checkpoint = \"?\"",
          "double_voting: double voting, head, checkpoint, empty",
          "double_voting: double voting, head, checkpoint, very long",
          "conflict: a fork of one size",
          "evidence: evidence, checkpoint = \"?\"",
          "evidence: evidence, checkpoint, empty",
          "evidence: evidence, checkpoint, very long",
          "evidence: evidence, registrations, the first, revocation, index = 0",
          "slip: slip, to entry, a byte longer",
          "slip: slip, to entry, very long",
          "slip: slip, to header, a byte longer",
          "slip: slip, to header, very long",
          "slip: slip, to head, a byte longer",
          "slip: slip, to head, very long",
          "slip: slip, checkpoint = \"?\"",
          "slip: slip, checkpoint, empty",
          "slip: slip, checkpoint, very long",
          "slip: a place above n",
          "slip: to_entry of another length",
          "slip: a header that is none",
          "passport: passport, parts with an item less",
          "passport: passport, parts, the first, item 1 with an item less",
          "passport: passport, parts, the first, item 1 with no items");

  /** A vector, and the rules it is to be of. */
  private record Example(String note, String rule, Bytes bytes) {
    boolean isOf(Cddl rules) {
      Item item = Item.of(bytes);
      return rules.holds(rule, item) && (!rule.equals("sign1") || isSigned(rules, item));
    }

    private static boolean isSigned(Cddl rules, Item sign1) {
      List<Item> parts = sign1.items().get(0).items();
      List<Item> header = Item.of(parts.get(0).content()).items();
      if (header.get(2).argument() != 3) { // a hash envelope: the payload is no item
        return parts.get(2).content().size() == Digest.SIZE;
      }
      Item type = header.get(3);
      String name =
          type.major() == Item.TEXT ? '"' + type.content().utf8() + '"' : "" + type.argument();
      return rules.holds(PAYLOADS.getOrDefault(name, name), Item.of(parts.get(2).content()));
    }
  }

  /** What is signed is a sign1, whose payload is of the rule; but for what has tag 18 itself. */
  private static String rule(String structure, Item item) {
    String name = STRUCTURES.getOrDefault(structure, structure);
    boolean signed = item.major() == Item.TAG && !(RULES.rules().get(name) instanceof Cddl.Tag);
    return signed ? "sign1" : name;
  }

  private static List<Example> examples() {
    List<Example> all = new ArrayList<>();
    for (JsonNode one : Files.readJson("statements.json").get("accepted")) {
      all.add(new Example(one.get("note").asText(), "sign1", Files.hex(one.get("statement"))));
      all.add(new Example("signed", "sig_structure", Files.hex(one.get("sigStructure"))));
    }
    for (JsonNode one : Files.readJson("structures.json").get("accepted")) {
      String structure = one.get("structure").asText();
      Bytes bytes = Files.hex(one.get("bytes"));
      String rule = rule(structure, Item.of(bytes));
      String note = structure + ", " + one.get("note").asText();
      all.add(new Example(note, rule, bytes));
    }
    for (JsonNode one : Files.readJson("chain.json").get("records")) {
      all.add(new Example(one.get("note").asText(), "record", Files.hex(one.get("record"))));
    }
    JsonNode story = Files.readJson("story.json");
    for (JsonNode batch : story.get("batches")) {
      all.add(new Example("header", "sign1", Files.hex(batch.get("header"))));
      for (JsonNode subject : batch.get("subjects")) {
        all.add(new Example("entry", "subject_entry", Files.hex(subject.get("entry"))));
      }
    }
    all.add(new Example("story", "members", Files.hex(story.get("members"))));
    return all;
  }

  @Test
  void everyNameIsDefinedOnce() {
    assertTrue(RULES.rules().size() > 60, RULES.rules().keySet()::toString);
    assertEquals(Set.of(), RULES.undefined());
    String twice = PAGE + "\n```cddl\nkid = bstr\n```\n";
    assertThrows(IllegalArgumentException.class, () -> Cddl.ofPage(twice));
    String never = PAGE + "\n```cddl\nmore = [ digest, nobody, * tstr ]\n```\n";
    assertEquals(Set.of("nobody"), Cddl.ofPage(never).undefined());
  }

  @Test
  void everyAcceptedVectorIsOfItsRule() {
    for (Example one : examples()) {
      assertTrue(one.isOf(RULES), () -> one.note() + " is no " + one.rule());
    }
  }

  /** What lacks a field, has one too many, or one of another type is of no rule. */
  @Test
  void aRefusedShapeIsOfNoRule() {
    List<Example> accepted = examples();
    int refused = 0;
    for (JsonNode one : Files.readJson("structures.json").get("refused")) {
      String structure = one.get("structure").asText();
      String reason = one.get("reason").asText();
      if (Set.of("wrong-shape", "missing-field", "unknown-field").contains(reason)) {
        String of = structure + ", " + one.get("of").asText();
        Example good =
            accepted.stream().filter(it -> it.note().equals(of)).findFirst().orElseThrow();
        String hex = good.bytes().hex();
        String changed =
            hex.substring(0, 2 * one.get("from").asInt())
                + one.get("with").asText()
                + hex.substring(2 * one.get("to").asInt());
        Example bad = new Example(one.get("note").asText(), good.rule(), Bytes.ofHex(changed));
        assertEquals(
            UNSAID.contains(structure + ": " + bad.note()) || bad.note().equals(POSITIONED),
            bad.isOf(RULES),
            () -> structure + ": " + bad.note() + ": " + reason);
        refused++;
      }
    }
    assertTrue(refused > 100, "" + refused);
  }

  /** A rule that says something else is found by a vector. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kid       = bstr .size 8 | kid       = bstr .size 9",
        "? 6: u53,              ; iat | 6: u53,",
        "-18..18, mantissa | -17..18, mantissa",
        "telemetry = [ 1*1024 | telemetry = [ 1*1023",
        "? 13: firmware | ? 15: firmware",
        "last: [ boot: u32, seq: u32 ] / null ] | last: [ boot: u32, seq: u32 ] ]",
        "text64   = tstr .regexp \"[!-~] | text64   = tstr .regexp \"[a-z]",
        "cover  = [ first: u32, count: 1..1024, | cover  = [ first: u32,",
        "2: digest / null,             ; previous | 2: digest,",
        "/ { 1: \"revoke\",   2: name | / { 1: \"recall\",   2: name",
        "stop_set: digest / null, | stop_set: null,",
        "#6.18( | #6.17("
      })
  void anotherRuleIsFound(String rule, String other) {
    assertTrue(PAGE.contains(rule), rule);
    Cddl changed = Cddl.ofPage(PAGE.replace(rule, other));
    assertTrue(examples().stream().anyMatch(one -> !one.isOf(changed)), other);
  }
}
