package org.baymark.node.order;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.Result;
import org.baymark.node.pin.OwnKey;
import org.baymark.node.sequence.Archive;
import org.baymark.node.sequence.BusyException;
import org.baymark.node.sequence.Execution;
import org.baymark.node.sequence.LogStatus;
import org.baymark.node.sequence.Sequencer;
import org.baymark.node.sequence.StoppedException;
import org.baymark.node.store.StoreException;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.registration.Members;

/**
 * The order of an alliance of several members. A command goes to whoever leads, as often as it
 * takes: to hand it in twice changes nothing, for the ledger answers that it has it. Its submitter
 * is told what this member made of it, when that is on this member's disk.
 */
public final class RatisSequencer implements Sequencer {
  /** Longer than it takes to elect another leader, twice. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final Duration RETRY_AFTER = Duration.ofMillis(250);

  /** Commands of other members that wait here at one time. */
  private static final int FORWARDED_MAX = 256;

  private final Order order;
  private final DevUrn self;
  private final Execution execution;
  private final CatchUp catchUp;
  private final Pending pending;
  private final Semaphore forwarded = new Semaphore(FORWARDED_MAX);
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "order");
            thread.setDaemon(true);
            return thread;
          });

  private RatisSequencer(
      Order order, DevUrn self, Execution execution, CatchUp catchUp, Pending pending) {
    this.order = order;
    this.self = self;
    this.execution = execution;
    this.catchUp = catchUp;
    this.pending = pending;
  }

  /**
   * What it is made from.
   *
   * @param storage the folder where the order is kept
   * @param self who this member is; one of the members
   * @param key what it shows the others
   * @param queueMax how many commands may wait for their result
   */
  public record Setting(Path storage, Members members, DevUrn self, OwnKey key, int queueMax) {}

  /**
   * Takes part in the first order of the log.
   *
   * @param execution this sequencer's own from now on: it is started, and closed with it
   * @param fatal hears why the order can no longer be trusted; the process has to end
   */
  public static RatisSequencer start(
      Setting setting, Execution execution, CatchUp catchUp, Consumer<Throwable> fatal) {
    Bytes id = Order.id(setting.members().origin(), 0, Optional.empty());
    Pending pending = new Pending(setting.queueMax());
    Applier applier = new Applier(id, execution, catchUp, pending, fatal);
    execution.start();
    try {
      Order order =
          Order.start(
              new Order.Setting(
                  setting.storage(), setting.members(), setting.self(), setting.key()),
              id,
              execution.place(id).isPresent(),
              applier);
      return new RatisSequencer(order, setting.self(), execution, catchUp, pending);
    } catch (IOException e) {
      execution.close();
      throw new StoreException(
          "the order in " + setting.storage() + " does not open: " + e.getMessage(), e);
    }
  }

  @Override
  public Future<Result> submit(Command command) {
    if (isStopped()) {
      return Future.failedFuture(new StoppedException());
    }
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
        pending.fail(digest, promise, new StoppedException());
        return;
      }
      Future<Void> handed =
          order.leads()
              ? Future.fromCompletionStage(order.submit(whole))
              : order
                  .leader()
                  .filter(leader -> !leader.equals(self))
                  .map(leader -> catchUp.forward(leader, whole))
                  .orElseGet(() -> Future.failedFuture("nobody leads"));
      // Where it is in the order, it may still take a while to come here; if it does not, once
      // more.
      handed.onComplete(done -> later(done.succeeded() ? PATIENCE.dividedBy(3) : RETRY_AFTER));
    }

    private void later(Duration after) {
      try {
        timer.schedule(this::attempt, after.toMillis(), TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        pending.fail(digest, promise, new StoppedException());
      }
    }
  }

  /**
   * Takes a command that another member handed to this one because it leads. Completes when the
   * command has its place in the order; fails with {@link BusyException} if too many wait.
   */
  public Future<Void> take(Bytes command) {
    if (!order.leads()) {
      return Future.failedFuture("another member leads");
    }
    if (CommandForm.parse(command).toOptional().isEmpty()) {
      return Future.failedFuture("that is no command");
    }
    if (!forwarded.tryAcquire()) {
      return Future.failedFuture(new BusyException());
    }
    return Future.<Void>fromCompletionStage(order.submit(command))
        .onComplete(done -> forwarded.release());
  }

  @Override
  public <T> Future<T> ask(Function<Archive, T> question) {
    return execution.ask(question);
  }

  @Override
  public LogStatus status() {
    return execution.status();
  }

  @Override
  public boolean leads() {
    return order.leads();
  }

  /** Who leads the order, as far as this member knows. */
  public Optional<DevUrn> leader() {
    return order.leader();
  }

  @Override
  public boolean isStopped() {
    return execution.isStopped();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    order.close();
    execution.close();
    pending.stop();
  }
}
