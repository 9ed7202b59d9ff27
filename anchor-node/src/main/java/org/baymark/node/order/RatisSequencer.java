package org.baymark.node.order;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.Result;
import org.baymark.node.pin.OwnKey;
import org.baymark.node.pin.Pins;
import org.baymark.node.sequence.Archive;
import org.baymark.node.sequence.BusyException;
import org.baymark.node.sequence.Course;
import org.baymark.node.sequence.Execution;
import org.baymark.node.sequence.LogStatus;
import org.baymark.node.sequence.Sequencer;
import org.baymark.node.sequence.StoppedException;
import org.baymark.node.store.StoreException;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.index.Era;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order of an alliance of several members. A command goes to whoever leads; its submitter is
 * told what this member made of it, when that is on this member's disk.
 */
public final class RatisSequencer implements Sequencer {
  private static final Logger LOG = LoggerFactory.getLogger(RatisSequencer.class);

  /** Of a liar who asks for elections without end, this is what he gets. */
  private static final Duration YIELD_EVERY = Duration.ofSeconds(10);

  private final Execution execution;
  private final Attendance attendance;
  private final Deliveries deliveries;
  private final Pending pending;
  private final AtomicLong yielded = new AtomicLong(); // by the nanosecond clock; 0 before

  private RatisSequencer(
      Setting setting, Execution execution, CatchUp exchange, Consumer<Throwable> fatal) {
    this.pending = new Pending(setting.queueMax());
    this.execution = execution;
    this.attendance =
        new Attendance(setting, execution, exchange, pending, this::handInAgain, fatal);
    this.deliveries =
        new Deliveries(setting.self(), attendance::order, execution, exchange, pending);
  }

  /**
   * What it is made from.
   *
   * @param storage the folder where the order is kept
   * @param origin of the log
   * @param pins whom it takes on the wire
   * @param self who this member is
   * @param listen host:port where it awaits the others; they may reach it under another name
   * @param key what it shows the others
   * @param course in which epoch the log is at the time: each has an order of its own
   * @param queueMax how many commands may wait for their result
   */
  public record Setting(
      Path storage,
      String origin,
      Pins pins,
      DevUrn self,
      String listen,
      OwnKey key,
      Supplier<Course> course,
      int queueMax) {}

  /**
   * Takes part in the order of the log. What others have of the log is copied first if this member
   * has nothing of it, and where that is long nobody waits for it here: Ratis does not know that a
   * member can lose its disk, and who leads would wait for ever for an answer that agrees with what
   * this member said before.
   *
   * @param execution this sequencer's own from now on; it runs, and is closed with it
   * @param fatal hears why the order can no longer be trusted; the process has to end
   * @throws StoreException if what is on the disk of the order does not open
   */
  public static RatisSequencer start(
      Setting setting, Execution execution, CatchUp exchange, Consumer<Throwable> fatal) {
    GrpcLog.join();
    RatisSequencer sequencer = new RatisSequencer(setting, execution, exchange, fatal);
    try {
      sequencer.attendance.start();
      return sequencer;
    } catch (IOException e) {
      sequencer.close();
      throw new StoreException(
          Order.isOfPort(e)
              ? "it cannot listen for the order on " + setting.listen() + ", which is in use"
              : "the order in " + setting.storage() + " does not open: " + e.getMessage(),
          e);
    }
  }

  private void handInAgain() {
    deliveries.handInAgain();
  }

  @Override
  public Future<Result> submit(Command command) {
    return isStopped() ? Future.failedFuture(new StoppedException()) : deliveries.submit(command);
  }

  /**
   * Takes a command that another member handed to this one because it leads. Completes when the
   * command has its place in the order; fails with {@link BusyException} if too many wait.
   */
  public Future<Void> take(Bytes command) {
    return deliveries.take(command);
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
    return attendance
        .order()
        .map(running -> Future.<Void>fromCompletionStage(running.stepDown()))
        .orElseGet(Future::succeededFuture);
  }

  /** Whether it copies a long log for the first time, and knows little of who votes in it. */
  public boolean isFar() {
    return attendance.isFar();
  }

  /** Whether somebody waits for a command that has no place in the log of this member yet. */
  public boolean isWaiting() {
    return !pending.isEmpty();
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
  public Era era() {
    return attendance.era();
  }

  /** Who takes part in the order by its own account. */
  public Set<DevUrn> takingPart() {
    return attendance
        .order()
        .flatMap(it -> it.configuration().names())
        .map(Set::copyOf)
        .orElse(Set.of());
  }

  @Override
  public Optional<String> alarm() {
    return attendance.alarm();
  }

  @Override
  public boolean leads() {
    return attendance.order().map(Order::leads).orElse(false);
  }

  /** Who leads the order, as far as this member knows. */
  public Optional<DevUrn> leader() {
    return attendance.order().flatMap(Order::leader);
  }

  @Override
  public boolean isStopped() {
    return execution.isStopped();
  }

  @Override
  public void close() {
    attendance.close();
    execution.close();
    deliveries.close();
  }
}
