package org.baymark.protocol.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.baymark.protocol.batch.Batch;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.batch.SubjectTree;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.merkle.MerkleTree;

/** The blocks of PROTOCOL.md: the table of identifiers, and the worked example. */
final class Example {
  private static final int PER_LINE = 64;
  private static final Path IDENTIFIERS =
      Path.of("src/main/resources/org/baymark/protocol/gs1/application-identifiers.txt");

  private final Journey journey = new Journey(Set.of());
  private final Story story = journey.story;
  private final Map<String, String> blocks = new LinkedHashMap<>();

  private Example() {}

  static Map<String, String> blocks() {
    Example example = new Example();
    example.blocks.put("gs1-identifiers", Files.read(IDENTIFIERS).utf8());
    StatementExample.addTo(example.blocks, example.journey);
    example.subjects();
    example.batch();
    example.log();
    example.index();
    example.seal();
    example.passport();
    EventExample.addTo(example.blocks);
    SigningExample.addTo(example.blocks, example.journey);
    return example.blocks;
  }

  static Sign1 header(Story story, int number) {
    return story.headers.values().stream().skip(number).findFirst().orElseThrow();
  }

  static String note(Story story) {
    return PassportVectors.note(story).toText();
  }

  static void hex(StringBuilder text, String what, Bytes octets) {
    text.append("# ").append(what).append(", ").append(octets.size()).append(" bytes\n");
    for (int from = 0; from < octets.size(); from += PER_LINE) {
      text.append(octets.slice(from, Math.min(octets.size(), from + PER_LINE)).hex());
      text.append('\n');
    }
  }

  static void hex(StringBuilder text, String what, Digest digest) {
    text.append(digest.hex()).append("  # ").append(what).append('\n');
  }

  private void subjects() {
    StringBuilder text = new StringBuilder();
    hex(text, "alliance key", Story.ALLIANCE_KEY);
    for (Subject subject : List.of(Story.SHIPMENT, Subject.of(Story.SENSOR))) {
      ShipmentKey key = Story.shipmentKey(subject);
      text.append("# sub = ").append(subject).append('\n');
      hex(text, "k", Digest.of(key.k()));
      hex(text, "K", key.subjectKey());
    }
    text.append("# shipment key file\n").append(Story.shipmentKey(Story.SHIPMENT).toText());
    blocks.put("subjects", text.toString());
  }

  private void batch() {
    Batch batch = story.batches.get(0);
    StringBuilder text = new StringBuilder();
    Bytes leaf0 =
        Files.cbor(
            out -> out.array(3).text("baymark batch v1").text(Story.GATEWAY.text()).integer(1));
    for (SubjectTree tree : batch.subjects()) {
      Subject subject = tree.statements().get(0).subject();
      text.append("# --- subject tree of ").append(subject).append('\n');
      Bytes first =
          Files.cbor(
              out ->
                  out.array(4)
                      .text("baymark subject v1")
                      .digest(tree.subjectKey())
                      .text(Story.GATEWAY.text())
                      .integer(1));
      hex(text, "subject_leaf0", first);
      hex(text, "its leaf hash", MerkleTree.leafHash(first));
      for (Sign1 statement : tree.statements()) {
        String place =
            statement.issuer()
                + " "
                + statement.claims().position().orElseThrow().boot()
                + "/"
                + statement.claims().position().orElseThrow().seq();
        hex(text, "leaf hash of the statement " + place, MerkleTree.leafHash(statement.encoded()));
      }
      hex(text, "subject root", tree.root());
    }
    text.append("# --- batch tree\n");
    hex(text, "batch_leaf0", leaf0);
    hex(text, "its leaf hash", MerkleTree.leafHash(leaf0));
    batch
        .entries()
        .forEach(
            entry -> {
              hex(text, "subject_entry", entry.encode());
              hex(text, "its leaf hash", MerkleTree.leafHash(entry.encode()));
            });
    hex(text, "batch root", batch.root());
    blocks.put("batch", text.toString());
    StringBuilder header = new StringBuilder("# the payload of the header\n");
    header.append(
        Annotated.bytes(
            header(story, 0).payload(),
            "",
            "number",
            "",
            "previous",
            "",
            "last_seen",
            "",
            "opened",
            "",
            "sealed",
            "",
            "statements",
            "",
            "subjects",
            "",
            "root"));
    hex(header, "the header, a sign1: log entry 4", header(story, 0).encoded());
    hex(header, "its id", header(story, 0).id());
    blocks.put("header", header.toString());
  }

  private void log() {
    StringBuilder text = new StringBuilder();
    List<String> what =
        List.of(
            "genesis",
            "registration of the gateway",
            "registration of the sensor",
            "registration of the scanner",
            "header of batch 1",
            "seal of checkpoint 1",
            "header of batch 2",
            "seal of checkpoint 2");
    for (int i = 0; i < story.entries.size(); i++) {
      hex(text, "leaf " + i + ": " + what.get(i), story.log.leaf(i));
    }
    hex(text, "root of the first 6: checkpoint 1", story.log.root(6));
    hex(text, "root of all 8: checkpoint 2", story.log.root());
    text.append("# path of entry 4, from the leaf up\n");
    story.log.inclusion(4, 8).path().forEach(one -> text.append(one.hex()).append('\n'));
    blocks.put("log", text.toString());
  }

  private void index() {
    StringBuilder text = new StringBuilder();
    story.indexKeys.forEach(
        (what, key) -> {
          text.append("# ").append(what).append(": key, value, H(key), leaf hash\n");
          Bytes value = story.index.get(key).orElseThrow();
          Digest keyHash = Digest.sha256(key);
          text.append(key.hex()).append('\n').append(value.hex()).append('\n');
          text.append(keyHash.hex()).append('\n');
          Digest leaf = Digest.sha256(2, keyHash.bytes(), Digest.sha256(value).bytes());
          text.append(leaf.hex()).append('\n');
        });
    Bytes shipment = story.indexKeys.getOrDefault("subject " + Story.SHIPMENT, Bytes.EMPTY);
    text.append("# path of the shipment, root first: depth, sibling\n");
    story
        .index
        .prove(shipment)
        .path()
        .forEach(
            step ->
                text.append(step.depth()).append(' ').append(step.sibling().hex()).append('\n'));
    hex(text, "index root", story.index.root());
    blocks.put("index", text.toString());
  }

  private void seal() {
    blocks.put(
        "seal",
        Annotated.bytes(
            story.seal.orElseThrow().encode(),
            "",
            "",
            "epoch",
            "stop_set",
            "height",
            "covers",
            "index_root",
            "member_set, H(members)",
            "previous: checkpoint 1",
            "",
            ""));
    blocks.put("checkpoint", note(story));
  }

  private void passport() {
    blocks.put("passport", Annotated.outline(PassportVectors.good().encoded()));
    StringBuilder text = new StringBuilder();
    JsonNode good = Files.readJson("passport/verdicts.json").get(0);
    good.get("steps")
        .fields()
        .forEachRemaining(
            step ->
                text.append(String.format("%-14s %s%n", step.getKey(), step.getValue().asText())));
    text.append("exit ").append(good.get("exit")).append('\n');
    blocks.put("verdict", text.toString());
  }
}
