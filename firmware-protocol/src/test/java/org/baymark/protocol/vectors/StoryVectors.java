package org.baymark.protocol.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.baymark.protocol.batch.Batch;
import org.baymark.protocol.batch.Filing;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.batch.SubjectTree;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.merkle.MerkleTree;

/** story.json: the worked example with everything between its statements and its checkpoint. */
final class StoryVectors {
  private StoryVectors() {}

  static Bytes make() {
    Story story = new Journey(Set.of()).story;
    ObjectNode root = Files.object();
    root.put("allianceKey", Story.ALLIANCE_KEY.hex());
    ArrayNode subjects = root.putArray("subjects");
    for (Subject subject : new Subject[] {Story.SHIPMENT, Subject.of(Story.SENSOR)}) {
      ShipmentKey key = Story.shipmentKey(subject);
      subjects
          .addObject()
          .put("sub", subject.text())
          .put("k", key.k().hex())
          .put("K", key.subjectKey().hex());
    }
    ArrayNode batches = root.putArray("batches");
    story.batches.forEach(batch -> batch(batches.addObject(), story, batch));
    ArrayNode entries = root.putArray("log");
    for (int i = 0; i < story.entries.size(); i++) {
      ObjectNode entry = entries.addObject().put("index", i);
      entry.put("entry", story.entries.get(i).hex());
      entry.put("leafHash", MerkleTree.leafHash(story.entries.get(i)).hex());
    }
    root.put("logRoot", story.log.root().hex());
    ArrayNode index = root.putArray("index");
    story.indexKeys.forEach(
        (what, key) ->
            index
                .addObject()
                .put("what", what)
                .put("key", key.hex())
                .put("value", story.index.get(key).orElseThrow().hex())
                .put("path", Files.cbor(story.index.prove(key)::write).hex()));
    root.put("indexRoot", story.index.root().hex());
    ArrayNode filings = root.putArray("filings");
    story.filings.forEach(
        (subjectKey, own) -> {
          ObjectNode one = filings.addObject().put("K", subjectKey.hex());
          ArrayNode leaves = one.putArray("leaves");
          own.stream().map(Filing::leaf).map(Bytes::hex).forEach(leaves::add);
          one.put("root", story.filingTree(subjectKey).root().hex());
        });
    root.put("members", story.members.encoded().hex());
    root.put("memberSet", story.members.digest().hex());
    root.put("checkpoint", PassportVectors.note(story).toText());
    return Files.json(root);
  }

  private static void batch(ObjectNode node, Story story, Batch batch) {
    int number = story.batches.indexOf(batch);
    Sign1 header = story.headers.values().stream().skip(number).findFirst().orElseThrow();
    node.put("header", header.encoded().hex()).put("headerId", header.id().hex());
    node.put("root", batch.root().hex());
    ArrayNode subjects = node.putArray("subjects");
    for (SubjectTree tree : batch.subjects()) {
      ObjectNode one = subjects.addObject().put("K", tree.subjectKey().hex());
      ArrayNode statements = one.putArray("statements");
      tree.statements().forEach(statement -> statements.add(statement.encoded().hex()));
      one.put("subjectRoot", tree.root().hex()).put("entry", tree.entry().encode().hex());
      one.put("entryIndex", batch.path(tree.subjectKey()).index());
      one.set("path", Files.digests(batch.path(tree.subjectKey()).path()));
    }
  }
}
