package org.baymark.protocol.batch;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.merkle.MerkleTree;

/**
 * The lower storey of a batch: what a gateway collected about one subject. Leaf 0 says whose tree
 * it is, so that it proves nothing about any other subject, gateway or batch; the statements
 * follow.
 *
 * @param subjectKey K of {@link ShipmentKey#subjectKey}
 * @param statements of devices, at least one, strictly ascending by {@link #ORDER}
 */
public record SubjectTree(DevUrn gateway, long number, Digest subjectKey, List<Sign1> statements) {
  private static final String KIND = "baymark subject v1";

  /**
   * By issuer, boot, seq, id. Names are ASCII: their order as text is their order as bytes. Only
   * for what devices say, which has a position.
   */
  public static final Comparator<Sign1> ORDER =
      Comparator.comparing(Sign1::issuer)
          .thenComparingLong(statement -> statement.claims().position().orElseThrow().boot())
          .thenComparingLong(statement -> statement.claims().position().orElseThrow().seq())
          .thenComparing(Sign1::id);

  public SubjectTree {
    Counts.checkFrom1(number, "batch number");
    statements = List.copyOf(statements);
    if (statements.isEmpty() || !isOrdered(statements)) {
      throw new IllegalArgumentException("statements missing, twice or out of order");
    }
  }

  /** The tree of these statements, which come in any order. */
  public static SubjectTree of(
      DevUrn gateway, long number, Digest subjectKey, Collection<Sign1> statements) {
    List<Sign1> sorted = statements.stream().sorted(ORDER).toList();
    return new SubjectTree(gateway, number, subjectKey, sorted);
  }

  /** Whether all are of devices and strictly ascending: asked of foreign ones first. */
  public static boolean isOrdered(List<Sign1> statements) {
    for (int i = 0; i < statements.size(); i++) {
      Sign1 statement = statements.get(i);
      if (!statement.contentType().byDevice()) {
        return false;
      }
      if (i > 0 && ORDER.compare(statements.get(i - 1), statement) >= 0) {
        return false;
      }
    }
    return true;
  }

  /** How many statements; leaf 0 does not count. */
  public long n() {
    return statements.size();
  }

  public Digest root() {
    return tree().root();
  }

  /** Leaf 0 and the statements behind it: for who needs the path of one of them. */
  public MerkleTree tree() {
    MerkleTree tree = new MerkleTree();
    tree.append(MerkleTree.leafHash(leaf0()));
    statements.forEach(statement -> tree.append(MerkleTree.leafHash(statement.encoded())));
    return tree;
  }

  /** The leaf that this tree is in the batch tree. */
  public SubjectEntry entry() {
    return new SubjectEntry(subjectKey, n(), root());
  }

  private Bytes leaf0() {
    CborWriter out = new CborWriter().array(4).text(KIND).digest(subjectKey);
    return out.text(gateway.text()).integer(number).toBytes();
  }
}
