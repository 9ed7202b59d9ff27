package org.baymark.gateway.transport.mqtt;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.baymark.gateway.access.Certificates;
import org.baymark.gateway.access.Logins;
import org.baymark.gateway.access.TlsFiles;
import org.baymark.gateway.admission.Counters;
import org.baymark.gateway.admission.Intake;
import org.baymark.gateway.admission.Outcome;
import org.baymark.gateway.command.CommandDesk;
import org.baymark.gateway.runtime.HandOver;
import org.baymark.gateway.transport.Refusals;
import org.baymark.protocol.cose.DevUrn;

/**
 * Takes statements over MQTT 3.1.1 and 5, QoS 0 and 1, on topic {@code baymark/v1/} and the
 * device's name. A PUBACK is sent when the outcome is on the disk. Retained flags and wills are
 * taken and mean nothing here; clients can subscribe to the commands of devices. All state belongs
 * to one event loop.
 */
public final class MqttIngress {
  static final String NAME = "mqtt";

  /** Bytes of one packet: a message too large for admission still gets its reason up to here. */
  static final int PACKET_SIZE_MAX = 32 * 1024;

  /** Below 65535, which Paho 1.2.5 takes for none at all. */
  static final int UNACKNOWLEDGED_MAX = 1024;

  /** So often is looked whether users or certificates are others on the disk. */
  private static final long LOOK_MILLIS = TimeUnit.SECONDS.toMillis(2);

  private final Vertx vertx;
  private final Certificates certificates;
  private final Optional<Logins> logins;
  private final Intake intake;
  private final Context context;
  private final HandOver<Runnable> answers;
  private final List<Listener> listeners = new ArrayList<>();
  private final Reception reception;

  /** Read by the acceptor's thread. */
  private volatile int socketsMax;

  private Future<?> looked = Future.succeededFuture();
  private long timer;
  private int onTheirWay;
  private boolean stopping;
  private final Promise<Void> allAnswered = Promise.promise();

  /**
   * @param doors where clients come in
   * @param tls for the doors that speak TLS
   * @param logins for the doors that demand passwords
   * @param isRevoked whether a name is that of a device whose key was revoked
   * @param desk where commands to devices wait
   */
  public MqttIngress(
      Vertx vertx,
      List<MqttDoor> doors,
      MqttLimits limits,
      Optional<TlsFiles> tls,
      Optional<Logins> logins,
      Predicate<String> isRevoked,
      CommandDesk desk,
      Intake intake,
      Counters counters,
      InstantSource clock) {
    this.vertx = vertx;
    this.certificates = new Certificates(vertx, tls, clock);
    this.logins = logins;
    this.intake = intake;
    this.context = vertx.getOrCreateContext();
    this.answers = new HandOver<>(context, Runnable::run);
    Refusals refusals = new Refusals(NAME, counters);
    this.reception =
        new Reception(context, limits, logins, isRevoked, desk, refusals, this::published);
    this.socketsMax = socketsMax(limits.connections());
    AtomicInteger open = new AtomicInteger();
    for (MqttDoor door : doors) {
      listeners.add(new Listener(vertx, door, refusals, open, () -> socketsMax));
    }
  }

  /** Some more than clients: those that come and go need one, too. */
  private static int socketsMax(int connectionsMax) {
    return connectionsMax + connectionsMax / 4 + 16;
  }

  /**
   * Listens at all doors; their ports, in their order, once it does. Fails with a sentence if a
   * port cannot be had or a file not be used.
   */
  public Future<List<Integer>> start() {
    return onContext(() -> certificates.read().compose(this::listen))
        .onSuccess(
            ports ->
                context.runOnContext(on -> timer = vertx.setPeriodic(LOOK_MILLIS, id -> look())));
  }

  private Future<List<Integer>> listen(Optional<TlsFiles.Content> tls) {
    List<Future<Integer>> ports =
        listeners.stream()
            .map(listener -> listener.listen(tls, visitor -> visited(visitor, listener)))
            .toList();
    return Future.join(ports)
        .map(all -> ports.stream().map(Future::result).toList())
        .recover(why -> closeListeners().transform(closed -> Future.failedFuture(why)));
  }

  private void visited(MqttEndpoint visitor, Listener listener) {
    if (stopping) {
      visitor.reject(
          visitor.protocolVersion() == 5
              ? MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE_5
              : MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE);
    } else {
      reception.visited(visitor, listener.arriving(), listener.door().demand());
    }
  }

  /** Looks whether clients read, and whether users and certificates are the same as before. */
  private void look() {
    if (stopping || !looked.isComplete()) {
      return;
    }
    reception.relieve();
    reception.lookForCommands();
    Future<Void> users =
        logins.isEmpty()
            ? Future.succeededFuture()
            : logins.get().look().compose(gone -> onContext(() -> forget(gone)));
    looked = Future.join(users, certificates.look(this::renew));
  }

  private Future<?> renew(TlsFiles.Content content) {
    return Future.all(listeners.stream().map(listener -> listener.renew(content)).toList());
  }

  private Future<Void> forget(Set<String> users) {
    reception.forget(users);
    return Future.succeededFuture();
  }

  /** Other limits from now on, and nobody is disconnected. From any thread. */
  public void limit(MqttLimits limits) {
    socketsMax = socketsMax(limits.connections());
    answers.give(() -> reception.limit(limits));
  }

  /** The key of {@code device} was revoked, and that is on the disk. From any thread. */
  public void revoked(DevUrn device) {
    answers.give(() -> reception.revoked(device));
  }

  /** Something waits for {@code device}, and that is on the disk. From any thread. */
  public void commanded(DevUrn device) {
    answers.give(() -> reception.commanded(device));
  }

  /**
   * Takes nothing more, answers what it took, then says goodbye to all clients. The future
   * completes when no socket is left.
   */
  public Future<Void> stop() {
    context.runOnContext(
        nothing -> {
          stopping = true;
          vertx.cancelTimer(timer);
          completeIfAllAnswered();
        });
    return allAnswered
        .future()
        .compose(nothing -> onContext(() -> looked.transform(any -> closeAll())));
  }

  private Future<Void> closeAll() {
    for (MqttConnection guest : reception.guests()) {
      guest.quit(MqttDisconnectReasonCode.SERVER_SHUTTING_DOWN, "the gateway stops");
    }
    return closeListeners();
  }

  private Future<Void> closeListeners() {
    return Future.join(listeners.stream().map(Listener::close).toList()).mapEmpty();
  }

  private <T> Future<T> onContext(Supplier<Future<T>> action) {
    Promise<T> done = Promise.promise();
    context.runOnContext(nothing -> action.get().onComplete(done));
    return done.future();
  }

  private void published(MqttConnection connection, MqttPublishMessage message) {
    if (stopping) {
      return; // no acknowledgement: the client sends it again, elsewhere or later
    }
    connection
        .arrival(message)
        .ifPresent(
            arrival -> {
              onTheirWay++;
              intake
                  .take(arrival)
                  .onSuccess(outcome -> answers.give(() -> ended(connection, message, outcome)));
            });
  }

  private void ended(MqttConnection connection, MqttPublishMessage message, Outcome outcome) {
    onTheirWay--;
    connection.judged(message, outcome);
    completeIfAllAnswered();
  }

  private void completeIfAllAnswered() {
    if (stopping && onTheirWay == 0) {
      allAnswered.tryComplete();
    }
  }
}
