package org.baymark.node.order;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
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
import org.baymark.protocol.index.Era;
import org.baymark.protocol.registration.Members;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order of an alliance of several members. A command goes to whoever leads, as often as it
 * takes: to hand it in twice changes nothing, for the ledger answers that it has it. Its submitter
 * is told what this member made of it, when that is on this member's disk.
 */
public final class RatisSequencer implements Sequencer {
  private static final Logger LOG = LoggerFactory.getLogger(RatisSequencer.class);

  /** Longer than it takes to elect another leader, twice. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final Duration RETRY_AFTER = Duration.ofMillis(250);

  /** Commands of other members that wait here at one time. */
  private static final int FORWARDED_MAX = 256;

  /** So many looks in a row must find others ahead, and this member where it was. */
  private static final int STUCK_LOOKS = 3;

  /** Of a liar who asks for elections without end, this is what he gets. */
  private static final Duration YIELD_EVERY = Duration.ofSeconds(10);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
  private static final Duration COPY_MAX = Duration.ofMinutes(10);

  private final Setting setting;
  private final Execution execution;
  private final CatchUp catchUp;
  private final Consumer<Throwable> fatal;
  private final Pending pending;
  private final Semaphore forwarded = new Semaphore(FORWARDED_MAX);
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "order"));
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "order-watch"));

  private volatile Optional<Order> order = Optional.empty(); // the watch's thread writes it
  private volatile Bytes id; // so too
  private final AtomicLong yielded = new AtomicLong(); // by the nanosecond clock; 0 before
  private final AtomicBoolean handing = new AtomicBoolean(); // what was kept aside
  private long sizeSeen; // the watch's thread owns it
  private int stuck; // so too

  private RatisSequencer(
      Setting setting, Execution execution, CatchUp catchUp, Consumer<Throwable> fatal) {
    this.setting = setting;
    this.id = Order.id(setting.members().origin(), setting.era());
    this.execution = execution;
    this.catchUp = catchUp;
    this.fatal = fatal;
    this.pending = new Pending(setting.queueMax());
  }

  /**
   * What it is made from.
   *
   * @param storage the folder where the order is kept
   * @param self who this member is; one of the members
   * @param listen host:port where it awaits the others; they may reach it under another name
   * @param key what it shows the others
   * @param era in which the log is: each has an order of its own
   * @param queueMax how many commands may wait for their result
   */
  public record Setting(
      Path storage,
      Members members,
      DevUrn self,
      String listen,
      OwnKey key,
      Era era,
      int queueMax) {}

  /**
   * Takes part in the order of the log. What others have of the log is copied first if this member
   * has nothing of it: Ratis does not know that a member can lose its disk, and who leads would
   * wait for ever for an answer that agrees with what this member said before.
   *
   * @param execution this sequencer's own from now on: it is started, and closed with it
   * @param fatal hears why the order can no longer be trusted; the process has to end
   * @throws StoreException if what is on the disk of the order does not open
   */
  public static RatisSequencer start(
      Setting setting, Execution execution, CatchUp catchUp, Consumer<Throwable> fatal) {
    RatisSequencer sequencer = new RatisSequencer(setting, execution, catchUp, fatal);
    execution.start();
    try {
      sequencer.join();
    } catch (IOException e) {
      sequencer.close();
      throw new StoreException(
          "the order in " + setting.storage() + " does not open: " + e.getMessage(), e);
    }
    long every = LOOK_EVERY.toMillis();
    var unused =
        sequencer.watch.scheduleWithFixedDelay(
            sequencer::look, every, every, TimeUnit.MILLISECONDS);
    return sequencer;
  }

  /**
   * What was copied ends somewhere in the order. Ratis's leader may remember that this member once
   * had more, or an end before that one, and asks for what is neither there nor needed without end
   * (its check of the previous entry knows the last entry of a snapshot, and none before). One that
   * is newly elected starts from what this member says.
   */
  private void join() throws IOException {
    if (execution.place(id).isPresent()) {
      open();
      return;
    }
    copy();
    open();
    if (execution.place(id).isPresent()) {
      catchUp.askToYield();
    }
  }

  private void open() throws IOException {
    boolean isApplied = execution.place(id).isPresent();
    Applier applier = new Applier(id, execution, catchUp, pending, fatal);
    Order.Setting own =
        new Order.Setting(
            setting.storage(), setting.members(), setting.self(), setting.listen(), setting.key());
    order = Optional.of(Order.start(own, id, isApplied, applier));
  }

  private void copy() {
    try {
      catchUp
          .copy(id, Optional.empty())
          .toCompletionStage()
          .toCompletableFuture()
          .get(COPY_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.atWarn().addKeyValue("fault", e).log("the log of other members was not copied");
    }
  }

  /**
   * Leaves the order that it takes part in, does {@code work} on the log meanwhile, and takes part
   * in the order of {@code era} from where the log stands then; be it the same one. What a
   * roll-back took out of the log is handed in again. Returns at once; one such change follows
   * another.
   */
  public void enter(Era era, Supplier<Future<Void>> work) {
    try {
      watch.execute(() -> change(era, work));
    } catch (RejectedExecutionException e) {
      LOG.atDebug().log("no new order: stopping");
    }
  }

  private void change(Era era, Supplier<Future<Void>> work) {
    try {
      order.ifPresent(Order::close);
      order = Optional.empty();
      work.get().toCompletionStage().toCompletableFuture().join();
      id = Order.id(setting.members().origin(), era);
      join();
      stuck = 0;
      LOG.atInfo().addKeyValue("epoch", era.epoch()).log("order entered");
      handInAgain();
    } catch (IOException | RuntimeException e) {
      if (!watch.isShutdown()) {
        fatal.accept(e);
      }
    }
  }

  /** One after the other, in the order they had: some rest on the ones before. */
  private void handInAgain() {
    if (handing.compareAndSet(false, true)) {
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

  /** Whether this member stands still while others go on: then it copies what it lacks. */
  private void look() {
    try {
      long size = execution.status().size();
      long longest = catchUp.longest().toCompletionStage().toCompletableFuture().join();
      boolean isStuck = size == sizeSeen && longest > size && !leads();
      sizeSeen = size;
      stuck = isStuck ? stuck + 1 : 0;
      handInAgain();
      if (stuck >= STUCK_LOOKS) {
        stuck = 0;
        LOG.atWarn().addKeyValue("size", size).addKeyValue("others", longest).log("left behind");
        order.ifPresent(Order::close);
        order = Optional.empty();
        copy();
        open();
        catchUp.askToYield();
      }
    } catch (IOException | RuntimeException e) {
      if (!watch.isShutdown()) {
        fatal.accept(e);
      }
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
          leads()
              ? handIn(whole)
              : leader()
                  .filter(leader -> !leader.equals(setting.self()))
                  .map(leader -> catchUp.forward(leader, whole))
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
  public Future<Void> take(Bytes command) {
    if (!leads()) {
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

  /** A member cannot follow: lets somebody be elected anew, but not at every word. */
  public Future<Void> yieldLead(DevUrn from) {
    long now = System.nanoTime();
    long last = yielded.get();
    boolean isSoon = last != 0 && now - last < YIELD_EVERY.toNanos();
    if (!leads() || isSoon || !yielded.compareAndSet(last, now)) {
      return Future.succeededFuture();
    }
    LOG.atInfo().addKeyValue("for", from).log("asked not to lead");
    return order
        .map(running -> Future.<Void>fromCompletionStage(running.stepDown()))
        .orElseGet(Future::succeededFuture);
  }

  private Future<Void> handIn(Bytes command) {
    return order
        .map(running -> Future.<Void>fromCompletionStage(running.submit(command)))
        .orElseGet(() -> Future.failedFuture("this member takes no part at the moment"));
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
    return order.map(Order::leads).orElse(false);
  }

  /** Who leads the order, as far as this member knows. */
  public Optional<DevUrn> leader() {
    return order.flatMap(Order::leader);
  }

  @Override
  public boolean isStopped() {
    return execution.isStopped();
  }

  @Override
  public void close() {
    watch.shutdown();
    timer.shutdownNow();
    try {
      // What it is at must not open the order again behind our back.
      boolean unused = watch.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    order.ifPresent(Order::close);
    execution.close();
    pending.stop();
  }
}
