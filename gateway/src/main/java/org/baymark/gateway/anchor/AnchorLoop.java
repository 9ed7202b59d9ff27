package org.baymark.gateway.anchor;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.baymark.gateway.runtime.Rounds;
import org.baymark.gateway.store.BatchLog;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.HeadLog;
import org.baymark.gateway.store.HeadLog.Head;
import org.baymark.gateway.store.Outbox;
import org.baymark.gateway.store.Outbox.Item;
import org.baymark.gateway.store.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the queue to the alliance, one thing after the other where order counts, for as long as it
 * takes, and watches until a head that the policy accepts covers it. It gives up in two cases only,
 * and then {@link #failure} says why: the alliance refuses a batch, or shows heads that cannot both
 * be true.
 */
public final class AnchorLoop {
  private static final Logger log = LoggerFactory.getLogger(AnchorLoop.class);

  /** So many registrations are on their way at a time: a member answers when it has a place. */
  static final int TOGETHER_MAX = 16;

  private static final Duration NOW = Duration.ZERO;
  private static final Duration RETRY_FIRST = Duration.ofMillis(250);

  private final Database database;
  private final Outbox outbox;
  private final BatchLog batches;
  private final HeadLog heads;
  private final Courier courier;
  private final HeadWatch watch;
  private volatile Timing timing;
  private volatile Backoff backoff;
  private final DoubleSupplier jitter;
  private final InstantSource clock;
  private final Rounds rounds;

  private volatile Optional<String> failure = Optional.empty();

  // One round runs at a time, and each future hands these on to the next.
  private volatile int failures;
  private Optional<Long> polledAtMillis = Optional.empty();

  /**
   * @param pollEvery how often to look for new things, and for a new head while one is awaited
   * @param heartbeat how often to look for a new head while none is
   * @param retryMax the longest wait before the next attempt
   */
  public record Timing(Duration pollEvery, Duration heartbeat, Duration retryMax) {}

  /**
   * @param jitter answers numbers from 0 (inclusive) to 1 (exclusive)
   */
  public AnchorLoop(
      Vertx vertx,
      Database database,
      Outbox outbox,
      BatchLog batches,
      HeadLog heads,
      Courier courier,
      HeadWatch watch,
      Timing timing,
      DoubleSupplier jitter,
      InstantSource clock) {
    this.database = database;
    this.outbox = outbox;
    this.batches = batches;
    this.heads = heads;
    this.courier = courier;
    this.watch = watch;
    this.timing = timing;
    this.backoff = backoff(timing);
    this.jitter = jitter;
    this.clock = clock;
    this.rounds = new Rounds("anchoring", vertx, this::round);
  }

  private static Backoff backoff(Timing timing) {
    Duration first = RETRY_FIRST.compareTo(timing.retryMax()) < 0 ? RETRY_FIRST : timing.retryMax();
    return new Backoff(first, timing.retryMax());
  }

  /** Other times, which hold from now on. For any thread. */
  public void timing(Timing next) {
    timing = next;
    backoff = backoff(next);
    rounds.hurry();
  }

  public void start() {
    rounds.start();
  }

  /** Completes when nothing is on its way any more. What was not sent waits in the store. */
  public Future<Void> stop() {
    return rounds.stop();
  }

  /** Why nothing more is anchored until an operator has seen to it; empty while all is well. */
  public Optional<String> failure() {
    return failure;
  }

  /** How many attempts in a row have failed. */
  public int failures() {
    return failures;
  }

  private record View(
      List<Item> next, Optional<Head> kept, boolean isHeadAwaited, Optional<String> broken) {}

  private View view(Transaction transaction) {
    Optional<Head> kept = heads.newest(transaction);
    long size = kept.map(head -> head.tree().size()).orElse(0L);
    return new View(
        outbox.front(transaction, TOGETHER_MAX),
        kept,
        outbox.hasRequestBeyond(transaction, size)
            || batches.unproven(transaction, size).isPresent(),
        heads.contradiction(transaction));
  }

  private Future<Optional<Duration>> round() {
    if (database.failure().isPresent()) {
      // It was said where it happened.
      return Future.succeededFuture(Optional.of(timing.pollEvery()));
    }
    return database.read(this::view).compose(this::act);
  }

  private Future<Optional<Duration>> act(View view) {
    if (view.broken().isPresent()) {
      return Future.succeededFuture(giveUp(view.broken().get()));
    }
    boolean isDue = isHeartbeatDue();
    if (!view.next().isEmpty() && !isDue) {
      return send(view.next()).map(outcome -> after(outcome, NOW));
    }
    if (isDue || view.isHeadAwaited()) {
      polledAtMillis = Optional.of(clock.millis());
      Duration wait = !view.next().isEmpty() ? NOW : timing.pollEvery();
      return watch.look(view.kept()).map(outcome -> after(outcome, wait));
    }
    return Future.succeededFuture(Optional.of(timing.pollEvery()));
  }

  /** Where the last attempt failed, one is enough to see whether that is over. */
  private Future<Outcome> send(List<Item> items) {
    List<Item> now = failures == 0 ? items : items.subList(0, 1);
    List<Future<Outcome>> sent = now.stream().map(courier::send).toList();
    return Future.join(sent).map(all -> Outcome.together(all.list()));
  }

  /** A clock that was set back makes it ask once too often rather than never. */
  private boolean isHeartbeatDue() {
    long heartbeat = timing.heartbeat().toMillis();
    return polledAtMillis.map(at -> Math.abs(clock.millis() - at) >= heartbeat).orElse(true);
  }

  private Optional<Duration> after(Outcome outcome, Duration wait) {
    return outcome.match(
        done -> {
          if (failures > 0) {
            log.atInfo().addKeyValue("attempts", failures).log("the alliance answers again");
          }
          failures = 0;
          return Optional.of(wait);
        },
        later -> {
          if (failures == 0) {
            log.atWarn().addKeyValue("why", later.why()).log("the alliance cannot be used, trying");
          }
          int failed = failures + 1;
          failures = failed;
          Duration pause = backoff.after(failed, jitter.getAsDouble());
          Duration asked = later.retryAfter().orElse(NOW);
          Duration longer = asked.compareTo(pause) > 0 ? asked : pause;
          return Optional.of(longer.compareTo(timing.retryMax()) < 0 ? longer : timing.retryMax());
        },
        broken -> giveUp(broken.why()));
  }

  private Optional<Duration> giveUp(String why) {
    failure = Optional.of(why);
    log.atError().addKeyValue("why", why).log("anchoring stopped");
    return Optional.empty();
  }
}
