package org.baymark.protocol.bytes;

/**
 * How a parser leaves its straight line when the bytes are wrong. It never crosses a door: {@link
 * Parsed#of} turns it into a value. It has no stack trace, because foreign bytes are not a fault of
 * ours and hostile ones come in floods.
 */
public final class RefusalException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Refusal refusal;
  private final int offset;

  /**
   * @param offset where in the message, in bytes from its start; -1 where no one place is at fault
   * @param detail what was wrong, for a person
   */
  public RefusalException(Refusal refusal, int offset, String detail) {
    super(detail, null, false, false);
    this.refusal = refusal;
    this.offset = offset;
  }

  public RefusalException(Refusal refusal, String detail) {
    this(refusal, -1, detail);
  }

  public Refusal refusal() {
    return refusal;
  }

  public int offset() {
    return offset;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }
}
