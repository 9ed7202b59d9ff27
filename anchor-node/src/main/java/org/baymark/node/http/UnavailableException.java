package org.baymark.node.http;

/** This node does not do what it is asked for; another member's may. */
public final class UnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param sentence for who asks
   */
  public UnavailableException(String sentence) {
    super(sentence, null, false, false);
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
