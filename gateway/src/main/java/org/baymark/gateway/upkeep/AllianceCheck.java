package org.baymark.gateway.upkeep;

import java.util.List;
import java.util.Optional;
import org.baymark.gateway.anchor.Trust;
import org.baymark.gateway.store.StoredRows.Anchored;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.index.GatewayState;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.EvidenceRequest;
import org.baymark.protocol.passport.EvidenceRequest.Asked;
import org.baymark.protocol.passport.EvidenceRequest.Range;
import org.baymark.protocol.passport.GatewayProof;

/**
 * Holds a store against what a quorum certifies of it: pure. A member's word alone is not enough;
 * what counts is the index under a head that the trust file accepts.
 */
public final class AllianceCheck {
  private AllianceCheck() {}

  /** What to ask a member for: as little as shows how far the gateway is. */
  public static EvidenceRequest question(Anchored own) {
    Range one = new Range(own.headerId(), own.headerId());
    return new EvidenceRequest(List.of(new Asked(own.anySubject(), Optional.of(one))), List.of());
  }

  /**
   * How far the gateway is by a head that {@code trust} accepts; empty if this evidence does not
   * show it.
   */
  public static Optional<GatewayState> certified(Evidence evidence, Trust trust, DevUrn gateway) {
    if (!trust.of(evidence).judge(evidence.checkpoint()).accepted() || !evidence.isSealed()) {
      return Optional.empty();
    }
    return evidence.gateways().stream()
        .filter(proof -> proof.gateway().equals(gateway))
        .filter(proof -> proof.isIn(evidence.seal().indexRoot()))
        .map(GatewayProof::state)
        .findFirst();
  }

  /**
   * @param there the gateway's last batch as a quorum certifies it
   * @param last this store's last batch; 0 where there is none
   * @param same the id that this store has for the batch of {@code there}'s number
   * @param isBackup whether this is a backup, which may be behind
   */
  public static Finding compare(
      GatewayState there, long last, Optional<Digest> same, boolean isBackup) {
    String about = "alliance";
    if (there.number() > last) {
      String ahead =
          "holds batches up to " + there.number() + ", and this file ends at batch " + last;
      return isBackup
          ? Finding.noted(about, ahead + ": the gateway went on after the backup was taken")
          : Finding.wrong(
              about,
              ahead
                  + ": it is an old copy. Do not run it: it would seal other batches under the same"
                  + " numbers; use 'baymark gateway restore', which takes a new name");
    }
    if (!same.equals(Optional.of(there.headerId()))) {
      return Finding.wrong(
          about,
          "holds another batch "
              + there.number()
              + " of this gateway than this file does: two machines have used its key, or this is"
              + " not its store");
    }
    return Finding.well(
        about,
        "certifies batches up to "
            + there.number()
            + (there.number() == last ? ", the last one here" : " of " + last)
            + ", and it is the same one as here");
  }
}
