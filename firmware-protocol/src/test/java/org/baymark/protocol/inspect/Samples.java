package org.baymark.protocol.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.EvidenceRequest;
import org.baymark.protocol.passport.Passport;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.registration.Revocation;
import org.baymark.protocol.statement.Kind;

/** One of each structure that the protocol accepts, most of them from the vectors. */
final class Samples {
  static final Path VECTORS = Path.of("vectors");
  static final SigningKey KEY =
      SigningKey.ofSecret(Suite.EDDSA, Bytes.ofHex("07".repeat(32))).toOptional().orElseThrow();
  private static final DevUrn NAME = new DevUrn("urn:dev:os:32473-gateway1");

  private Samples() {}

  static JsonNode json(String name) {
    try {
      return new ObjectMapper().readTree(VECTORS.resolve(name).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Bytes file(String name) {
    try {
      return Bytes.owning(Files.readAllBytes(VECTORS.resolve(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Bytes hex(JsonNode node) {
    return Bytes.ofHex(node.asText());
  }

  /** By what the facts call their structure. */
  static Map<String, Bytes> all() {
    JsonNode story = json("story.json");
    Map<String, Bytes> all = new LinkedHashMap<>();
    for (JsonNode one : json("statements.json").get("accepted")) {
      all.put("sign1, device statement: " + one.get("kind").asText(), hex(one.get("statement")));
    }
    all.put("sign1, genesis", hex(story.at("/log/0/entry")));
    all.put("sign1, registration", hex(story.at("/log/2/entry")));
    all.put("sign1, header of batch 1", hex(story.at("/log/4/entry")));
    all.put("index_seal", hex(story.at("/log/5/entry")));
    all.put("members", hex(story.get("members")));
    all.put("subject_entry", hex(story.at("/batches/0/subjects/0/entry")));
    all.put("cose_key", hex(json("keys.json").at("/keys/0/coseKey")));
    all.put("record", hex(json("chain.json").at("/records/0/record")));
    JsonNode receipts = json("receipts.json");
    all.put("scitt_receipt", hex(receipts.at("/inclusion/0/receipt")));
    for (JsonNode one : json("structures.json").get("accepted")) {
      if (one.get("structure").asText().equals("transparent_statement")) {
        all.put("transparent_statement", hex(one.get("bytes")));
      }
    }
    all.put("passport", file("passport/good.baymark"));
    all.put("evidence", evidence().encoded());
    JsonNode proofs = json("enrolment.json");
    all.put("sign1, proof of possession", hex(proofs.at("/possession/proofs/0/signed")));
    all.put("sign1, roll-over", hex(proofs.at("/rollOver/orders/0/signed")));
    all.put("device label", Bytes.ofUtf8(proofs.at("/labels/0/text").asText() + "\n"));
    all.put("trust file", file("passport/trust.policy"));
    all.put("shipment key", file("passport/shipment.key"));
    all.put("checkpoint note", Bytes.ofUtf8(story.get("checkpoint").asText()));
    all.put(
        "device card",
        Bytes.ofUtf8("{\"key\":\"" + coseKey().hex() + "\",\"name\":\"" + NAME + "\"}"));
    texts(all);
    own(all, story);
    return all;
  }

  private static void texts(Map<String, Bytes> all) {
    JsonNode c2sp = json("tlog.json");
    all.put(".tlog-proof", text(c2sp.at("/proofs/0/proof")));
    all.put("add-checkpoint request", text(c2sp.at("/addCheckpoint/0/body")));
    all.put("vkey", Bytes.ofUtf8(c2sp.at("/addCheckpoint/0/log").asText() + "\n"));
    JsonNode keys = json("key-cards.json").get("allianceKeys");
    all.put(
        "alliance key file of one key, as 64 hexadecimal digits may be", text(keys.at("/0/text")));
    all.put("alliance key file", text(keys.at("/2/text")));
    all.put("key_set (only its encoding is checked)", hex(json("receipts.json").get("keySet")));
  }

  private static Bytes text(JsonNode node) {
    return Bytes.ofUtf8(node.asText());
  }

  private static Evidence evidence() {
    return Passport.parse(file("passport/good.baymark")).toOptional().orElseThrow().evidence();
  }

  static Bytes coseKey() {
    return KEY.verifyingKey().encoded();
  }

  private static void own(Map<String, Bytes> all, JsonNode story) {
    Registration asked =
        new Registration(NAME, KEY.verifyingKey(), "珠江冷链", Set.of(Kind.BATCH), 1795000000);
    Digest thumbprint = KEY.verifyingKey().thumbprint();
    Revocation ended =
        new Revocation(NAME, thumbprint, OptionalLong.of(3), "lost \"at\" sea / \u001b[2J");
    all.put("sign1, revocation", ended.sign(KEY, NAME, 1795000000).encoded());
    all.put(
        "sign1, request: a gateway's card",
        new Request.Register(asked).sign(KEY, NAME, 1).encoded());
    all.put("sign1, request to revoke", new Request.Revoke(ended).sign(KEY, NAME, 1).encoded());
    EvidenceRequest.Asked subject = new EvidenceRequest.Asked(thumbprint, Optional.empty());
    all.put(
        "evidence_request", new EvidenceRequest(List.of(subject), List.of(thumbprint)).encoded());
    CborWriter receipt = new CborWriter().array(3).text("baymark receipt v1").integer(4);
    all.put("receipt", receipt.digest(thumbprint).toBytes());
    CborWriter body = new CborWriter().array(2).bytes(hex(story.at("/log/4/entry"))).array(1);
    all.put("batch_body", body.bytes(hex(story.at("/batches/0/subjects/0/entry"))).toBytes());
    all.put("plain CBOR", new CborWriter().array(2).integer(-1).text("a").toBytes());
    CborWriter leaf = new CborWriter().array(3).text("baymark batch v1").text(NAME.text());
    all.put("batch_leaf0 (only its encoding is checked)", leaf.integer(1).toBytes());
  }
}
