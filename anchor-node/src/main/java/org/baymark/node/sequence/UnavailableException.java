package org.baymark.node.sequence;

/**
 * This node cannot do now what it is asked for, through no fault of its own; its sentence says why.
 */
public final class UnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param sentence for who asks
   */
  public UnavailableException(String sentence) {
    super(sentence, null, false, false);
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }
}
