package org.baymark.gateway.batch;

/** The rule that holds now; an operator may set another while the gateway runs. For any thread. */
public final class SealRules {
  private volatile SealRule now;

  public SealRules(SealRule first) {
    this.now = first;
  }

  public SealRule now() {
    return now;
  }

  public void change(SealRule next) {
    now = next;
  }

  /** As {@link SealRule#batchesUntil} by the rule that holds now. */
  public long batchesUntil(long statements, long bytes) {
    return now.batchesUntil(statements, bytes);
  }
}
