package org.baymark.protocol.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.passport.Logged;

/** Records without a signature, and covers of records (PROTOCOL.md, section 6.3). */
final class ChainCases {
  private ChainCases() {}

  static List<Case> of(JsonNode file, Map<String, JsonNode> keys) throws RefusalException {
    List<Case> cases = new ArrayList<>();
    for (JsonNode node : file.path("records")) {
      cases.add(record(node.path("note").asText(), Cases.hex(node, "record")));
    }
    Set<Bytes> covers = new HashSet<>();
    for (JsonNode node : file.path("covers")) {
      Bytes statement = Cases.hex(node, "statement");
      int covered = node.path("attested").size();
      boolean whole = covered > 0 && covered == node.path("arrived").size();
      if (whole && node.path("lost").isEmpty() && covers.add(statement)) {
        cases.add(cover(node, statement, keys));
      }
    }
    return cases;
  }

  private static Case record(String note, Bytes encoded) throws RefusalException {
    ChainRecord record = ChainRecord.parse(encoded).orRefuse();
    ObjectNode question = Cases.asked("record").put("note", note);
    question.setAll((ObjectNode) Contents.of(encoded, new Shape.Rule("record")));
    question.set("content", question.remove("telemetry"));
    return Case.unsigned("record: " + note, "record", question, record.encoded());
  }

  /** The links are the answer; the encoder gets the records. */
  private static Case cover(JsonNode node, Bytes statement, Map<String, JsonNode> keys)
      throws RefusalException {
    Sign1 signed = Sign1.parse(statement, Logged.ENTRY_SIZE_MAX).orRefuse();
    TestKey key = TestKey.of(keys, signed.kid());
    ObjectNode question = Cases.asked("cover").put("note", node.path("note").asText());
    key.tell(question, signed);
    ObjectNode content = (ObjectNode) Contents.of(signed);
    content.remove("links");
    question.set("content", content);
    ArrayNode records = question.putArray("records");
    for (ChainRecord record : inOrder(node.path("arrived"))) {
      records.add(record.encoded().hex());
    }
    String note = "cover: " + node.path("note").asText();
    return Case.signed(note, "cover", question, statement, key.verifying());
  }

  private static Iterable<ChainRecord> inOrder(JsonNode arrived) throws RefusalException {
    Map<Long, ChainRecord> records = new TreeMap<>();
    for (JsonNode hex : arrived) {
      ChainRecord record = ChainRecord.parse(Bytes.ofHex(hex.asText())).orRefuse();
      records.put(record.number(), record);
    }
    return records.values();
  }
}
