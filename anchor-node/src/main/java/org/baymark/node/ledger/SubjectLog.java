package org.baymark.node.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.baymark.node.shelf.IndexView;
import org.baymark.node.shelf.Label;
import org.baymark.node.shelf.Shelf;
import org.baymark.node.shelf.StoredTree;
import org.baymark.protocol.batch.Filing;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.index.IndexKeys;
import org.baymark.protocol.merkle.HashedTree;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.TreeHead;

/**
 * All that was filed about one subject, and the tree over it. Most subjects have a few filings:
 * these lie under one key with their count. Four that are complete move under a key of their own,
 * with a hash over them in a tree beside it: what is written for one filing does not grow with
 * their number.
 */
final class SubjectLog extends HashedTree {
  /** The subtrees of this level stand in a tree of their own. */
  private static final int LEVEL = 2;

  private static final int TOGETHER = 1 << LEVEL;

  private final Shelf shelf;
  private final Digest subjectKey;
  private final StoredTree above;
  private long statements;

  /** Those after the last complete four. */
  private List<Filing> last;

  private long rowRead = -1; // the row that is in rowFilings
  private List<Filing> rowFilings = List.of();

  private record Fact(long statements, long size, List<Filing> last) {
    static final Fact NONE = new Fact(0, 0, List.of());

    static Fact read(CborReader in) throws RefusalException {
      in.arrayOf(3);
      long statements = in.unsigned(TreeHead.SIZE_MAX);
      return new Fact(statements, in.unsigned(TreeHead.SIZE_MAX), filings(in));
    }
  }

  private SubjectLog(Shelf shelf, Digest subjectKey, Fact fact) {
    this.shelf = shelf;
    this.subjectKey = subjectKey;
    this.statements = fact.statements();
    this.last = fact.last();
    this.above = new StoredTree(shelf, Label.FILINGS, subjectKey.bytes(), fact.size() / TOGETHER);
  }

  static SubjectLog open(Shelf shelf, Digest subjectKey) {
    Fact fact =
        shelf.get(key(subjectKey)).map(octets -> Own.read(octets, Fact::read)).orElse(Fact.NONE);
    return new SubjectLog(shelf, subjectKey, fact);
  }

  /** How many statements all filings count together. */
  long statements() {
    return statements;
  }

  void append(Filing filing) {
    List<Filing> now = new ArrayList<>(last);
    now.add(filing);
    if (now.size() == TOGETHER) {
      shelf.put(Label.FILINGS.key(subjectKey, above.size()), write(new CborWriter(), now));
      above.append(root(now));
      now.clear();
    }
    last = now;
    statements += filing.n();
    CborWriter out = new CborWriter().array(3).integer(statements).integer(size());
    shelf.put(key(subjectKey), write(out, last));
  }

  /** What stands there changes with what the index says of the subject. */
  private static Bytes key(Digest subjectKey) {
    return IndexView.beside(IndexKeys.subject(subjectKey), subjectKey);
  }

  /** How many filings. */
  @Override
  public long size() {
    return above.size() * TOGETHER + last.size();
  }

  @Override
  public Digest subtree(int level, long index) {
    if (level >= LEVEL) {
      return above.subtree(level - LEVEL, index);
    }
    Objects.checkIndex(index, size() >>> level);
    long first = index << level;
    int at = (int) (first % TOGETHER);
    return root(row(first / TOGETHER).subList(at, at + (1 << level)));
  }

  Filing filing(long at) {
    return row(at / TOGETHER).get((int) (at % TOGETHER));
  }

  private List<Filing> row(long number) {
    if (number == above.size()) {
      return last;
    }
    if (number != rowRead) {
      Bytes row = shelf.get(Label.FILINGS.key(subjectKey, number)).orElseThrow();
      rowFilings = Own.read(row, SubjectLog::filings);
      rowRead = number;
    }
    return rowFilings;
  }

  private static Digest root(List<Filing> filings) {
    return MerkleTree.of(filings.stream().map(Filing::leaf).toList()).root();
  }

  private static Bytes write(CborWriter out, List<Filing> filings) {
    out.array(filings.size());
    filings.forEach(filing -> filing.write(out));
    return out.toBytes();
  }

  private static List<Filing> filings(CborReader in) throws RefusalException {
    int count = in.array(0, TOGETHER);
    List<Filing> filings = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      filings.add(Filing.read(in));
    }
    return filings;
  }
}
