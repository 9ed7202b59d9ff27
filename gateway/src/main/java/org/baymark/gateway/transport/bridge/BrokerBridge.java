package org.baymark.gateway.transport.bridge;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.baymark.gateway.admission.Counters;
import org.baymark.gateway.admission.Intake;
import org.baymark.gateway.runtime.HandOver;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Subscribes at a broker that the site has already, over MQTT 5, and acknowledges a message when
 * its outcome is on the disk. The broker keeps the session: what it holds while the gateway is away
 * comes afterwards. A connection that is lost, or not answered, is made anew for as long as it
 * takes. All state belongs to one event loop.
 */
public final class BrokerBridge {
  private static final Logger log = LoggerFactory.getLogger(BrokerBridge.class);

  static final String NAME = "bridge";

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration SOON = Duration.ofDays(14);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** Paho waits without end for a broker that takes a connection and says nothing on it. */
  private static final Duration ANSWER = Duration.ofSeconds(30);

  /** A session closes within seconds; the next must not wait for one that does not. */
  private static final Duration CLOSE = Duration.ofSeconds(15);

  private final Vertx vertx;
  private final String url;
  private final Supplier<BrokerLine> lines;
  private final InstantSource clock;
  private final Duration answer;
  private final Context context;
  private final HandOver<Runnable> events;
  private final Deliveries deliveries;

  private Optional<BrokerSession> session = Optional.empty();
  private Duration pause = FIRST_PAUSE;
  private boolean isSaid;
  private boolean stopping;

  /** Why nothing comes; empty while messages can. */
  private volatile Optional<String> trouble = Optional.of("not connected yet");

  private volatile Instant since;

  /**
   * @param url of the broker
   * @param lines is asked before each connection what to make it with, and may block; where it
   *     throws, the sentence is the reason why nothing comes
   */
  public BrokerBridge(
      Vertx vertx,
      String url,
      Supplier<BrokerLine> lines,
      Intake intake,
      Counters counters,
      InstantSource clock) {
    this(vertx, url, lines, intake, counters, clock, ANSWER);
  }

  /**
   * The same.
   *
   * @param answer so long a broker may take from the first packet until it is subscribed at
   */
  BrokerBridge(
      Vertx vertx,
      String url,
      Supplier<BrokerLine> lines,
      Intake intake,
      Counters counters,
      InstantSource clock,
      Duration answer) {
    this.clock = clock;
    this.answer = answer;
    this.since = clock.instant();
    this.vertx = vertx;
    this.url = url;
    this.lines = lines;
    this.context = vertx.getOrCreateContext();
    this.events = new HandOver<>(context, Runnable::run);
    this.deliveries = new Deliveries(vertx, intake, counters, events, this::isNow);
  }

  /** Tries to reach the broker from now on, for as long as it takes. */
  public void start() {
    context.runOnContext(on -> connect());
  }

  /** Why nothing comes from the broker; empty while messages can. */
  public Optional<String> trouble() {
    return trouble;
  }

  /** Since when it is so. */
  public Instant since() {
    return since;
  }

  private void connect() {
    if (stopping) {
      return;
    }
    vertx
        .executeBlocking(
            () -> {
              BrokerLine line = lines.get();
              return new Attempt(line, line.filters().ask(line.topics()));
            })
        .onComplete(
            read ->
                context.runOnContext(
                    on -> {
                      if (read.succeeded()) {
                        connect(read.result());
                      } else {
                        again(String.valueOf(read.cause().getMessage()));
                      }
                    }));
  }

  /**
   * What one is made with.
   *
   * @param stale filters that are to be taken back
   */
  private record Attempt(BrokerLine line, List<String> stale) {}

  private void connect(Attempt attempt) {
    if (stopping) {
      return;
    }
    try {
      BrokerSession next =
          new BrokerSession(
              attempt.line(),
              attempt.stale(),
              delivery -> events.give(() -> deliveries.arrived(delivery)),
              deliveries::overrun,
              from -> events.give(() -> subscribed(from, attempt)),
              (from, why) -> events.give(() -> lost(from, why)));
      session = Optional.of(next);
      watch(next);
      next.connect();
    } catch (MqttException | RuntimeException e) {
      again(Reason.of(e)); // not even a client could be made
    }
  }

  private void watch(BrokerSession from) {
    vertx.setTimer(answer.toMillis(), id -> unanswered(from));
  }

  private void subscribed(BrokerSession from, Attempt attempt) {
    if (isNow(from)) {
      if (!attempt.stale().isEmpty()) {
        forget(attempt);
      }
      pause = FIRST_PAUSE;
      trouble = Optional.empty();
      since = clock.instant();
      log.atInfo().addKeyValue("broker", url).log("subscribed at the broker");
      warn(attempt.line());
    }
  }

  private void unanswered(BrokerSession from) {
    if (trouble.isEmpty()) {
      return;
    }
    if (deliveries.areOnTheirWay()) {
      watch(from); // what it kept it may bring before it answers the subscription
    } else {
      lost(from, "the broker did not answer within %d s".formatted(answer.toSeconds()));
    }
  }

  private void warn(BrokerLine line) {
    line.certificateEnds()
        .filter(end -> end.isBefore(clock.instant().plus(SOON)))
        .ifPresent(
            end ->
                log.atWarn()
                    .addKeyValue("broker", url)
                    .addKeyValue("until", end)
                    .log("bridgeCertificate ends soon: renew it, or the broker lets nobody in"));
  }

  /** The broker has taken back what nobody wants. */
  private void forget(Attempt attempt) {
    log.atInfo()
        .addKeyValue("broker", url)
        .addKeyValue("filters", attempt.stale())
        .log("no longer subscribed to these at the broker");
    vertx
        .executeBlocking(
            () -> {
              attempt.line().filters().note(attempt.line().topics());
              return null;
            })
        .onFailure(
            why ->
                log.atWarn()
                    .addKeyValue("why", why.getMessage())
                    .log(
                        "filters not noted; they are taken back once more at the next connection"));
  }

  /** Threads of Paho may tell of a session that is over. */
  private boolean isNow(BrokerSession one) {
    return session.filter(it -> it == one).isPresent();
  }

  private void lost(BrokerSession from, String why) {
    if (isNow(from)) {
      session = Optional.empty();
      close(from).onComplete(closed -> context.runOnContext(on -> again(why)));
    }
  }

  /** On a thread of its own: one that never comes back takes none of those that others need. */
  private Future<Void> close(BrokerSession one) {
    Promise<Void> closed = Promise.promise();
    Thread closer =
        new Thread(
            () -> {
              try {
                one.close();
              } finally {
                closed.complete();
              }
            },
            "bridge-close");
    closer.setDaemon(true);
    closer.start();
    return closed
        .future()
        .timeout(CLOSE.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(
            why -> log.atWarn().addKeyValue("broker", url).log("a connection does not close"))
        .otherwiseEmpty();
  }

  private void again(String why) {
    session = Optional.empty();
    if (stopping) {
      return;
    }
    if (trouble.isEmpty() || !isSaid) {
      isSaid = true;
      log.atWarn()
          .addKeyValue("broker", url)
          .addKeyValue("why", why)
          .log("nothing comes from the broker, trying until it does");
    }
    if (trouble.isEmpty()) {
      since = clock.instant();
    }
    trouble = Optional.of(why);
    vertx.setTimer(pause.toMillis(), id -> connect());
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  /** Takes nothing more, acknowledges what it took, then leaves; the broker keeps the rest. */
  public Future<Void> stop() {
    Promise<Void> answered = Promise.promise();
    context.runOnContext(
        on -> {
          stopping = true;
          deliveries.stop().onComplete(answered);
        });
    return answered
        .future()
        .compose(done -> session.map(this::close).orElseGet(Future::succeededFuture));
  }
}
