package org.baymark.node.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.baymark.protocol.batch.Filing;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.index.SubjectState;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.RangeProof;

/** For each K its small log: one filing for each batch that has something about the subject. */
final class Filings {
  private final Map<Digest, SubjectLog> byKey = new HashMap<>();

  private static final class SubjectLog {
    final MerkleTree tree = new MerkleTree();
    final List<Filing> filings = new ArrayList<>();
    long statements;
  }

  /** How many statements all filings of K count together. */
  long statements(Digest subjectKey) {
    SubjectLog log = byKey.get(subjectKey);
    return log == null ? 0 : log.statements;
  }

  /** Appends, and answers what the index says of K from now on. */
  SubjectState append(Digest subjectKey, Filing filing) {
    SubjectLog log = byKey.computeIfAbsent(subjectKey, key -> new SubjectLog());
    log.tree.append(MerkleTree.leafHash(filing.leaf()));
    log.filings.add(filing);
    log.statements += filing.n();
    return new SubjectState(log.filings.size(), log.statements, log.tree.root());
  }

  /** The first {@code size} filings of K: those that a checkpoint covers. */
  List<Filing> first(Digest subjectKey, long size) {
    SubjectLog log = byKey.get(subjectKey);
    return log == null ? List.of() : List.copyOf(log.filings.subList(0, Math.toIntExact(size)));
  }

  RangeProof range(Digest subjectKey, long first, long count, long size) {
    SubjectLog log = byKey.get(subjectKey);
    return (log == null ? new MerkleTree() : log.tree).range(first, count, size);
  }
}
