package org.baymark.node.audit;

/** An entry that the log should not have taken; the message is a clause that says why. */
final class BrokenRule extends Exception {
  private static final long serialVersionUID = 1L;

  BrokenRule(String clause) {
    super(clause, null, false, false);
  }

  String clause() {
    return String.valueOf(getMessage());
  }

  static void demand(boolean holds, String otherwise) throws BrokenRule {
    if (!holds) {
      throw new BrokenRule(otherwise);
    }
  }
}
