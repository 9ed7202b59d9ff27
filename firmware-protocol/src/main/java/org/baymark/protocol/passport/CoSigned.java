package org.baymark.protocol.passport;

import java.util.Optional;
import org.baymark.protocol.log.Judgement;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;

/**
 * Steps "co-signed" and "jurisdictions": two policies on one checkpoint. The first is the trust
 * file, and a line that it does not know has no place in a passport; the second may know fewer.
 */
final class CoSigned {
  private CoSigned() {}

  static Finding check(Policy trust, Judgement judgement) {
    Faults faults = new Faults();
    judgement.problems().forEach(problem -> faults.demand(false, problem.text()));
    faults.demand(judgement.logSigned(), "no log of the trust file signed the checkpoint");
    faults.demand(judgement.quorumMet(), judgement.tally(trust) + " are not a quorum");
    return faults.finding(Step.CO_SIGNED, judgement.tally(trust));
  }

  static Finding jurisdictions(Optional<Policy> policy, SignedCheckpoint checkpoint) {
    if (policy.isEmpty()) {
      return Finding.notChecked(Step.JURISDICTIONS, "no jurisdictions policy was given");
    }
    Judgement judgement = policy.get().judge(checkpoint);
    String count = judgement.tally(policy.get());
    return judgement.accepted()
        ? Finding.pass(Step.JURISDICTIONS, count)
        : Finding.fail(Step.JURISDICTIONS, count + " do not meet the jurisdictions policy");
  }
}
