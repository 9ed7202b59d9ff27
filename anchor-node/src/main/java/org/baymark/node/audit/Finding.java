package org.baymark.node.audit;

/**
 * What one check found.
 *
 * @param about the member's URL, or {@link #LOG}
 * @param detail for a person
 */
public record Finding(String about, Check check, Outcome outcome, String detail) {
  /** What is not one member's. */
  public static final String LOG = "the log";

  /** How a check ended. */
  public enum Outcome {
    OK("ok"),
    FAILED("failed"),
    /** It should have been looked at and could not. */
    NOT_CHECKED("not checked"),
    /** It needs something that is not there: it speaks against nobody, and decides nothing. */
    NOT_ASKED("not checked");

    private final String wireName;

    Outcome(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  static Finding ok(String about, Check check, String detail) {
    return new Finding(about, check, Outcome.OK, detail);
  }

  static Finding failed(String about, Check check, String detail) {
    return new Finding(about, check, Outcome.FAILED, detail);
  }

  static Finding notChecked(String about, Check check, String detail) {
    return new Finding(about, check, Outcome.NOT_CHECKED, detail);
  }

  /** Of what no answer of a member could tell: a right clock is not theirs to give. */
  static Finding untold(String about, Check check, String detail) {
    return new Finding(about, check, Outcome.NOT_ASKED, detail);
  }

  static Finding notAsked(Check check, String detail) {
    return new Finding(LOG, check, Outcome.NOT_ASKED, detail);
  }
}
