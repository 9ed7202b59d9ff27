package org.baymark.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.receipt.Receipt;
import org.baymark.protocol.receipt.ReceiptIssuer;
import org.junit.jupiter.api.Test;

/** Each receipt of vectors/receipts.json proves what the file says, to whom it says. */
class ReceiptVectorsTest {
  @Test
  void everyReceiptIsJudgedAsTheFileSays() {
    JsonNode file = Files.readJson("receipts.json");
    for (JsonNode one : file.get("inclusion")) {
      assertJudged(one, receipt(one).includes(Files.hex(one.get("entry")), issuer(one)));
    }
    for (JsonNode one : file.get("consistency")) {
      TreeHead old = new TreeHead(one.get("oldSize").asLong(), Files.digest(one.get("oldRoot")));
      assertJudged(one, receipt(one).extend(old, issuer(one)));
    }
  }

  private static Receipt receipt(JsonNode one) {
    return Receipt.parse(Files.hex(one.get("receipt"))).toOptional().orElseThrow();
  }

  private static ReceiptIssuer issuer(JsonNode one) {
    VerifyingKey key = VerifyingKey.parse(Files.hex(one.get("coseKey"))).toOptional().orElseThrow();
    DevUrn member = new DevUrn(one.get("member").asText());
    return new ReceiptIssuer(one.get("origin").asText(), member, key);
  }

  private static void assertJudged(JsonNode one, Parsed<TreeHead> proven) {
    String expected =
        one.has("reason")
            ? one.get("reason").asText()
            : one.get("size").asText() + " " + one.get("root").asText();
    String found =
        proven.match(head -> head.size() + " " + head.root().hex(), no -> no.refusal().wireName());
    assertEquals(expected, found, one::toString);
  }
}
