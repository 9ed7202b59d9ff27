package org.baymark.gateway.store;

/** Something done inside one transaction, on the database's own thread. */
@FunctionalInterface
public interface SqlWork<T> {
  /**
   * Reads and writes through {@code transaction}, which is not to be kept. What it throws undoes
   * all that this work wrote, and nothing of others.
   */
  T run(Transaction transaction);
}
