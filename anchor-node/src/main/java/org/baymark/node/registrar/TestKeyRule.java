package org.baymark.node.registrar;

import java.util.Optional;
import org.baymark.node.ledger.OpenProposal;
import org.baymark.node.ledger.Rejection;
import org.baymark.node.ledger.Result.Rejected;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.governance.Change;
import org.baymark.protocol.governance.Decision;
import org.baymark.protocol.governance.Proposal;
import org.baymark.protocol.governance.Vote;
import org.baymark.protocol.registration.KnownSecrets;
import org.baymark.protocol.registration.Registration;

/**
 * Why a node does not hand an entry on that somebody else signed: it would bring a test key of the
 * vectors into the log. No rule of the log, in which such a key may stand already.
 */
public final class TestKeyRule {
  private TestKeyRule() {}

  /**
   * @param open the proposal on which a vote would be
   */
  public static Optional<Rejected> complaint(Sign1 entry, Optional<OpenProposal> open) {
    Optional<String> why =
        entry.contentType() == ContentType.GOVERNANCE
            ? Decision.parse(entry).toOptional().flatMap(decision -> of(decision, open))
            : Registration.parse(entry).toOptional().flatMap(KnownSecrets::in);
    return why.map(detail -> new Rejected(Rejection.TEST_KEY, detail));
  }

  private static Optional<String> of(Decision decision, Optional<OpenProposal> open) {
    return decision.match(
        TestKeyRule::of,
        vote ->
            open.filter(it -> vote.approves() && isOn(vote, it))
                .map(OpenProposal::proposal)
                .flatMap(TestKeyRule::of));
  }

  private static boolean isOn(Vote vote, OpenProposal proposal) {
    return proposal.id().equals(vote.proposal());
  }

  private static Optional<String> of(Proposal proposal) {
    Change change = proposal.change();
    return change.match(
        admit -> KnownSecrets.in(admit.member()),
        remove -> Optional.empty(),
        replace -> KnownSecrets.in(replace.member()),
        entrust -> Optional.empty());
  }
}
