package org.baymark.protocol.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.batch.Batch;
import org.baymark.protocol.batch.Filing;
import org.baymark.protocol.batch.SubjectTree;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.index.GatewayState;
import org.baymark.protocol.index.IndexKeys;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.InclusionProof;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.GatewayProof;
import org.baymark.protocol.passport.Logged;
import org.baymark.protocol.passport.LoggedHeader;
import org.baymark.protocol.passport.LoggedRegistration;
import org.baymark.protocol.passport.Passport;
import org.baymark.protocol.passport.SubjectProof;
import org.baymark.protocol.statement.Unverified;

/** Makes evidence and passports of a story, as members and gateways do. */
record Papers(Story story, SignedCheckpoint note) {

  /** A subject and the number of the first of its filings that is shown; the rest is. */
  record Shown(Subject subject, int first) {}

  Passport passport(List<Shown> shown, List<SigningKey> keys) {
    List<Passport.Part> parts = new ArrayList<>();
    for (Shown one : shown) {
      List<Optional<Passport.Disclosure>> disclosures = new ArrayList<>();
      filings(one).forEach(filing -> disclosures.add(Optional.of(disclosure(one, filing))));
      parts.add(new Passport.Part(one.subject(), disclosures));
    }
    return new Passport(evidence(shown, keys), parts);
  }

  Evidence evidence(List<Shown> shown, List<SigningKey> keys) {
    long size = note.checkpoint().size();
    GatewayState last =
        GatewayState.parse(story.index.get(IndexKeys.gateway(Story.GATEWAY)).orElseThrow())
            .toOptional()
            .orElseThrow();
    GatewayProof gateway =
        new GatewayProof(Story.GATEWAY, last, story.index.prove(IndexKeys.gateway(Story.GATEWAY)));
    return new Evidence(
        note,
        story.seal.orElseThrow(),
        story.log.inclusion(size - 1, size).path(),
        story.members,
        List.of(),
        headers(shown),
        keys.stream().map(this::registration).toList(),
        List.of(gateway),
        shown.stream().map(this::proof).toList());
  }

  private List<LoggedHeader> headers(List<Shown> shown) {
    List<Digest> needed =
        shown.stream().flatMap(one -> filings(one).stream()).map(Filing::headerId).toList();
    return story.headers.entrySet().stream()
        .filter(entry -> needed.contains(entry.getValue().id()))
        .map(entry -> made(() -> LoggedHeader.of(logged(entry.getValue(), entry.getKey()))))
        .toList();
  }

  private LoggedRegistration registration(SigningKey key) {
    Digest thumbprint = key.verifyingKey().thumbprint();
    Optional<Logged> revoked = Optional.ofNullable(story.revoked.get(thumbprint)).map(this::logged);
    Logged registered = logged(story.registeredAt(thumbprint));
    return made(
        () ->
            LoggedRegistration.of(
                registered, story.index.prove(IndexKeys.verifyingKey(thumbprint)), revoked));
  }

  private Logged logged(long index) {
    Bytes entry = story.entries.get((int) index);
    return logged(Sign1.parse(entry, Logged.ENTRY_SIZE_MAX).toOptional().orElseThrow(), index);
  }

  private Logged logged(Sign1 entry, long index) {
    return new Logged(entry, index, story.log.inclusion(index, story.log.size()).path());
  }

  private List<Filing> filings(Shown one) {
    List<Filing> all = story.filingsOf(Story.subjectKey(one.subject()));
    return all.subList(one.first(), all.size());
  }

  private SubjectProof proof(Shown one) {
    Digest subjectKey = Story.subjectKey(one.subject());
    List<Filing> shown = filings(one);
    return new SubjectProof(
        subjectKey,
        story.state(subjectKey).statements(),
        org.baymark.protocol.merkle.RangeProof.of(
            story.filingTree(subjectKey), one.first(), shown.size()),
        shown,
        story.index.prove(IndexKeys.subject(subjectKey)));
  }

  private Passport.Disclosure disclosure(Shown one, Filing filing) {
    int number = 0;
    for (Map.Entry<Long, Sign1> header : story.headers.entrySet()) {
      if (header.getValue().id().equals(filing.headerId())) {
        Batch batch = story.batches.get(number);
        Digest subjectKey = Story.subjectKey(one.subject());
        InclusionProof path = batch.path(subjectKey);
        SubjectTree tree = batch.subject(subjectKey).orElseThrow();
        return new Passport.Disclosure(
            path.index(), path.path(), tree.statements().stream().map(Papers::unverified).toList());
      }
      number++;
    }
    throw new IllegalArgumentException("no header " + filing.headerId());
  }

  static Unverified unverified(Sign1 statement) {
    return Unverified.parse(statement.encoded()).toOptional().orElseThrow();
  }

  private interface Maker<T> {
    T make() throws RefusalException;
  }

  private static <T> T made(Maker<T> maker) {
    try {
      return maker.make();
    } catch (RefusalException e) {
      throw new IllegalStateException("the story made it wrong", e);
    }
  }
}
