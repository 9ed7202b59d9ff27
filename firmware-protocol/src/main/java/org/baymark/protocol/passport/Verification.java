package org.baymark.protocol.passport;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.log.Judgement;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.papers.KeyCard;
import org.baymark.protocol.statement.Reveal;

/**
 * What a stranger does with a passport. Pure: the file, what the stranger trusts, and the time of
 * day go in; a verdict comes out, whatever the file holds.
 *
 * @param trust the verifier's own trust file
 * @param shipmentKey from the shipment's papers, where there are any
 * @param keyCard what the shipment key stands on, where a member vouches for it
 * @param jurisdictions a second policy on the same checkpoint
 * @param reveals what is shown beside the passport of what its statements hide
 * @param now by the verifier's clock
 */
public record Verification(
    Policy trust,
    Optional<ShipmentKey> shipmentKey,
    Optional<KeyCard> keyCard,
    Optional<Policy> jurisdictions,
    List<Reveal> reveals,
    Instant now) {

  public Verification {
    reveals = List.copyOf(reveals);
    if (keyCard.isPresent() && !keyCard.map(KeyCard::key).equals(shipmentKey)) {
      throw new IllegalArgumentException("a shipment key that is not that of its card");
    }
  }

  /** With a bare shipment key, for which nobody vouches. */
  public Verification(
      Policy trust,
      Optional<ShipmentKey> shipmentKey,
      Optional<Policy> jurisdictions,
      Instant now) {
    this(trust, shipmentKey, Optional.empty(), jurisdictions, List.of(), now);
  }

  /** Of a passport beside which no reveals are shown. */
  public Verification(
      Policy trust,
      Optional<ShipmentKey> shipmentKey,
      Optional<KeyCard> keyCard,
      Optional<Policy> jurisdictions,
      Instant now) {
    this(trust, shipmentKey, keyCard, jurisdictions, List.of(), now);
  }

  /** The verdict on {@code file}, or why it is not a passport. */
  public Parsed<Verdict> verify(Bytes file) {
    return Parsed.of(() -> verify(Passport.parse(file).orRefuse()));
  }

  /** The verdict on a passport that was parsed already. */
  public Verdict verify(Passport passport) {
    Dossier dossier = new Dossier(passport, reveals);
    CoSigned coSigned = new CoSigned(dossier.succession(), passport.evidence().checkpoint());
    Judgement judgement = coSigned.judge(trust);
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.pass(Step.WELL_FORMED, "every byte was understood"));
    findings.add(Signatures.check(dossier));
    findings.add(Keys.check(dossier));
    findings.add(InBatch.check(dossier));
    findings.add(InLog.check(dossier));
    findings.add(coSigned.check(trust, judgement));
    findings.add(coSigned.jurisdictions(jurisdictions));
    findings.add(Runs.check(dossier));
    findings.add(Complete.check(dossier, shipmentKey, keyCard, judgement.time()));
    findings.add(Times.check(dossier, judgement.time(), now));
    return new Verdict(findings, Account.of(dossier, judgement.time()));
  }
}
