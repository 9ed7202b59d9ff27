package org.baymark.protocol.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.index.IndexMap;
import org.baymark.protocol.index.IndexProof;
import org.baymark.protocol.merkle.KnownTree;
import org.baymark.protocol.merkle.MerkleTree;

/** trees.json and index.json: all proofs of small trees and of small maps. */
final class TreeVectors {
  private static final int LEAVES = 33;

  /** Of all stretches of the larger trees there would be too many. */
  private static final int RANGES = 9;

  private static final int ENTRIES = 9;

  private TreeVectors() {}

  /** Leaf i of every tree: i + 1 bytes of the value i. */
  private static Bytes leaf(int i) {
    byte[] octets = new byte[i + 1];
    java.util.Arrays.fill(octets, (byte) i);
    return Bytes.owning(octets);
  }

  static Bytes trees() {
    MerkleTree tree = new MerkleTree();
    ObjectNode root = Files.object();
    ArrayNode leaves = root.putArray("leaves");
    for (int i = 0; i < LEAVES; i++) {
      leaves.add(leaf(i).hex());
      tree.append(MerkleTree.leafHash(leaf(i)));
    }
    ArrayNode roots = root.putArray("roots");
    ArrayNode inclusion = root.putArray("inclusion");
    ArrayNode consistency = root.putArray("consistency");
    ArrayNode range = root.putArray("range");
    for (int size = 0; size <= LEAVES; size++) {
      roots.addObject().put("size", size).put("root", tree.root(size).hex());
      for (int index = 0; index < size; index++) {
        inclusion
            .addObject()
            .put("size", size)
            .put("index", index)
            .set("path", Files.digests(tree.inclusion(index, size).path()));
        for (int count = 1; size <= RANGES && index + count <= size; count++) {
          ObjectNode one = range.addObject().put("size", size).put("first", index);
          one.put("count", count);
          one.set("outside", Files.digests(tree.range(index, count, size).outside()));
        }
      }
      for (int old = 0; old <= size; old++) {
        ObjectNode one = consistency.addObject().put("from", old).put("to", size);
        one.set("path", Files.digests(tree.consistency(old, size).path()));
      }
    }
    List<Digest> hashes = new ArrayList<>();
    leaves.forEach(one -> hashes.add(MerkleTree.leafHash(Files.hex(one))));
    RefusedTreeProofs.addTo(root, tree, hashes);
    known(root.putObject("known"));
    return Files.json(root);
  }

  /** The tree with which logs of certificates and their clients are tested. */
  private static void known(ObjectNode node) {
    ArrayNode leaves = node.putArray("leaves");
    ArrayNode roots = node.putArray("roots");
    KnownTree.LEAVES.forEach(one -> leaves.add(one.hex()));
    KnownTree.ROOTS.forEach(roots::add);
  }

  static Bytes index() {
    ArrayNode maps = Files.array();
    for (int size : new int[] {0, 1, 2, 3, ENTRIES}) {
      IndexMap map = IndexMap.EMPTY;
      ObjectNode node = maps.addObject();
      ArrayNode entries = node.putArray("entries");
      for (int i = 0; i < size; i++) {
        map = map.put(key(i), value(i));
        entries.addObject().put("key", key(i).hex()).put("value", value(i).hex());
      }
      node.put("root", map.root().hex());
      ArrayNode inclusion = node.putArray("inclusion");
      for (int i = 0; i < size; i++) {
        IndexProof proof = map.prove(key(i));
        inclusion.addObject().put("key", key(i).hex()).put("path", Files.cbor(proof::write).hex());
      }
      ArrayNode absence = node.putArray("absence");
      for (int i = size; i < size + 3; i++) {
        IndexProof proof = map.prove(key(i));
        absence
            .addObject()
            .put("key", key(i).hex())
            .put("proof", Files.cbor(proof::writeAbsence).hex());
      }
      if (size == ENTRIES) {
        RefusedIndexProofs.addTo(node, map, key(0), key(1), key(ENTRIES));
      }
    }
    return Files.json(maps);
  }

  private static Bytes key(int i) {
    return Files.cbor(out -> out.array(2).text("baymark index gateway v1").text("urn:dev:x:" + i));
  }

  private static Bytes value(int i) {
    return Files.cbor(out -> out.integer(i));
  }
}
