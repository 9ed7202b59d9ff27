package org.baymark.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Sign1;
import org.junit.jupiter.api.Test;

/**
 * The table of section 5 has a row for every content type, and every accepted vector fits its row.
 */
class SignedRowsTest {

  /** What a row says of position, iat and sub. */
  private record Row(String position, String issuedAt, String subject) {
    void assertFits(Sign1 signed) {
      String what = signed.contentType() + ": " + this;
      assertFits(position, signed.claims().position().isPresent(), what);
      assertFits(issuedAt, signed.claims().issuedAt().isPresent(), what);
      if (subject.equals("= iss")) {
        assertEquals(signed.issuer().text(), signed.subject().text(), what);
      }
    }

    private static void assertFits(String rule, boolean present, String what) {
      assertTrue(rule.equals("optional") || rule.equals("required") == present, what);
    }
  }

  private static Map<ContentType, Row> rows() {
    String page = Files.read(Files.PAGE).utf8();
    String table = page.substring(page.indexOf("| content type | made by |"));
    Map<ContentType, Row> rows = new HashMap<>();
    for (String line : table.substring(0, table.indexOf("\n\n")).lines().skip(2).toList()) {
      String[] cells = line.split("\\|");
      Row row = new Row(cells[3].strip(), cells[4].strip(), cells[5].strip());
      for (String name : cells[1].strip().split(", ")) {
        Row before = rows.put(type(name), row);
        assertEquals(Optional.empty(), Optional.ofNullable(before), name);
      }
    }
    return rows;
  }

  private static ContentType type(String name) {
    return ContentType.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static List<Sign1> accepted() {
    List<Bytes> found = new ArrayList<>();
    Files.readJson("structures.json")
        .get("accepted")
        .forEach(one -> found.add(Files.hex(one.get("bytes"))));
    Files.readJson("statements.json")
        .get("accepted")
        .forEach(one -> found.add(Files.hex(one.get("statement"))));
    Files.readJson("story.json").get("log").forEach(one -> found.add(Files.hex(one.get("entry"))));
    for (JsonNode one : Files.readJson("enrolment.json").get("suites")) {
      if (one.get("reason").isNull()) {
        found.add(Files.hex(one.get("signed")));
      }
    }
    return found.stream().flatMap(SignedRowsTest::signed).toList();
  }

  private static Stream<Sign1> signed(Bytes bytes) {
    return Sign1.parse(bytes, 65_535).toOptional().stream();
  }

  @Test
  void everyContentTypeHasItsRowAndKeepsIt() {
    Map<ContentType, Row> rows = rows();
    assertEquals(EnumSet.allOf(ContentType.class), rows.keySet());
    Set<ContentType> seen = EnumSet.noneOf(ContentType.class);
    for (Sign1 one : accepted()) {
      Optional.ofNullable(rows.get(one.contentType())).orElseThrow().assertFits(one);
      seen.add(one.contentType());
    }
    assertEquals(EnumSet.allOf(ContentType.class), seen, "content types with a vector");
  }
}
