package org.baymark.gateway.store;

/** The database did not do what it was told; the message is a sentence for the operator. */
public sealed class StoreException extends RuntimeException permits DamagedStoreException {
  private static final long serialVersionUID = 1L;

  public StoreException(String sentence) {
    super(sentence);
  }

  /** What the disk or SQLite said, without what it was asked. */
  public String reason() {
    Throwable cause = getCause();
    return String.valueOf(cause == null ? getMessage() : cause.getMessage());
  }

  public StoreException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
