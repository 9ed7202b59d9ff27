package org.baymark.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.index.IndexMap;
import org.baymark.protocol.index.IndexProof;
import org.baymark.protocol.merkle.ConsistencyProof;
import org.baymark.protocol.merkle.InclusionProof;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.RangeProof;
import org.junit.jupiter.api.Test;

/** Every proof of vectors/trees.json and vectors/index.json proves what it is for. */
class TreeVectorsTest {

  @Test
  void trees() {
    JsonNode file = Files.readJson("trees.json");
    List<Digest> leaves = new ArrayList<>();
    file.get("leaves").forEach(leaf -> leaves.add(MerkleTree.leafHash(Files.hex(leaf))));
    List<Digest> roots = new ArrayList<>();
    file.get("roots").forEach(one -> roots.add(Files.digest(one.get("root"))));
    for (JsonNode one : file.get("inclusion")) {
      int size = one.get("size").asInt();
      int index = one.get("index").asInt();
      InclusionProof proof = new InclusionProof(index, size, digests(one.get("path")));
      assertTrue(proof.proves(leaves.get(index), roots.get(size)), one::toString);
    }
    for (JsonNode one : file.get("consistency")) {
      int from = one.get("from").asInt();
      int to = one.get("to").asInt();
      ConsistencyProof proof = new ConsistencyProof(from, to, digests(one.get("path")));
      assertTrue(proof.proves(roots.get(from), roots.get(to)), one::toString);
    }
    for (JsonNode one : file.get("range")) {
      int size = one.get("size").asInt();
      int first = one.get("first").asInt();
      RangeProof proof = new RangeProof(size, first, digests(one.get("outside")));
      List<Digest> inside = leaves.subList(first, first + one.get("count").asInt());
      assertTrue(proof.proves(inside, roots.get(size)), one::toString);
    }
  }

  @Test
  void theKnownTree() {
    JsonNode known = Files.readJson("trees.json").get("known");
    MerkleTree tree = new MerkleTree();
    assertEquals(known.get("roots").get(0).asText(), tree.root().hex());
    for (JsonNode leaf : known.get("leaves")) {
      tree.append(MerkleTree.leafHash(Files.hex(leaf)));
      assertEquals(known.get("roots").get((int) tree.size()).asText(), tree.root().hex());
    }
  }

  private static List<Digest> digests(JsonNode path) {
    List<Digest> digests = new ArrayList<>();
    path.forEach(digest -> digests.add(Files.digest(digest)));
    return digests;
  }

  @Test
  void index() throws RefusalException {
    for (JsonNode file : Files.readJson("index.json")) {
      IndexMap map = IndexMap.EMPTY;
      for (JsonNode entry : file.get("entries")) {
        map = map.put(Files.hex(entry.get("key")), Files.hex(entry.get("value")));
      }
      Digest root = Files.digest(file.get("root"));
      assertEquals(root, map.root());
      for (JsonNode one : file.get("inclusion")) {
        IndexProof proof = IndexProof.read(CborReader.open(Files.hex(one.get("path"))));
        var key = Files.hex(one.get("key"));
        assertTrue(proof.includes(key, map.get(key).orElseThrow(), root), one::toString);
      }
      for (JsonNode one : file.get("absence")) {
        IndexProof proof = IndexProof.readAbsence(CborReader.open(Files.hex(one.get("proof"))));
        assertTrue(proof.excludes(Files.hex(one.get("key")), root), one::toString);
      }
    }
  }
}
