package org.baymark.gateway.store;

/** A gateway's database cannot be told for one any more: its beginning or its end is gone. */
public final class DamagedStoreException extends StoreException {
  private static final long serialVersionUID = 1L;

  DamagedStoreException(String sentence) {
    super(sentence);
  }

  DamagedStoreException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
