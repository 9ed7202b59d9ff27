package org.baymark.node.store;

/** The disk or the database failed, or holds what we did not write. The node must not go on. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param sentence for the operator: what failed and where
   */
  public StoreException(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  public StoreException(String sentence) {
    super(sentence);
  }
}
