package org.baymark.protocol.vectors;

import java.util.LinkedHashMap;
import java.util.Map;
import org.baymark.protocol.bytes.Bytes;

/** Every vector file and what is in it. */
final class Vectors {
  private Vectors() {}

  static Map<String, Bytes> all() {
    Map<String, Bytes> all = new LinkedHashMap<>();
    all.put("keys.json", KeyVectors.make());
    all.put("cbor.json", CborVectors.make());
    all.put("names.json", CborVectors.names());
    all.put("gs1.json", Gs1Vectors.make());
    all.put("statements.json", StatementVectors.make());
    all.put("structures.json", StructureVectors.make());
    all.put("chain.json", ChainVectors.make());
    all.put("enrolment.json", EnrolmentVectors.make());
    all.put("commands.json", CommandVectors.make());
    all.put("trees.json", TreeVectors.trees());
    all.put("index.json", TreeVectors.index());
    all.put("story.json", StoryVectors.make());
    all.put("checkpoint.json", NoteVectors.make());
    all.put("receipts.json", ReceiptVectors.make());
    all.put("tlog.json", TlogVectors.make());
    all.put("shipment-keys.json", ShipmentKeyVectors.make());
    all.put("key-cards.json", KeyCardVectors.make());
    all.put("slips.json", SlipVectors.make());
    all.put("limits.json", LimitVectors.make());
    all.put("gateway.json", GatewayVectors.make());
    AccusationVectors.make().forEach((name, content) -> all.put("accusation/" + name, content));
    PassportVectors.make().forEach((name, content) -> all.put("passport/" + name, content));
    Bytes structures = all.getOrDefault("structures.json", Bytes.EMPTY);
    Bytes statements = all.getOrDefault("statements.json", Bytes.EMPTY);
    all.put("annotated.md", AnnotatedVectors.make(structures, statements));
    return all;
  }
}
