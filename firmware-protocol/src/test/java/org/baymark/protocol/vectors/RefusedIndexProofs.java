package org.baymark.protocol.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.index.IndexMap;
import org.baymark.protocol.index.IndexProof;

/** Proofs about one map of index.json that are malformed or prove nothing. */
final class RefusedIndexProofs {
  private static final Digest OTHER = Digest.sha256(Bytes.ofUtf8("another"));

  /** A step as it is written: an honest reader would not make every one. */
  private record Step(long depth, Digest sibling) {}

  private final IndexMap map;
  private final ArrayNode inclusion;
  private final ArrayNode absence;

  private RefusedIndexProofs(IndexMap map, ObjectNode node) {
    this.map = map;
    this.inclusion = node.putArray("refusedInclusion");
    this.absence = node.putArray("refusedAbsence");
  }

  /**
   * @param there a key of the map that has two or more
   * @param neighbour another key of it
   * @param missing a key that the map lacks
   */
  static void addTo(ObjectNode node, IndexMap map, Bytes there, Bytes neighbour, Bytes missing) {
    RefusedIndexProofs proofs = new RefusedIndexProofs(map, node);
    proofs.inclusions(there, neighbour, missing);
    proofs.absences(there, neighbour, missing);
  }

  private List<Step> steps(IndexProof proof) {
    List<Step> steps = new ArrayList<>();
    proof.path().forEach(step -> steps.add(new Step(step.depth(), step.sibling())));
    return steps;
  }

  private void inclusions(Bytes there, Bytes neighbour, Bytes missing) {
    Bytes value = map.get(there).orElseThrow();
    List<Step> path = steps(map.prove(there));
    int last = path.size() - 1;
    Step end = path.get(last);
    include("another value", there, map.get(neighbour).orElseThrow(), path);
    include("the path of another key", neighbour, map.get(neighbour).orElseThrow(), path);
    include("a key that is not there", missing, value, path);
    include("the last step left out", there, value, path.subList(0, last));
    include("the first step left out", there, value, path.subList(1, path.size()));
    include("no path", there, value, List.of());
    include("a step more", there, value, with(path, path.size(), new Step(255, OTHER), false));
    include("another sibling", there, value, with(path, last, new Step(end.depth, OTHER), true));
    long side = sideOf(there, end.depth);
    include("the sibling on the wrong side", there, value, with(path, last, at(side, end), true));
    include("a depth twice", there, value, with(path, path.size(), end, false));
    include("depths that do not ascend", there, value, with(path, 0, end, false));
    include("depth 256", there, value, with(path, last, new Step(256, end.sibling), true));
  }

  private static Step at(long depth, Step step) {
    return new Step(depth, step.sibling);
  }

  /** The next depth at which the key goes the other way. */
  private static long sideOf(Bytes key, long depth) {
    Digest hash = Digest.sha256(key);
    int at = (int) depth;
    while (hash.bit(at) == hash.bit((int) depth)) {
      at++;
    }
    return at;
  }

  private void absences(Bytes there, Bytes neighbour, Bytes missing) {
    IndexProof honest = map.prove(missing);
    IndexProof.Other leaf = honest.other().orElseThrow();
    List<Step> path = steps(honest);
    Digest thereHash = Digest.sha256(there);
    Digest valueHash = Digest.sha256(map.get(there).orElseThrow());
    Digest neighbourHash = Digest.sha256(neighbour);
    Digest neighbourValue = Digest.sha256(map.get(neighbour).orElseThrow());
    exclude("as if the map were empty", missing, List.of(), Optional.empty());
    exclude("a path and no leaf", missing, path, Optional.empty());
    List<Step> own = steps(map.prove(there));
    exclude("its own leaf", there, own, other(thereHash, valueHash));
    exclude(
        "the leaf of a key that goes another way",
        there,
        steps(map.prove(neighbour)),
        other(neighbourHash, neighbourValue));
    exclude("another value", missing, path, other(leaf.keyHash(), OTHER));
    exclude("another leaf", missing, path, other(OTHER, leaf.valueHash()));
    int last = path.size() - 1;
    exclude("the last step left out", missing, path.subList(0, last), Optional.of(leaf));
    Step bent = new Step(path.get(last).depth, OTHER);
    exclude("another sibling", missing, with(path, last, bent, true), Optional.of(leaf));
    exclude(
        "a depth twice",
        missing,
        with(path, path.size(), path.get(last), false),
        Optional.of(leaf));
  }

  private static Optional<IndexProof.Other> other(Digest keyHash, Digest valueHash) {
    return Optional.of(new IndexProof.Other(keyHash, valueHash));
  }

  private static List<Step> with(List<Step> path, int place, Step step, boolean instead) {
    List<Step> changed = new ArrayList<>(path);
    if (instead) {
      changed.set(place, step);
    } else {
      changed.add(place, step);
    }
    return changed;
  }

  private void include(String note, Bytes key, Bytes value, List<Step> path) {
    ObjectNode one = inclusion.addObject().put("note", note).put("key", key.hex());
    one.put("value", value.hex()).put("path", Files.cbor(out -> write(out, path)).hex());
  }

  private void exclude(String note, Bytes key, List<Step> path, Optional<IndexProof.Other> leaf) {
    ObjectNode one = absence.addObject().put("note", note).put("key", key.hex());
    Bytes proof =
        Files.cbor(
            out -> {
              write(out.array(2), path);
              leaf.ifPresentOrElse(
                  it -> out.array(2).digest(it.keyHash()).digest(it.valueHash()), out::nil);
            });
    one.put("proof", proof.hex());
  }

  private static void write(CborWriter out, List<Step> path) {
    out.array(path.size());
    path.forEach(step -> out.array(2).integer(step.depth()).digest(step.sibling()));
  }
}
