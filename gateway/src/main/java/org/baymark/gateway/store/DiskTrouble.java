package org.baymark.gateway.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why nothing can be acknowledged, and when it is tried again. The writer's thread says what
 * happened; any thread may ask.
 */
final class DiskTrouble {
  private static final Logger log = LoggerFactory.getLogger(DiskTrouble.class);
  private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Promise<String> damaged = Promise.promise();
  private volatile Optional<String> passing = Optional.empty();
  private long triedAt; // the writer's thread owns it

  /** Empty as long as all is well. */
  Optional<String> sentence() {
    return Optional.ofNullable(damaged.future().result()).or(() -> passing);
  }

  /** Whether it may go away by itself, and has not yet. */
  boolean isPassing() {
    return passing.isPresent();
  }

  /** Completes, with the sentence, when the file is damaged; else never. */
  Future<String> damaged() {
    return damaged.future();
  }

  /** The disk did not take what was written, or gave back something else. */
  void met(StoreException why) {
    triedAt = System.nanoTime();
    if (Transaction.isDamage(why)) {
      damaged.tryComplete(
          "the database is damaged, nothing more is acknowledged; save the folder and bring back a"
              + (" copy from before (" + why.getMessage() + ")"));
      return;
    }
    if (passing.isEmpty()) {
      log.atError().addKeyValue("why", why.getMessage()).log("the disk takes nothing any more");
    }
    passing =
        Optional.of(
            "the disk takes nothing, so nothing is acknowledged; it is tried again every second ("
                + (why.getMessage() + ")"));
  }

  /** A row is none of ours: to try again would not help. */
  void met(RuntimeException why) {
    damaged.tryComplete("the database is damaged, nothing more is acknowledged (" + why + ")");
  }

  /** Whether it is worth a try now; then the next one is worth it a second later. */
  boolean mayTry() {
    long now = System.nanoTime();
    if (damaged.future().isComplete() || now - triedAt < AGAIN_NANOS) {
      return false;
    }
    triedAt = now;
    return true;
  }

  void isOver() {
    passing = Optional.empty();
    log.atInfo().log("the disk takes writes again");
  }
}
