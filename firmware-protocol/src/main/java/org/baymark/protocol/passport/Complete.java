package org.baymark.protocol.passport;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.baymark.protocol.batch.Filing;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.papers.KeyCard;
import org.baymark.protocol.registration.Members;

/**
 * Step "complete": all that registered gateways filed about the subject, as the index counts it, is
 * here; and of each attached sensor all that it said over its run.
 */
final class Complete {
  private final Dossier dossier;
  private final OptionalLong checkpointTime;
  private final Faults faults = new Faults();

  /**
   * Sensors with many runs are looked at once: parts that must be whole, and those shown in part.
   */
  private final Set<Integer> wholes = new HashSet<>();

  private final Set<Integer> stretches = new HashSet<>();

  private Complete(Dossier dossier, OptionalLong checkpointTime) {
    this.dossier = dossier;
    this.checkpointTime = checkpointTime;
  }

  /**
   * @param papers the shipment key from the shipment's papers
   * @param card the key card that it stands on, if it stands on one
   */
  static Finding check(
      Dossier dossier,
      Optional<ShipmentKey> papers,
      Optional<KeyCard> card,
      OptionalLong checkpointTime) {
    return new Complete(dossier, checkpointTime).run(papers, card);
  }

  private Finding run(Optional<ShipmentKey> papers, Optional<KeyCard> card) {
    Evidence evidence = dossier.evidence();
    Digest indexRoot = evidence.seal().indexRoot();
    for (int i = 0; i < evidence.subjects().size(); i++) {
      faults.demand(
          evidence.subjects().get(i).isIn(indexRoot),
          "the index does not confirm what was filed about "
              + dossier.passport().parts().get(i).subject());
    }
    whole(0);
    papers(papers);
    card.ifPresent(this::card);
    Runs.runs(dossier).forEach(this::sensor);
    long filings = evidence.subjects().get(0).range().size();
    return faults.finding(
        Step.COMPLETE,
        "all "
            + evidence.subjects().get(0).statements()
            + " statements of all "
            + filings
            + " batches about it, and all that its sensors said meanwhile"
            + vouched(card));
  }

  private String vouched(Optional<KeyCard> card) {
    if (dossier.passport().about().isDevice()) {
      return "";
    }
    return card.map(
            it ->
                "; "
                    + it.member()
                    + " vouches for the shipment key, by its card of "
                    + Instant.ofEpochSecond(it.issuedAt()))
        .orElse("; the shipment key is from a bare file: no member vouches for it");
  }

  /** Whether a member vouches for the key, and for the time that the passport is of. */
  private void card(KeyCard card) {
    if (dossier.passport().about().isDevice()) {
      return;
    }
    Members members = dossier.evidence().members();
    if (card.memberAmong(members).isEmpty()) {
      faults.unknown(card.member() + ", who signed the key card, is no member at this checkpoint");
      return;
    }
    faults.demand(card.isOf(members), "the key card is not signed by " + card.member());
    boolean isOfThen =
        checkpointTime.isPresent() && checkpointTime.getAsLong() < card.speaksUntil();
    if (!isOfThen) {
      faults.unknown(
          "the key card speaks for what was filed until "
              + Instant.ofEpochSecond(card.speaksUntil())
              + ": ask for one of this checkpoint's time");
    }
  }

  /** The shipment's subject key must come from its papers: the file could name any. */
  private void papers(Optional<ShipmentKey> papers) {
    if (dossier.passport().about().isDevice()) {
      return; // its key follows from its name; step "in-batch" holds it to that
    }
    if (papers.isEmpty()) {
      faults.unknown("no shipment key from the papers was given");
      return;
    }
    boolean sameSubject = papers.get().subject().equals(dossier.passport().about());
    faults.demand(sameSubject, "the shipment key is of " + papers.get().subject());
    faults.demand(
        papers.get().subjectKey().equals(dossier.evidence().subjects().get(0).subjectKey()),
        "the shipment key from the papers does not open this subject");
  }

  /** Every filing of this part is shown and disclosed, and their counts add up. */
  private void whole(int part) {
    if (!wholes.add(part)) {
      return;
    }
    SubjectProof proof = dossier.evidence().subjects().get(part);
    List<Filed> filed = dossier.filedOf(part);
    List<Filed> missing = filed.stream().filter(one -> one.disclosure().isEmpty()).toList();
    long disclosed = (long) filed.size() - missing.size();
    if (!proof.isWhole() || !missing.isEmpty()) {
      String which = missing.isEmpty() ? "batches not named" : missing.get(0).text();
      faults.demand(
          false,
          disclosed + " of " + proof.range().size() + " batches disclosed; missing: " + which);
      return;
    }
    long sum = proof.filings().stream().mapToLong(Filing::n).sum();
    faults.demand(sum == proof.statements(), "the counts of the batches do not add up");
  }

  /**
   * A sensor's run is all here if every batch about the sensor is; or, in a shorter stretch of
   * batches, if between two brackets no number is missing.
   */
  private void sensor(Run run) {
    if (dossier.passport().about().text().equals(run.sensor().text())) {
      return;
    }
    Optional<Integer> part = dossier.partOf(run.sensor());
    if (part.isEmpty()) {
      // It may have said nothing, or all of it was left out: only a proof of absence could tell.
      faults.unknown("nothing is here of the attached " + run.sensor());
      return;
    }
    SubjectProof proof = dossier.evidence().subjects().get(part.get());
    boolean gapless =
        run.isBracketed() && History.over(run, dossier.saidBy(run.sensor())).isGapless();
    if (proof.isWhole() || !gapless) {
      whole(part.get());
      return;
    }
    if (!stretches.add(part.get())) {
      return;
    }
    for (Filed filed : dossier.filedOf(part.get())) {
      faults.demand(
          filed.disclosure().isPresent(), "not disclosed: " + run.sensor() + " in " + filed.text());
    }
  }
}
