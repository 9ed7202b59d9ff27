package org.baymark.node.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.baymark.protocol.batch.Filing;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.DigestList;
import org.baymark.protocol.index.SubjectState;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.RangeProof;

/** For each K its small log: one filing for each batch that has something about the subject. */
final class Filings {
  private final Map<Digest, SubjectLog> byKey = new HashMap<>();

  /** Most of what a member remembers is here: of a filing its parts, not an object. */
  private static final class SubjectLog {
    final MerkleTree tree = new MerkleTree();
    final List<Digest> headerIds = new ArrayList<>(1); // each is there for the whole batch
    final DigestList roots = new DigestList();
    long[] counts = new long[1];
    long statements;

    void add(Filing filing) {
      int at = headerIds.size();
      if (at == counts.length) {
        counts = Arrays.copyOf(counts, at + (at >>> 1) + 1);
      }
      counts[at] = filing.n();
      headerIds.add(filing.headerId());
      roots.add(filing.subjectRoot());
      tree.append(MerkleTree.leafHash(filing.leaf()));
      statements += filing.n();
    }

    Filing filing(int at) {
      return new Filing(headerIds.get(at), counts[at], roots.get(at));
    }
  }

  /** How many statements all filings of K count together. */
  long statements(Digest subjectKey) {
    SubjectLog log = byKey.get(subjectKey);
    return log == null ? 0 : log.statements;
  }

  /** Appends, and answers what the index says of K from now on. */
  SubjectState append(Digest subjectKey, Filing filing) {
    SubjectLog log = byKey.computeIfAbsent(subjectKey, key -> new SubjectLog());
    log.add(filing);
    return new SubjectState(log.headerIds.size(), log.statements, log.tree.root());
  }

  /** The first {@code size} filings of K: those that a checkpoint covers. */
  List<Filing> first(Digest subjectKey, long size) {
    SubjectLog log = byKey.get(subjectKey);
    return log == null
        ? List.of()
        : IntStream.range(0, Math.toIntExact(size)).mapToObj(log::filing).toList();
  }

  RangeProof range(Digest subjectKey, long first, long count, long size) {
    SubjectLog log = byKey.get(subjectKey);
    return (log == null ? new MerkleTree() : log.tree).range(first, count, size);
  }
}
