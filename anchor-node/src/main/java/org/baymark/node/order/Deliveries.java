package org.baymark.node.order;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.Result;
import org.baymark.node.sequence.BusyException;
import org.baymark.node.sequence.Execution;
import org.baymark.node.sequence.StoppedException;
import org.baymark.node.sequence.UnavailableException;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;

/**
 * Brings commands to whoever leads, as often as it takes: to hand one in twice changes nothing, for
 * the ledger answers that it has it.
 */
final class Deliveries implements AutoCloseable {
  /** Longer than it takes to elect another leader, twice. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final String UNANSWERED =
      "this has found no place in the log in time: too few members answer, or too much waits there;"
          + " it may still find one: ask again later";

  private static final Duration RETRY_AFTER = Duration.ofMillis(250);

  /** Commands of other members that wait here at one time. */
  private static final int FORWARDED_MAX = 256;

  private final DevUrn self;
  private final Supplier<Optional<Order>> order; // empty while this member takes no part
  private final Execution execution;
  private final CatchUp exchange;
  private final Pending pending;
  private final Semaphore forwarded = new Semaphore(FORWARDED_MAX);
  private final AtomicBoolean handing = new AtomicBoolean(); // what was kept aside
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "order"));

  Deliveries(
      DevUrn self,
      Supplier<Optional<Order>> order,
      Execution execution,
      CatchUp exchange,
      Pending pending) {
    this.self = self;
    this.order = order;
    this.execution = execution;
    this.exchange = exchange;
    this.pending = pending;
  }

  /** Completes with what this member made of it; fails as {@link RatisSequencer#submit} does. */
  Future<Result> submit(Command command) {
    Bytes encoded = CommandForm.encode(command);
    Digest digest = Digest.sha256(encoded);
    Optional<Promise<Result>> promise = pending.add(digest);
    if (promise.isEmpty()) {
      return Future.failedFuture(new BusyException());
    }
    new Delivery(encoded, digest, promise.get()).attempt();
    return promise.get().future();
  }

  /** One command on its way to whoever leads. */
  private final class Delivery {
    private volatile Bytes command; // empty once nobody waits: the timer may hold this for longer
    private final Digest digest;
    private final Promise<Result> promise;
    private final long until = System.nanoTime() + PATIENCE.toNanos();

    Delivery(Bytes command, Digest digest, Promise<Result> promise) {
      this.command = command;
      this.digest = digest;
      this.promise = promise;
      promise.future().onComplete(done -> this.command = Bytes.EMPTY);
    }

    void attempt() {
      Bytes whole = command;
      if (promise.future().isComplete()) {
        return;
      }
      if (System.nanoTime() - until > 0) {
        pending.fail(digest, promise, new UnavailableException(UNANSWERED));
        return;
      }
      Optional<Order> now = order.get();
      Future<Void> handed =
          now.map(Order::leads).orElse(false)
              ? handIn(whole)
              : now.flatMap(Order::leader)
                  .filter(leader -> !leader.equals(self))
                  .map(leader -> exchange.forward(leader, whole))
                  .orElseGet(() -> Future.failedFuture("nobody leads"));
      // Where it is in the order, it may still take a while to come here; if it does not, once
      // more.
      handed.onComplete(done -> later(done.succeeded() ? PATIENCE.dividedBy(3) : RETRY_AFTER));
    }

    private void later(Duration after) {
      try {
        var unused = timer.schedule(this::attempt, after.toMillis(), TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        pending.fail(digest, promise, new StoppedException());
      }
    }
  }

  /**
   * Takes a command that another member handed to this one because it leads. Completes when the
   * command has its place in the order; fails with {@link BusyException} if too many wait.
   */
  Future<Void> take(Bytes command) {
    if (!order.get().map(Order::leads).orElse(false)) {
      return Future.failedFuture("another member leads");
    }
    if (CommandForm.parse(command).toOptional().isEmpty()) {
      return Future.failedFuture("that is no command");
    }
    if (!forwarded.tryAcquire()) {
      return Future.failedFuture(new BusyException());
    }
    return handIn(command).onComplete(done -> forwarded.release());
  }

  private Future<Void> handIn(Bytes command) {
    return order
        .get()
        .map(running -> Future.<Void>fromCompletionStage(running.submit(command)))
        .orElseGet(() -> Future.failedFuture("this member takes no part at the moment"));
  }

  /**
   * Hands in again what was taken out of the log, one after the other, in the order it had: some
   * rest on the ones before.
   */
  void handInAgain() {
    if (order.get().isPresent() && handing.compareAndSet(false, true)) {
      handInNext().onComplete(done -> handing.set(false));
    }
  }

  private Future<Void> handInNext() {
    return execution
        .aside(1)
        .compose(
            few ->
                few.isEmpty()
                    ? Future.succeededFuture()
                    : submit(few.get(0).command())
                        .compose(result -> execution.settle(few.get(0).number()))
                        .compose(done -> handInNext()));
  }

  /** Nobody is told any more what becomes of a command. */
  @Override
  public void close() {
    timer.shutdownNow();
    pending.stop();
  }
}
