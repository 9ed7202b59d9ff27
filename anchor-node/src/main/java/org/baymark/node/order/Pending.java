package org.baymark.node.order;

import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.node.ledger.Result;
import org.baymark.node.sequence.StoppedException;
import org.baymark.protocol.bytes.Digest;

/**
 * Who waits on this member for a command to be applied, by the digest of the command: two who
 * handed in the same one are both told what became of it first. Thread-safe.
 */
final class Pending implements Applier.Listener {
  private final int waitingMax;
  private final Map<Digest, List<Promise<Result>>> waiting = new HashMap<>(); // under its own lock
  private int count; // so too

  Pending(int waitingMax) {
    this.waitingMax = waitingMax;
  }

  /** Empty if too many wait. */
  Optional<Promise<Result>> add(Digest command) {
    Promise<Result> promise = Promise.promise();
    synchronized (waiting) {
      if (count >= waitingMax) {
        return Optional.empty();
      }
      count++;
      waiting.computeIfAbsent(command, any -> new ArrayList<>(1)).add(promise);
    }
    return Optional.of(promise);
  }

  boolean isEmpty() {
    synchronized (waiting) {
      return count == 0;
    }
  }

  @Override
  public void applied(Digest command, Result result) {
    take(command).forEach(promise -> promise.tryComplete(result));
  }

  private List<Promise<Result>> take(Digest command) {
    synchronized (waiting) {
      List<Promise<Result>> promises = waiting.remove(command);
      if (promises == null) {
        return List.of();
      }
      count -= promises.size();
      return promises;
    }
  }

  /** This one waits no longer. */
  void fail(Digest command, Promise<Result> promise, Throwable cause) {
    synchronized (waiting) {
      List<Promise<Result>> promises = waiting.get(command);
      if (promises != null && promises.remove(promise)) {
        count--;
        if (promises.isEmpty()) {
          waiting.remove(command);
        }
      }
    }
    promise.tryFail(cause);
  }

  void stop() {
    List<Digest> all;
    synchronized (waiting) {
      all = List.copyOf(waiting.keySet());
    }
    for (Digest command : all) {
      take(command).forEach(promise -> promise.tryFail(new StoppedException()));
    }
  }
}
