package org.baymark.node.audit;

import java.util.List;
import java.util.Optional;
import org.baymark.protocol.log.Checkpoint;

/**
 * What one round found.
 *
 * @param findings of each member in the order asked, then of the log
 * @param evidence of contradictions
 * @param longest the longest certified head; empty if nobody showed one
 */
public record Report(
    List<Finding> findings, List<Evidence> evidence, Optional<Checkpoint> longest) {
  public Report {
    findings = List.copyOf(findings);
    evidence = List.copyOf(evidence);
  }

  /** Failed if a check failed; else not checked if one could not be made; else ok. */
  public Finding.Outcome outcome() {
    if (has(Finding.Outcome.FAILED)) {
      return Finding.Outcome.FAILED;
    }
    return has(Finding.Outcome.NOT_CHECKED) ? Finding.Outcome.NOT_CHECKED : Finding.Outcome.OK;
  }

  private boolean has(Finding.Outcome outcome) {
    return findings.stream().anyMatch(finding -> finding.outcome() == outcome);
  }
}
