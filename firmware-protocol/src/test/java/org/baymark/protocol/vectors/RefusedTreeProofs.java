package org.baymark.protocol.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.merkle.MerkleTree;

/** Proofs about the trees of trees.json that prove nothing, each for one reason. */
final class RefusedTreeProofs {
  private static final Digest OTHER = Digest.sha256(Bytes.ofUtf8("another"));

  private final MerkleTree tree;
  private final List<Digest> leaves;
  private final ArrayNode inclusion;
  private final ArrayNode consistency;
  private final ArrayNode range;

  private RefusedTreeProofs(MerkleTree tree, List<Digest> leaves, ObjectNode root) {
    this.tree = tree;
    this.leaves = leaves;
    this.inclusion = root.putArray("refusedInclusion");
    this.consistency = root.putArray("refusedConsistency");
    this.range = root.putArray("refusedRange");
  }

  /** Adds the three lists; {@code leaves} are the leaf hashes of the whole tree. */
  static void addTo(ObjectNode root, MerkleTree tree, List<Digest> leaves) {
    RefusedTreeProofs proofs = new RefusedTreeProofs(tree, leaves, root);
    proofs.inclusions();
    proofs.consistencies();
    proofs.ranges();
  }

  static List<Digest> longer(List<Digest> path) {
    List<Digest> longer = new ArrayList<>(path);
    longer.add(OTHER);
    return longer;
  }

  static List<Digest> shorter(List<Digest> path) {
    return path.subList(0, path.size() - 1);
  }

  static List<Digest> bent(List<Digest> path) {
    List<Digest> bent = new ArrayList<>(path);
    bent.set(0, OTHER);
    return bent;
  }

  static List<Digest> reversed(List<Digest> path) {
    List<Digest> reversed = new ArrayList<>(path);
    Collections.reverse(reversed);
    return reversed;
  }

  private void inclusions() {
    List<Digest> path = tree.inclusion(2, 7).path();
    Digest leaf = leaves.get(2);
    inclusion("path too short", 7, 2, leaf, shorter(path));
    inclusion("path too long", 7, 2, leaf, longer(path));
    inclusion("another digest", 7, 2, leaf, bent(path));
    inclusion("path from the root down", 7, 2, leaf, reversed(path));
    inclusion("another leaf", 7, 2, leaves.get(3), path);
    inclusion("another index", 7, 3, leaf, path);
    inclusion("no path", 7, 2, leaf, List.of());
    inclusion("the leaf is the root, with no path", 7, 2, tree.root(7), List.of());
    inclusion("index = size", 7, 7, leaves.get(6), tree.inclusion(6, 7).path());
    inclusion("index = size, in a tree of one leaf", 1, 1, leaves.get(0), List.of());
    inclusion("a tree without leaves", 0, 0, leaves.get(0), List.of());
    Digest inner = MerkleTree.nodeHash(leaves.get(2), leaves.get(3));
    inclusion("an inner node passes for a leaf", 7, 2, inner, path.subList(1, path.size()));
    inclusion("an inner node as leaf 1", 7, 1, inner, path.subList(1, path.size()));
    inclusion("the last leaf, a digest more", 9, 8, leaves.get(8), longer(List.of(tree.root(8))));
  }

  private void inclusion(String note, int size, int index, Digest leaf, List<Digest> path) {
    ObjectNode one = inclusion.addObject().put("note", note).put("size", size);
    one.put("index", index).put("leafHash", leaf.hex());
    one.set("path", Files.digests(path));
    one.put("root", tree.root(size).hex());
  }

  private void consistencies() {
    List<Digest> path = tree.consistency(3, 7).path();
    Digest old = tree.root(3);
    Digest now = tree.root(7);
    consistency("path too short", 3, 7, old, now, shorter(path));
    consistency("path too long", 3, 7, old, now, longer(path));
    consistency("another digest", 3, 7, old, now, bent(path));
    consistency("digests in another order", 3, 7, old, now, reversed(path));
    consistency("another old root", 3, 7, tree.root(2), now, path);
    consistency("another new root", 3, 7, old, tree.root(8), path);
    consistency("another old size", 2, 7, old, now, path);
    consistency("another new size, of other depth", 3, 9, old, now, path);
    consistency("the new root is right, the old is another", 3, 7, OTHER, now, path);
    List<Digest> fromFour = tree.consistency(4, 7).path();
    consistency(
        "a power of two: the path repeats the old root", 4, 7, tree.root(4), now, with(fromFour));
    consistency("a power of two: another old root", 4, 7, OTHER, now, fromFour);
    consistency("equal sizes, other roots", 7, 7, OTHER, now, List.of());
    consistency("equal sizes with a path", 7, 7, now, now, List.of(OTHER));
    consistency("from 0 with a path", 0, 7, MerkleTree.EMPTY_ROOT, now, List.of(OTHER));
    consistency("from 0, another old root", 0, 7, old, now, List.of());
    consistency("from 0 to 0, another root", 0, 0, OTHER, OTHER, List.of());
    consistency("shrinking", 7, 3, now, old, path);
  }

  private List<Digest> with(List<Digest> path) {
    List<Digest> whole = new ArrayList<>(List.of(tree.root(4)));
    whole.addAll(path);
    return whole;
  }

  private void consistency(
      String note, int from, int to, Digest oldRoot, Digest newRoot, List<Digest> path) {
    ObjectNode one = consistency.addObject().put("note", note).put("from", from).put("to", to);
    one.put("oldRoot", oldRoot.hex()).put("newRoot", newRoot.hex());
    one.set("path", Files.digests(path));
  }

  private void ranges() {
    List<Digest> outside = tree.range(2, 3, 7).outside();
    List<Digest> inside = leaves.subList(2, 5);
    range("a digest is left over", 7, 2, inside, longer(outside));
    range("a digest is missing", 7, 2, inside, shorter(outside));
    range("another digest", 7, 2, inside, bent(outside));
    range("digests in another order", 7, 2, inside, reversed(outside));
    range("another first", 7, 3, inside, outside);
    range("a leaf left out", 7, 2, inside.subList(0, 2), outside);
    range("a leaf more", 7, 2, leaves.subList(2, 6), outside);
    range("leaves in another order", 7, 2, reversed(inside), outside);
    range("no leaves", 7, 2, List.of(), List.of(tree.root(7)));
    range("no leaves at all", 7, 0, List.of(), List.of(tree.root(7)));
    range("beyond the end", 7, 5, leaves.subList(4, 7), tree.range(4, 3, 7).outside());
    range("more leaves than the tree has", 3, 0, leaves.subList(0, 4), List.of());
    range("the whole tree and a digest", 7, 0, leaves.subList(0, 7), List.of(OTHER));
    range("a digest for the empty tree", 0, 0, List.of(), List.of(OTHER));
    range("first 1 in the empty tree", 0, 1, List.of(), List.of());
  }

  private void range(String note, int size, int first, List<Digest> inside, List<Digest> outside) {
    ObjectNode one = range.addObject().put("note", note).put("size", size).put("first", first);
    one.set("leafHashes", Files.digests(inside));
    one.set("outside", Files.digests(outside));
    one.put("root", tree.root(size).hex());
  }
}
