package org.baymark.node.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The disk or the database failed, or holds what we did not write. The node must not go on. */
public final class StoreException extends RuntimeException {
  /** What an operator can do about a database that does not hold what this node wrote. */
  public static final String DAMAGED =
      "the database was changed or is damaged, and this node must not go on with it: move node.db"
          + " away and start again; the node then copies the log from the other members, and says"
          + " how it gets new keys, for it no longer knows what it signed";

  private static final long serialVersionUID = 1L;
  private static final int SQLITE_ERROR = 1; // our SQL is right, so the tables are not ours
  private static final int SQLITE_CORRUPT = 11;
  private static final int SQLITE_NOTADB = 26;

  private final boolean isDamage;

  /**
   * @param sentence for the operator: what failed and where
   */
  public StoreException(String sentence, @Nullable Throwable cause) {
    this(sentence, cause, false);
  }

  public StoreException(String sentence) {
    this(sentence, null);
  }

  private StoreException(String sentence, @Nullable Throwable cause, boolean isDamage) {
    super(isDamage ? sentence + "; " + DAMAGED : sentence, cause);
    this.isDamage = isDamage;
  }

  /**
   * The database holds what we did not write.
   *
   * @param what does not hold; what an operator can do follows it
   */
  public static StoreException damaged(String what, @Nullable Throwable cause) {
    return new StoreException(what, cause, true);
  }

  /** {@link #damaged(String, Throwable)}, found by a look and not by a fault. */
  public static StoreException damaged(String what) {
    return damaged(what, null);
  }

  /** Whether the database holds what we did not write: to start again would not help. */
  public boolean isDamage() {
    return isDamage;
  }

  /**
   * @param what could not be done
   */
  static StoreException of(String what, SQLException cause) {
    int code = cause.getErrorCode() & 0xff; // the rest of it says where SQLite saw it
    boolean isDamage = code == SQLITE_ERROR || code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
    return new StoreException(what + ": " + cause.getMessage(), cause, isDamage);
  }
}
