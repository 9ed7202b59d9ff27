package org.baymark.protocol.passport;

import java.util.Optional;
import org.baymark.protocol.governance.Succession;
import org.baymark.protocol.log.Judgement;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;

/**
 * Steps "co-signed" and "jurisdictions": two policies on one checkpoint. The first is the trust
 * file, and a line that it does not know has no place in a passport; the second may know fewer.
 * Either may be of earlier members, who said by their votes who came after them.
 */
record CoSigned(Optional<Succession.Line> succession, SignedCheckpoint checkpoint) {

  Judgement judge(Policy policy) {
    return led(policy).map(Succession.Led::policy).orElse(policy).judge(checkpoint);
  }

  private Optional<Succession.Led> led(Policy policy) {
    return succession.flatMap(line -> line.lead(policy));
  }

  Finding check(Policy trust, Judgement judgement) {
    Faults faults = new Faults();
    judgement.problems().forEach(problem -> faults.demand(false, problem.text()));
    faults.demand(judgement.logSigned(), "no log of the trust file signed the checkpoint");
    String count = count(trust, judgement);
    faults.demand(judgement.quorumMet(), count + " are not a quorum");
    return faults.finding(Step.CO_SIGNED, count);
  }

  Finding jurisdictions(Optional<Policy> policy) {
    if (policy.isEmpty()) {
      return Finding.notChecked(Step.JURISDICTIONS, "no jurisdictions policy was given");
    }
    Judgement judgement = judge(policy.get());
    String count = count(policy.get(), judgement);
    return judgement.accepted()
        ? Finding.pass(Step.JURISDICTIONS, count)
        : Finding.fail(Step.JURISDICTIONS, count + " do not meet the jurisdictions policy");
  }

  private String count(Policy policy, Judgement judgement) {
    return led(policy)
        .map(led -> judgement.tally(led.policy()) + ", " + led.text())
        .orElseGet(() -> judgement.tally(policy));
  }
}
