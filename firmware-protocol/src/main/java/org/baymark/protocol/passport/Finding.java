package org.baymark.protocol.passport;

/**
 * What one step found.
 *
 * @param detail for a person: what was shown, what is wrong, or why it could not be checked
 */
public record Finding(Step step, Outcome outcome, String detail) {

  /** How a step can end. */
  public enum Outcome {
    PASS("pass"),
    FAIL("fail"),
    NOT_CHECKED("not checked");

    private final String wireName;

    Outcome(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  static Finding pass(Step step, String detail) {
    return new Finding(step, Outcome.PASS, detail);
  }

  static Finding fail(Step step, String detail) {
    return new Finding(step, Outcome.FAIL, detail);
  }

  static Finding notChecked(Step step, String why) {
    return new Finding(step, Outcome.NOT_CHECKED, why);
  }
}
