package org.baymark.node.ledger;

import static org.baymark.node.ledger.Own.ok;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.baymark.protocol.batch.Filing;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.index.IndexKeys;
import org.baymark.protocol.index.IndexProof;
import org.baymark.protocol.index.SubjectState;
import org.baymark.protocol.merkle.RangeProof;
import org.baymark.protocol.passport.EvidenceRequest.Asked;
import org.baymark.protocol.passport.SubjectProof;

/** Proves which filings there are about a subject, and that there are no others. */
final class SubjectProofs {
  private final Ledger ledger;
  private final ClosedLog closed;
  private final Exhibits exhibits;
  private final Weight weight;

  SubjectProofs(Ledger ledger, ClosedLog closed, Exhibits exhibits, Weight weight) {
    this.ledger = ledger;
    this.closed = closed;
    this.exhibits = exhibits;
    this.weight = weight;
  }

  /** What the log holds of one subject, or of a range of it; its headers become exhibits. */
  SubjectProof of(Asked asked) throws LackingException, Weight.ExceededException {
    Bytes indexKey = IndexKeys.subject(asked.subjectKey());
    Optional<Bytes> value = closed.index().get(indexKey);
    if (value.isEmpty()) {
      return nothing(asked, exhibits.proven(indexKey));
    }
    SubjectState state = ok(SubjectState.parse(value.get()));
    SubjectLog filings = ledger.filings().of(asked.subjectKey()); // maybe more than the index says
    long first = 0;
    long last = state.entries() - 1;
    if (asked.range().isPresent()) {
      first = number(filings, state.entries(), asked.range().get().firstHeader());
      last = number(filings, state.entries(), asked.range().get().lastHeader());
      if (first > last) {
        throw new LackingException(
            EvidenceDesk.Reason.UNKNOWN_HEADER, "the range ends before it starts");
      }
    }
    weight.addFilings(last - first + 1);
    List<Filing> shown = LongStream.rangeClosed(first, last).mapToObj(filings::filing).toList();
    for (Filing filing : shown) {
      exhibits.header(ledger.headerIndex(filing.headerId()).orElseThrow());
    }
    RangeProof range = filings.range(first, shown.size(), state.entries());
    weight.add(range.outside());
    return new SubjectProof(
        asked.subjectKey(), state.statements(), range, shown, exhibits.proven(indexKey));
  }

  private static SubjectProof nothing(Asked asked, IndexProof absence) throws LackingException {
    if (asked.range().isPresent()) {
      throw new LackingException(
          EvidenceDesk.Reason.UNKNOWN_HEADER, "no anchored batch is about " + asked.subjectKey());
    }
    return SubjectProof.nothing(asked.subjectKey(), absence);
  }

  /** Filings are in the order of the log, so that one is found without reading the others. */
  private long number(SubjectLog filings, long size, Digest headerId) throws LackingException {
    long index = ledger.headerIndex(headerId).orElse(-1L);
    long from = 0;
    long to = size;
    while (from < to) {
      long middle = (from + to) >>> 1;
      Digest there = filings.filing(middle).headerId();
      if (there.equals(headerId)) {
        return middle;
      }
      boolean isBelow = ledger.headerIndex(there).orElseThrow() < index;
      from = isBelow ? middle + 1 : from;
      to = isBelow ? to : middle;
    }
    throw new LackingException(
        EvidenceDesk.Reason.UNKNOWN_HEADER,
        "no anchored batch " + headerId + " is about this subject");
  }
}
