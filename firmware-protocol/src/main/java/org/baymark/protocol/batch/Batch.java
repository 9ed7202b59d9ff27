package org.baymark.protocol.batch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.merkle.InclusionProof;
import org.baymark.protocol.merkle.MerkleTree;

/**
 * The upper storey of a batch: leaf 0 says whose batch it is and which, then one entry for each
 * subject, strictly ascending by K. The order makes a second entry for a subject impossible, so one
 * path shows all that the batch holds about it.
 */
public final class Batch {
  private static final String KIND = "baymark batch v1";

  private final List<SubjectTree> subjects;
  private final List<SubjectEntry> entries;
  private final MerkleTree tree;

  private Batch(DevUrn gateway, long number, List<SubjectTree> subjects) {
    this.subjects = subjects;
    this.entries = subjects.stream().map(SubjectTree::entry).toList();
    this.tree = tree(gateway, number, entries);
  }

  /**
   * The batch of these statements.
   *
   * @param byKey the statements about each subject, in any order, by the subject's K; at least one
   *     subject, each with at least one statement
   */
  public static Batch seal(
      DevUrn gateway, long number, Map<Digest, ? extends Collection<Sign1>> byKey) {
    if (byKey.isEmpty()) {
      throw new IllegalArgumentException("a batch of no subjects");
    }
    List<SubjectTree> subjects = new ArrayList<>(byKey.size());
    new TreeMap<>(byKey)
        .forEach(
            (key, statements) -> subjects.add(SubjectTree.of(gateway, number, key, statements)));
    return new Batch(gateway, number, List.copyOf(subjects));
  }

  /**
   * The root that a batch of these entries has: what members recompute. Ask {@link #isOrdered} of
   * foreign entries first.
   *
   * @throws IllegalArgumentException if the entries are out of order
   */
  public static Digest root(DevUrn gateway, long number, List<SubjectEntry> entries) {
    return tree(gateway, number, entries).root();
  }

  /** Whether the entries are strictly ascending by K. */
  public static boolean isOrdered(List<SubjectEntry> entries) {
    for (int i = 1; i < entries.size(); i++) {
      if (entries.get(i - 1).subjectKey().compareTo(entries.get(i).subjectKey()) >= 0) {
        return false;
      }
    }
    return true;
  }

  private static MerkleTree tree(DevUrn gateway, long number, List<SubjectEntry> entries) {
    Counts.checkFrom1(number, "batch number");
    if (!isOrdered(entries)) {
      throw new IllegalArgumentException("subject entries twice or out of order");
    }
    CborWriter leaf0 = new CborWriter().array(3).text(KIND).text(gateway.text()).integer(number);
    MerkleTree tree = new MerkleTree();
    tree.append(MerkleTree.leafHash(leaf0.toBytes()));
    for (SubjectEntry entry : entries) {
      Bytes leaf = entry.encode();
      tree.append(MerkleTree.leafHash(leaf));
    }
    return tree;
  }

  public Digest root() {
    return tree.root();
  }

  /** Ascending by K. */
  public List<SubjectTree> subjects() {
    return subjects;
  }

  /** Ascending by K; entry i is leaf i + 1 of the batch tree. */
  public List<SubjectEntry> entries() {
    return entries;
  }

  /** How many statements of all subjects. */
  public long statements() {
    return subjects.stream().mapToLong(SubjectTree::n).sum();
  }

  public Optional<SubjectTree> subject(Digest subjectKey) {
    return subjects.stream().filter(tree -> tree.subjectKey().equals(subjectKey)).findFirst();
  }

  /**
   * The path of a subject's entry in the batch tree; its index counts from 1.
   *
   * @throws IllegalArgumentException if the batch has nothing about this subject
   */
  public InclusionProof path(Digest subjectKey) {
    return path(tree, entries, subjectKey);
  }

  /**
   * The same path, for who kept the entries of a batch and not the batch.
   *
   * @throws IllegalArgumentException if the entries are out of order, or none is of this subject
   */
  public static InclusionProof path(
      DevUrn gateway, long number, List<SubjectEntry> entries, Digest subjectKey) {
    return path(tree(gateway, number, entries), entries, subjectKey);
  }

  private static InclusionProof path(
      MerkleTree tree, List<SubjectEntry> entries, Digest subjectKey) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).subjectKey().equals(subjectKey)) {
        return tree.inclusion(i + 1L, tree.size());
      }
    }
    throw new IllegalArgumentException("no entry of " + subjectKey);
  }
}
