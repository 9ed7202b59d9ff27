package org.baymark.node.ledger;

/**
 * How a rule leaves the straight line of the checks. It never leaves the room: {@link Ledger#apply}
 * turns it into a value. Without a stack trace, because what others sent is no fault of ours.
 */
final class RejectionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Rejection rejection;

  RejectionException(Rejection rejection, String detail) {
    super(detail, null, false, false);
    this.rejection = rejection;
  }

  Result.Rejected result() {
    return new Result.Rejected(rejection, String.valueOf(getMessage()));
  }

  static void demand(boolean holds, Rejection otherwise, String detail) throws RejectionException {
    if (!holds) {
      throw new RejectionException(otherwise, detail);
    }
  }
}
