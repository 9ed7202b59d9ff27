package org.baymark.node.order;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.baymark.node.sequence.Course;
import org.baymark.node.sequence.Execution;
import org.baymark.node.sequence.MemberSets;
import org.baymark.protocol.bytes.Bytes;
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

  /** So many entries are copied in no time. */
  private static final long NEAR = 1_000;

  /** Between two attempts that others could not help with. */
  private static final int REST_LOOKS = 5;

  private final RatisSequencer.Setting setting;
  private final Execution execution;
  private final Copying copying;
  private final Branching branching;
  private final Opening opening;
  private final OrderFolder folder;
  private final Runnable looked;
  private final Consumer<Throwable> fatal;
  private final Patience patience = new Patience();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "order-watch"));

  private volatile Optional<Order> order = Optional.empty(); // the watch's thread writes it
  private volatile Era era; // so too, and the next
  private volatile boolean isFar; // until the first copy is over, where that may take long
  private boolean isEntered; // the epoch; the watch's thread owns it, and the next three
  private int rest; // looks until the next attempt
  private final Standstill standstill = new Standstill();
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
    this.copying = new Copying(execution, exchange);
    this.branching = new Branching(execution, copying, patience);
    this.folder = new OrderFolder(setting.storage());
    this.looked = looked;
    this.fatal = fatal;
    this.opening =
        new Opening(setting, execution, exchange, copying, standstill, patience, listener, fatal);
    this.alignment = new Alignment(setting.self());
    this.era = setting.course().get().era();
  }

  /** Takes part as far as it can at once; from then on by itself. A long copy nobody waits for. */
  void start() throws IOException {
    isFar = isNew() && patience.await(copying.longest()) > execution.status().size() + NEAR;
    if (!isFar) {
      enter(setting.course().get());
    }
    long every = LOOK_EVERY.toMillis();
    var unused =
        watch.scheduleWithFixedDelay(this::look, isFar ? 0 : every, every, TimeUnit.MILLISECONDS);
  }

  /** The order that this member takes part in; empty while it moves from one to another. */
  Optional<Order> order() {
    return order;
  }

  /** Whether it copies a long log for the first time, and knows little of who votes in it. */
  boolean isFar() {
    return isFar;
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
      if (!course.era().equals(era) || (isRested && order.isEmpty() && !isEntered)) {
        enter(course);
        isFar = false;
      } else if (isRested && order.isEmpty()) {
        join();
      } else if (isRested && isLost(course)) {
        follow(course.follow().orElseThrow());
      } else if (order.isPresent() && standstill.isStuck()) {
        LOG.atWarn().addKeyValue("size", execution.status().size()).log("left behind");
        leave();
        join();
      }
      boolean isMoved = order.map(it -> alignment.look(it, execution.status())).orElse(false);
      if (isMoved || (isRested && hasEnded())) {
        leave();
        join();
      }
      looked.run();
    } catch (IOException | RuntimeException e) {
      if (!patience.isOver()) {
        fatal.accept(e);
      }
    }
  }

  /** By itself, as Ratis does where the others say that this member takes part no more. */
  private boolean hasEnded() {
    boolean hasEnded = order.map(it -> it.configuration().names().isEmpty()).orElse(false);
    if (hasEnded && members().member(setting.self()).isPresent()) {
      LOG.atWarn().log("the order ended here, and this is a member: entering it again");
      rest = REST_LOOKS;
      return true;
    }
    return false;
  }

  private void count() {
    rest = Math.max(0, rest - 1);
    standstill.look(execution.status().size(), leads(), () -> patience.await(copying.longest()));
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
        && !branching.holds(course.follow().get())
        && (course.follow().get().size() <= execution.status().size() || standstill.isLost());
  }

  /**
   * Begins the epoch that the votes have begun: leaves the order of the last one, goes back to the
   * start of this one, and takes part in its order from there.
   */
  private void enter(Course course) throws IOException {
    leave();
    era = course.era();
    boolean isThere = branching.enter(id(), era, course.start());
    if (!isThere) {
      LOG.atWarn().addKeyValue("size", course.start().size()).log("copying the start of the epoch");
      isThere = branching.toStart(id(), era, course.start());
      rest = REST_LOOKS;
    }
    isEntered = isThere;
    if (isThere) {
      join();
    }
  }

  /** Gives up its own branch for the one that k members stand behind. */
  private void follow(TreeHead head) throws IOException {
    LOG.atWarn().addKeyValue("size", head.size()).log("giving up a branch that the others lack");
    leave();
    boolean isThere = branching.to(head);
    LOG.atInfo().addKeyValue("size", head.size()).addKeyValue("copied", isThere).log("followed");
    standstill.moved();
    rest = REST_LOOKS;
    folder.discard(id()); // it led here
    join();
  }

  /** Takes part in the order of the epoch, if its log is on the epoch's branch and may. */
  private void join() throws IOException {
    isEntered = branching.holds(setting.course().get().start());
    order = isEntered ? opening.open(era) : Optional.empty();
    if (order.isEmpty()) {
      rest = REST_LOOKS;
    }
  }

  /** Whether this log has nothing of the order. */
  private boolean isNew() {
    return execution.place(id()).isEmpty();
  }

  private Members members() {
    return execution.status().members().map(MemberSets::settled).orElseThrow();
  }

  private void leave() {
    order.ifPresent(Order::close);
    order = Optional.empty();
  }

  private Bytes id() {
    return Order.id(setting.origin(), era);
  }

  /** Takes part no more, whatever it was at. */
  @Override
  public void close() {
    patience.end();
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
