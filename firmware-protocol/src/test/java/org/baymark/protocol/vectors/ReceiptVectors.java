package org.baymark.protocol.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.receipt.Receipt;
import org.baymark.protocol.receipt.ReceiptIssuer;
import org.baymark.protocol.receipt.ReceiptKeys;
import org.baymark.protocol.receipt.ReceiptSigner;

/** receipts.json: what a well-formed receipt proves to whom, and what it does not. */
final class ReceiptVectors {
  private static final ReceiptIssuer ISSUER = ReceiptSamples.ALPHA.issuer();
  private static final TreeHead OLD =
      new TreeHead(ReceiptSamples.OLD_SIZE, ReceiptSamples.STORY.log.root(ReceiptSamples.OLD_SIZE));
  private static final Bytes ENTRY = ReceiptSamples.STORY.entries.get(ReceiptSamples.INDEX);

  private final ObjectNode root = Files.object();

  static Bytes make() {
    ReceiptVectors vectors = new ReceiptVectors();
    vectors.inclusions();
    vectors.consistencies();
    vectors.root.put("keySet", new ReceiptKeys(java.util.List.of(ISSUER)).encoded().hex());
    return Files.json(vectors.root);
  }

  private static ReceiptIssuer issuer(String origin) {
    return new ReceiptIssuer(origin, ISSUER.member(), ISSUER.key());
  }

  private static ReceiptIssuer ofScanner() {
    return new ReceiptIssuer(ISSUER.origin(), Story.SCANNER, ISSUER.key());
  }

  private static ReceiptIssuer withSensor() {
    return new ReceiptIssuer(ISSUER.origin(), ISSUER.member(), TestKeys.SENSOR.verifyingKey());
  }

  private void inclusions() {
    ArrayNode list = root.putArray("inclusion");
    Receipt good = ReceiptSamples.inclusion();
    includes(list, "entry 2 of 6", good, ENTRY, ISSUER);
    includes(list, "another entry", good, ReceiptSamples.STORY.entries.get(1), ISSUER);
    includes(list, "the entry and a byte", good, ENTRY.concat(Bytes.ofHex("00")), ISSUER);
    includes(list, "of another log", good, ENTRY, issuer("log.example.org/other"));
    includes(list, "by another member", good, ENTRY, ofScanner());
    includes(list, "with another key", good, ENTRY, withSensor());
    includes(list, "a receipt of consistency", ReceiptSamples.consistency(), ENTRY, ISSUER);
    includes(list, "another signature", forged(good), ENTRY, ISSUER);
    ReceiptSigner twin =
        new ReceiptSigner(
            "log.example.org/baymark-twin",
            ISSUER.member(),
            TestKeys.of("receipts key of alpha", Suite.ES256));
    Receipt theirs =
        twin.sign(ReceiptSamples.head())
            .inclusion(ReceiptSamples.STORY.log.inclusion(ReceiptSamples.INDEX, 6));
    includes(list, "the same tree in another log", theirs, ENTRY, ISSUER);
    Bytes renamed =
        Bytes.ofHex(
            theirs
                .encoded()
                .hex()
                .replace(Bytes.ofUtf8("baymark-twin").hex(), Bytes.ofUtf8("baymark-test").hex()));
    Receipt passing = Receipt.parse(renamed).toOptional().orElseThrow();
    includes(list, "of another log, with this log's name put in", passing, ENTRY, ISSUER);
  }

  private static Receipt forged(Receipt receipt) {
    byte[] octets = receipt.encoded().toArray();
    octets[octets.length - 1] ^= 1;
    return Receipt.parse(Bytes.owning(octets)).toOptional().orElseThrow();
  }

  private static void includes(
      ArrayNode list, String note, Receipt receipt, Bytes entry, ReceiptIssuer issuer) {
    ObjectNode one = one(list, note, receipt, issuer);
    one.put("entry", entry.hex());
    verdict(one, receipt.includes(entry, issuer));
  }

  private void consistencies() {
    ArrayNode list = root.putArray("consistency");
    Receipt good = ReceiptSamples.consistency();
    extend(list, "from 3 to 6", good, OLD, ISSUER);
    extend(list, "from another size", good, new TreeHead(4, OLD.root()), ISSUER);
    TreeHead other = new TreeHead(3, Digest.sha256(Bytes.ofUtf8("another")));
    extend(list, "from another root", good, other, ISSUER);
    extend(list, "of another log", good, OLD, issuer("log.example.org/other"));
    extend(list, "by another member", good, OLD, ofScanner());
    extend(list, "with another key", good, OLD, withSensor());
    extend(list, "a receipt of inclusion", ReceiptSamples.inclusion(), OLD, ISSUER);
    extend(list, "another signature", forged(good), OLD, ISSUER);
  }

  private static void extend(
      ArrayNode list, String note, Receipt receipt, TreeHead old, ReceiptIssuer issuer) {
    ObjectNode one = one(list, note, receipt, issuer);
    one.put("oldSize", old.size()).put("oldRoot", old.root().hex());
    verdict(one, receipt.extend(old, issuer));
  }

  private static ObjectNode one(
      ArrayNode list, String note, Receipt receipt, ReceiptIssuer issuer) {
    ObjectNode one = list.addObject().put("note", note);
    one.put("receipt", receipt.encoded().hex()).put("origin", issuer.origin());
    one.put("member", issuer.member().text());
    return one.put("coseKey", issuer.key().encoded().hex());
  }

  private static void verdict(ObjectNode one, Parsed<TreeHead> proven) {
    if (proven instanceof Parsed.Refused<TreeHead> no) {
      one.put("reason", no.refusal().wireName()).put("number", no.refusal().number());
    } else {
      TreeHead head = proven.toOptional().orElseThrow();
      one.put("size", head.size()).put("root", head.root().hex());
    }
  }
}
