package org.baymark.protocol.passport;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.index.GatewayState;
import org.baymark.protocol.merkle.TreeHead;

/**
 * Step "in-log": the index seal is the log's last entry and covers all before it, the members are
 * those it names, and every header and registration stands at its index under the checkpoint. A
 * head that is anchored in another chain is an earlier one of this log.
 */
final class InLog {
  private InLog() {}

  static Finding check(Dossier dossier) {
    Faults faults = new Faults();
    Evidence evidence = dossier.evidence();
    TreeHead head = evidence.head();
    faults.demand(evidence.isSealed(), "the index seal is not the last entry under the checkpoint");
    faults.demand(
        evidence.seal().memberSet().equals(evidence.members().digest()),
        "the members are not those that the index seal names");
    faults.demand(
        evidence.members().origin().equals(evidence.checkpoint().checkpoint().origin()),
        "the members keep another log than that of the checkpoint");
    for (LoggedRegistration entry : evidence.registrations()) {
      faults.demand(
          entry.logged().isIn(head),
          "not in the log: the registration of " + entry.registration().name());
      entry
          .revocation()
          .ifPresent(
              end ->
                  faults.demand(
                      end.logged().isIn(head),
                      "not in the log: the revocation of " + end.revocation().name()));
    }
    for (LoggedHeader header : evidence.headers()) {
      faults.demand(header.logged().isIn(head), "not in the log: " + header.text());
      gateway(dossier, header, faults);
    }
    chains(evidence, faults);
    dossier.succession().ifPresent(line -> evidence.succeeds(line, faults));
    for (Anchor anchor : evidence.ties().anchors()) {
      faults.demand(
          anchor.isBefore(head), "the head in " + anchor.chain() + " is not one of this log");
    }
    Digest indexRoot = evidence.seal().indexRoot();
    for (GatewayProof gateway : evidence.gateways()) {
      faults.demand(
          gateway.isIn(indexRoot), "the index says otherwise of gateway " + gateway.gateway());
    }
    return faults.finding(
        Step.IN_LOG,
        evidence.headers().size()
            + " batch headers stand in the log "
            + evidence.checkpoint().checkpoint().origin()
            + " of "
            + head.size()
            + " entries");
  }

  private static void gateway(Dossier dossier, LoggedHeader header, Faults faults) {
    Optional<GatewayProof> gateway = dossier.gateway(header.gateway());
    faults.demand(
        gateway.map(proof -> isReached(header, proof.state())).orElse(false),
        "the index does not know " + header.text());
    faults.demand(
        header.isAfterWhatItSaw(), header.text() + " names a checkpoint that came after it");
  }

  private static boolean isReached(LoggedHeader header, GatewayState state) {
    long number = header.header().number();
    return number < state.number()
        || (number == state.number() && header.id().equals(state.headerId()));
  }

  /** The headers of one gateway count upwards in the log, and neighbours are linked. */
  private static void chains(Evidence evidence, Faults faults) {
    Map<DevUrn, LoggedHeader> last = new HashMap<>();
    for (LoggedHeader header : evidence.headers()) {
      LoggedHeader before = last.put(header.gateway(), header);
      if (before == null) {
        continue;
      }
      long step = header.header().number() - before.header().number();
      faults.demand(step > 0, header.text() + " came after batch " + before.header().number());
      faults.demand(
          step != 1 || header.header().previous().equals(Optional.of(before.id())),
          header.text() + " names another batch before it");
    }
  }
}
