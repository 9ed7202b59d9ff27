package org.baymark.node.audit;

/** Somebody did not answer, or not with what was asked for; the message is a clause about it. */
public final class SilentException extends Exception {
  private static final long serialVersionUID = 1L;

  public SilentException(String clause) {
    super(clause, null, false, false);
  }

  public String clause() {
    return String.valueOf(getMessage());
  }
}
