package org.baymark.protocol.passport;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.baymark.protocol.passport.Finding.Outcome;

/**
 * A vector, not a yes: one finding a step, in the order of {@link Step}.
 *
 * @param account what the passport says, to be read in the light of the findings
 */
public record Verdict(List<Finding> findings, Account account) {

  /**
   * Required unless the verifier chooses otherwise: that the record is authentic and whole. Gaps in
   * a device's counting and clocks that disagree are facts about the journey; they are reported.
   */
  public static final Set<Step> REQUIRED_BY_DEFAULT =
      Set.copyOf(
          EnumSet.of(
              Step.WELL_FORMED,
              Step.SIGNATURES,
              Step.KEYS,
              Step.IN_BATCH,
              Step.IN_LOG,
              Step.CO_SIGNED,
              Step.COMPLETE));

  public Verdict {
    findings = List.copyOf(findings);
  }

  public Finding finding(Step step) {
    return findings.stream().filter(one -> one.step() == step).findFirst().orElseThrow();
  }

  /** Fail if a required step failed, else not checked if one was not, else pass. */
  public Outcome outcome(Set<Step> required) {
    Outcome worst = Outcome.PASS;
    for (Finding finding : findings) {
      if (required.contains(finding.step()) && finding.outcome() != Outcome.PASS) {
        worst = worst == Outcome.FAIL ? worst : finding.outcome();
      }
    }
    return worst;
  }
}
