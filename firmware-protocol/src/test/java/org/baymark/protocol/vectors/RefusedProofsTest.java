package org.baymark.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.index.IndexProof;
import org.baymark.protocol.merkle.ConsistencyProof;
import org.baymark.protocol.merkle.InclusionProof;
import org.baymark.protocol.merkle.RangeProof;
import org.junit.jupiter.api.Test;

/** Nothing of what the vectors say is to be refused proves anything; shipment keys as they say. */
class RefusedProofsTest {

  @Test
  void trees() {
    JsonNode file = Files.readJson("trees.json");
    for (JsonNode one : file.get("refusedInclusion")) {
      int index = one.get("index").asInt();
      InclusionProof proof = new InclusionProof(index, one.get("size").asInt(), path(one, "path"));
      assertFalse(proof.proves(digest(one, "leafHash"), digest(one, "root")), one::toString);
    }
    for (JsonNode one : file.get("refusedConsistency")) {
      int from = one.get("from").asInt();
      ConsistencyProof proof = new ConsistencyProof(from, one.get("to").asInt(), path(one, "path"));
      assertFalse(proof.proves(digest(one, "oldRoot"), digest(one, "newRoot")), one::toString);
    }
    for (JsonNode one : file.get("refusedRange")) {
      int first = one.get("first").asInt();
      RangeProof proof = new RangeProof(one.get("size").asInt(), first, path(one, "outside"));
      assertFalse(proof.proves(path(one, "leafHashes"), digest(one, "root")), one::toString);
    }
  }

  private static List<Digest> path(JsonNode one, String name) {
    List<Digest> digests = new ArrayList<>();
    one.get(name).forEach(digest -> digests.add(Files.digest(digest)));
    return digests;
  }

  private static Digest digest(JsonNode one, String name) {
    return Files.digest(one.get(name));
  }

  @Test
  void index() {
    for (JsonNode map : Files.readJson("index.json")) {
      Digest root = digest(map, "root");
      for (JsonNode one : map.path("refusedInclusion")) {
        Bytes value = Files.hex(one.get("value"));
        boolean proves =
            Parsed.of(() -> IndexProof.read(CborReader.open(Files.hex(one.get("path")))))
                .match(it -> it.includes(Files.hex(one.get("key")), value, root), no -> false);
        assertFalse(proves, one::toString);
      }
      for (JsonNode one : map.path("refusedAbsence")) {
        boolean proves =
            Parsed.of(() -> IndexProof.readAbsence(CborReader.open(Files.hex(one.get("proof")))))
                .match(it -> it.excludes(Files.hex(one.get("key")), root), no -> false);
        assertFalse(proves, one::toString);
      }
    }
  }

  @Test
  void shipmentKeys() {
    JsonNode file = Files.readJson("shipment-keys.json");
    for (JsonNode one : file.get("accepted")) {
      ShipmentKey key = ShipmentKey.parseText(one.get("text").asText()).toOptional().orElseThrow();
      assertEquals(one.get("sub").asText(), key.subject().text());
      assertEquals(one.get("k").asText(), key.k().hex());
      assertEquals(one.get("K").asText(), key.subjectKey().hex());
    }
    for (JsonNode one : file.get("refused")) {
      String text = one.get("text").asText();
      assertFalse(ShipmentKey.parseText(text).toOptional().isPresent(), one::toString);
    }
  }
}
