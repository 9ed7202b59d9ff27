package org.baymark.node.order;

import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.baymark.node.sequence.Course;
import org.baymark.node.sequence.Execution;
import org.baymark.node.sequence.MemberSets;
import org.baymark.node.sequence.StoppedException;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.registration.Members;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this member in the order of the epoch that it is in, and its log on the branch that its
 * votes call for. It looks at the {@link Course} again and again, on a thread of its own, so that
 * whoever votes waits for nothing; what it does is done step by step, each on the disk, and a crash
 * in between is made good by the next look.
 */
final class Attendance implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Attendance.class);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** So many looks in a row must find others ahead, and this member where it was. */
  private static final int STUCK_LOOKS = 15;

  /** To copy did not help: what is ahead does not continue what this member has. */
  private static final int LOST_LOOKS = 40;

  /** To ask all others at each look would be too much for a member that is idle. */
  private static final int ASK_EVERY_LOOKS = 5;

  /** Between two attempts that others could not help with. */
  private static final int REST_LOOKS = 5;

  private final RatisSequencer.Setting setting;
  private final Execution execution;
  private final CatchUp exchange;
  private final Copying copying;
  private final OrderFolder folder;
  private final Applier.Listener listener;
  private final Runnable looked;
  private final Consumer<Throwable> fatal;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "order-watch"));

  private volatile Optional<Order> order = Optional.empty(); // the watch's thread writes it
  private volatile Era era; // so too
  private volatile boolean isClosing;
  private long sizeSeen; // the watch's thread owns it, and what follows
  private int still; // looks since the log grew
  private boolean isBehind;
  private int rest; // looks until the next attempt
  private final Alignment alignment;

  /**
   * @param looked is called after each look
   */
  Attendance(
      RatisSequencer.Setting setting,
      Execution execution,
      CatchUp exchange,
      Applier.Listener listener,
      Runnable looked,
      Consumer<Throwable> fatal) {
    this.setting = setting;
    this.execution = execution;
    this.exchange = exchange;
    this.copying = new Copying(execution, exchange);
    this.folder = new OrderFolder(setting.storage());
    this.listener = listener;
    this.looked = looked;
    this.fatal = fatal;
    this.alignment = new Alignment(setting.self());
    this.era = setting.course().get().era();
  }

  /** Takes part as far as it can at once; from then on by itself. */
  void start() throws IOException {
    enter(setting.course().get());
    long every = LOOK_EVERY.toMillis();
    var unused = watch.scheduleWithFixedDelay(this::look, every, every, TimeUnit.MILLISECONDS);
  }

  /** The order that this member takes part in; empty while it moves from one to another. */
  Optional<Order> order() {
    return order;
  }

  /** What is wrong with the order for longer than a moment. */
  Optional<String> alarm() {
    return alignment.alarm();
  }

  /** The epoch whose order it takes part in, or is about to. */
  Era era() {
    return era;
  }

  private void look() {
    try {
      Course course = setting.course().get();
      count();
      boolean isRested = rest == 0;
      if (!course.era().equals(era) || (order.isEmpty() && isRested)) {
        enter(course);
      } else if (isRested && isLost(course)) {
        follow(course.follow().orElseThrow());
      } else if (isBehind && still >= STUCK_LOOKS && still % STUCK_LOOKS == 0) {
        LOG.atWarn().addKeyValue("size", sizeSeen).log("left behind");
        leave();
        join();
      }
      boolean isMoved = order.map(it -> alignment.look(it, execution.status())).orElse(false);
      if (isMoved) {
        leave();
        join();
      }
      looked.run();
    } catch (IOException | RuntimeException e) {
      if (!isClosing) {
        fatal.accept(e);
      }
    }
  }

  private void count() {
    long size = execution.status().size();
    still = size == sizeSeen && !leads() ? still + 1 : 0;
    sizeSeen = size;
    rest = Math.max(0, rest - 1);
    if (still > 0 && still % ASK_EVERY_LOOKS == 0) {
      isBehind = await(copying.longest()) > size;
    }
  }

  private boolean leads() {
    return order.map(Order::leads).orElse(false);
  }

  /**
   * Whether k members stand behind a head that this log contradicts; or one beyond it, and nothing
   * that was tried led there.
   */
  private boolean isLost(Course course) {
    return course.follow().isPresent()
        && !holds(course.follow().get())
        && (course.follow().get().size() <= execution.status().size() || still >= LOST_LOOKS);
  }

  /**
   * Begins the epoch that the votes have begun: leaves the order of the last one, goes back to the
   * start of this one, and takes part in its order from there.
   */
  private void enter(Course course) throws IOException {
    leave();
    era = course.era();
    boolean isThere = enter(course.start());
    if (!isThere) {
      LOG.atWarn().addKeyValue("size", course.start().size()).log("copying the start of the epoch");
      isThere = copy(course.start(), () -> enter(course.start()));
      rest = REST_LOOKS;
    }
    if (isThere) {
      join();
      LOG.atInfo().addKeyValue("epoch", era.epoch()).log("order entered");
    }
  }

  private boolean enter(TreeHead start) {
    return await(execution.enter(id(), era, start));
  }

  /** Gives up its own branch for the one that k members stand behind. */
  private void follow(TreeHead head) throws IOException {
    LOG.atWarn().addKeyValue("size", head.size()).log("giving up a branch that the others lack");
    leave();
    boolean isThere = copy(head, () -> holds(head));
    LOG.atInfo().addKeyValue("size", head.size()).addKeyValue("copied", isThere).log("followed");
    still = 0;
    rest = REST_LOOKS;
    folder.discard(id()); // it led here
    join();
  }

  /**
   * Copies what may come next until {@code isThere}; and if this log does not lead there, goes back
   * to the last certified head and copies from one member after the other what may come after it.
   */
  private boolean copy(TreeHead head, BooleanSupplier isThere) {
    if (execution.status().size() < head.size() && copyOn(head, isThere)) {
      return true;
    }
    await(execution.back(true));
    for (DevUrn peer : copying.others()) {
      boolean unused = await(copying.from(peer, head.size()));
      if (isThere.getAsBoolean()) {
        return true;
      }
      await(execution.back(false));
    }
    return false;
  }

  private boolean copyOn(TreeHead head, BooleanSupplier isThere) {
    for (DevUrn peer : copying.others()) {
      boolean unused = await(copying.from(peer, head.size()));
      if (isThere.getAsBoolean()) {
        return true;
      }
    }
    return false;
  }

  private boolean holds(TreeHead head) {
    return await(execution.holds(head));
  }

  /**
   * What was copied ends somewhere in the order. Ratis's leader may remember that this member once
   * had more, or an end before that one, and asks for what is neither there nor needed without end
   * (its check of the previous entry knows the last entry of a snapshot, and none before). One that
   * is newly elected starts from what this member says.
   */
  private void join() throws IOException {
    boolean isNew = execution.place(id()).isEmpty();
    boolean hadOrder = folder.holds(id());
    if (isNew || isBehind || !hadOrder) {
      await(copying.inOrder(id(), Optional.empty()));
    }
    boolean isApplied = execution.place(id()).isPresent();
    Applier applier = new Applier(id(), era, execution, copying, listener, fatal);
    try {
      order = Optional.of(Order.start(part(), id(), isApplied, applier));
    } catch (IOException e) {
      if (!hadOrder || Order.isOfPort(e)) {
        throw e;
      }
      LOG.atWarn()
          .addKeyValue("folder", setting.storage())
          .addKeyValue("fault", e)
          .log("what was kept of the order does not read: beginning with a copy from others");
      folder.discard(id());
      join();
      return;
    }
    if (isApplied && (isNew || isBehind || !hadOrder)) {
      exchange.askToYield();
    }
    isBehind = false;
  }

  private Order.Setting part() {
    return new Order.Setting(
        setting.storage(),
        members().members(),
        beginners().members(),
        setting.pins(),
        setting.self(),
        setting.listen(),
        setting.key());
  }

  private Members members() {
    return execution.status().members().map(MemberSets::settled).orElseThrow();
  }

  /** Who took part when the order of this epoch began. */
  private Members beginners() {
    long start = setting.course().get().start().size();
    return await(execution.ask(archive -> archive.membersFor(start + 1))).orElseThrow();
  }

  private void leave() {
    order.ifPresent(Order::close);
    order = Optional.empty();
  }

  private Bytes id() {
    return Order.id(setting.origin(), era);
  }

  /** Nothing that this waits for waits for this thread, and all of it ends. */
  private <T> T await(Future<T> future) {
    CompletableFuture<T> done = future.toCompletionStage().toCompletableFuture();
    while (!isClosing) {
      try {
        return done.get(1, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        // A long copy: whoever closes this member does not want to wait for it.
      } catch (ExecutionException e) {
        throw new IllegalStateException("the log did not change: " + e.getCause(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StoppedException();
      }
    }
    throw new StoppedException();
  }

  /** Takes part no more, whatever it was at. */
  @Override
  public void close() {
    isClosing = true;
    watch.shutdown();
    try {
      // What it is at must not open the order again behind our back.
      boolean unused = watch.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    leave();
  }
}
