package org.baymark.node.ledger;

import org.baymark.node.shelf.Shelf;
import org.baymark.protocol.batch.Filing;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.index.SubjectState;

/** For each K its small log: one filing for each batch that has something about the subject. */
final class Filings {
  private final Shelf shelf;

  Filings(Shelf shelf) {
    this.shelf = shelf;
  }

  /** How many statements all filings of K count together. */
  long statements(Digest subjectKey) {
    return of(subjectKey).statements();
  }

  /** Appends, and answers what the index says of K from now on. */
  SubjectState append(Digest subjectKey, Filing filing) {
    SubjectLog log = of(subjectKey);
    log.append(filing);
    return new SubjectState(log.size(), log.statements(), log.root());
  }

  SubjectLog of(Digest subjectKey) {
    return SubjectLog.open(shelf, subjectKey);
  }
}
