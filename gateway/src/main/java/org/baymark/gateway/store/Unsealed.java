package org.baymark.gateway.store;

import java.util.Optional;
import org.baymark.gateway.store.Statements.Backlog;

/**
 * Counts what no batch holds yet. It is asked often, so what was counted once is kept, and only
 * what came since is counted. Belongs to whoever asks, one after the other.
 */
public final class Unsealed {
  private final Statements statements;
  private Optional<Backlog> counted = Optional.empty();
  private long from;

  public Unsealed(Statements statements) {
    this.statements = statements;
  }

  /**
   * What is stored after the row {@code sealedTo}; empty if nothing is.
   *
   * @param sealedTo the last in the newest batch; 0 before the first
   */
  public Optional<Backlog> count(Transaction transaction, long sealedTo) {
    if (sealedTo != from) {
      forget();
      from = sealedTo;
    }
    Optional<Backlog> more =
        statements.backlog(transaction, counted.map(Backlog::lastRow).orElse(sealedTo));
    counted = counted.isPresent() ? counted.map(it -> more.map(it::and).orElse(it)) : more;
    return counted;
  }

  /** Counts all of it again the next time: what was counted may have been undone. */
  public void forget() {
    counted = Optional.empty();
  }
}
