package org.baymark.node.store;

import java.sql.SQLException;

/** The disk or the database failed, or holds what we did not write. The node must not go on. */
public final class StoreException extends RuntimeException {
  /** What an operator can do about a database that does not hold what this node wrote. */
  public static final String DAMAGED =
      "the database was changed or is damaged, and this node must not go on with it: move node.db"
          + " away and start again; the node then copies the log from the other members, and says"
          + " how it gets new keys, for it no longer knows what it signed";

  private static final long serialVersionUID = 1L;
  private static final int SQLITE_CORRUPT = 11;
  private static final int SQLITE_NOTADB = 26;

  /**
   * @param sentence for the operator: what failed and where
   */
  public StoreException(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  public StoreException(String sentence) {
    super(sentence);
  }

  /**
   * @param what could not be done
   */
  static StoreException of(String what, SQLException cause) {
    int code = cause.getErrorCode() & 0xff; // the rest of it says where SQLite saw it
    boolean isDamage = code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
    return new StoreException(
        what + ": " + cause.getMessage() + (isDamage ? "; " + DAMAGED : ""), cause);
  }
}
