package org.baymark.protocol.passport;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.baymark.protocol.batch.Filing;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.index.IndexProof;
import org.baymark.protocol.merkle.RangeProof;
import org.baymark.protocol.passport.Passport.Disclosure;
import org.baymark.protocol.statement.Unverified;

/** Changes to what papers disclose of one filing, and to what they say of one subject. */
final class Sets {
  private Sets() {}

  static void statements(
      Papers papers, int part, int filing, UnaryOperator<List<Unverified>> change) {
    replace(
        papers,
        part,
        filing,
        it ->
            Optional.of(new Disclosure(it.entryIndex(), it.path(), change.apply(it.statements()))));
  }

  static void place(
      Papers papers, int part, int filing, long index, UnaryOperator<List<Digest>> change) {
    replace(
        papers,
        part,
        filing,
        it -> Optional.of(new Disclosure(index, change.apply(it.path()), it.statements())));
  }

  static void withhold(Papers papers, int part, int filing) {
    replace(papers, part, filing, it -> Optional.empty());
  }

  static void exchange(Papers papers, int partA, int a, int partB, int b) {
    Disclosure first = disclosure(papers, partA, a);
    Disclosure second = disclosure(papers, partB, b);
    replace(papers, partA, a, it -> Optional.of(second));
    replace(papers, partB, b, it -> Optional.of(first));
  }

  static Disclosure disclosure(Papers papers, int part, int filing) {
    return papers.parts.get(part).disclosures().get(filing).orElseThrow();
  }

  private static void replace(
      Papers papers, int part, int filing, Function<Disclosure, Optional<Disclosure>> change) {
    List<Optional<Disclosure>> all = new ArrayList<>(papers.parts.get(part).disclosures());
    all.set(filing, change.apply(all.get(filing).orElseThrow()));
    papers.parts.set(part, new Passport.Part(papers.parts.get(part).subject(), all));
  }

  static void filing(Papers papers, int part, int filing, UnaryOperator<Filing> change) {
    SubjectProof honest = papers.subjects.get(part);
    List<Filing> filings = new ArrayList<>(honest.filings());
    filings.set(filing, change.apply(filings.get(filing)));
    papers.subjects.set(
        part,
        new SubjectProof(
            honest.subjectKey(), honest.statements(), honest.range(), filings, honest.proof()));
  }

  static void subject(
      Papers papers,
      int part,
      UnaryOperator<Digest> key,
      UnaryOperator<RangeProof> range,
      UnaryOperator<IndexProof> proof) {
    SubjectProof honest = papers.subjects.get(part);
    papers.subjects.set(
        part,
        new SubjectProof(
            key.apply(honest.subjectKey()),
            honest.statements(),
            range.apply(honest.range()),
            honest.filings(),
            proof.apply(honest.proof())));
  }

  static void count(Papers papers, int part, long statements) {
    SubjectProof honest = papers.subjects.get(part);
    papers.subjects.set(
        part,
        new SubjectProof(
            honest.subjectKey(), statements, honest.range(), honest.filings(), honest.proof()));
  }
}
