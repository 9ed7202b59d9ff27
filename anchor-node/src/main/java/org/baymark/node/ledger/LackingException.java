package org.baymark.node.ledger;

/** Something that was asked for is not there; the message is for a person. */
final class LackingException extends Exception {
  private static final long serialVersionUID = 1L;
  private final EvidenceDesk.Reason reason;

  LackingException(EvidenceDesk.Reason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  EvidenceDesk.Lacking lacking() {
    return new EvidenceDesk.Lacking(reason, String.valueOf(getMessage()));
  }
}
