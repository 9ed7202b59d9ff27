package org.baymark.protocol.accuse;

import java.util.List;
import java.util.Locale;
import org.baymark.protocol.accuse.Accusation.Culprit;
import org.baymark.protocol.passport.Finding.Outcome;

/**
 * What became of an accusation: one finding a step, in the order they were taken.
 *
 * @param charge one sentence for a person: what is held against whom
 * @param accused whom it is about, as far as the file tells
 * @param convicted the same, if every step passed; else nobody
 * @param restsOn what must be true for it, sentences for a person
 */
public record Ruling(
    Accusation.Kind kind,
    String charge,
    List<Finding> findings,
    List<Culprit> accused,
    List<Culprit> convicted,
    List<String> restsOn) {

  /** The steps; which of them there are depends on the kind of accusation. */
  public enum Step {
    /** Every byte of the file was understood. */
    WELL_FORMED,
    /** Who certified the checkpoints of the file. */
    CO_SIGNED,
    /** Headers, registrations and seals stand in the log under the checkpoint. */
    IN_LOG,
    /** The key of the accused was registered, not revoked, and signed this. */
    KEYS,
    /** The key that the log knows the subject by is that of the subject. */
    SUBJECT,
    /** What is held against the accused is so. */
    CHARGE;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** What one step found. */
  public record Finding(Step step, Outcome outcome, String detail) {}

  public Ruling {
    findings = List.copyOf(findings);
    accused = List.copyOf(accused);
    convicted = List.copyOf(convicted);
    restsOn = List.copyOf(restsOn);
  }

  static Ruling of(
      Accusation.Kind kind,
      String charge,
      List<Finding> findings,
      List<Culprit> accused,
      List<String> restsOn) {
    boolean all = worst(findings) == Outcome.PASS && !accused.isEmpty();
    return new Ruling(kind, charge, findings, accused, all ? accused : List.of(), restsOn);
  }

  /** Fail if a step failed, else not checked if one was not, else pass: then it convicts. */
  public Outcome outcome() {
    return worst(findings);
  }

  private static Outcome worst(List<Finding> findings) {
    boolean failed = findings.stream().anyMatch(one -> one.outcome() == Outcome.FAIL);
    boolean passed = findings.stream().allMatch(one -> one.outcome() == Outcome.PASS);
    return failed ? Outcome.FAIL : passed ? Outcome.PASS : Outcome.NOT_CHECKED;
  }
}
