package org.baymark.gateway.transport.mqtt;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.baymark.gateway.admission.Counters;
import org.baymark.gateway.admission.Intake;
import org.baymark.gateway.admission.Outcome;
import org.baymark.gateway.runtime.HandOver;

/**
 * Takes statements over MQTT 3.1.1 and 5, QoS 0 and 1, on topic {@code baymark/v1/} and the
 * device's name. A PUBACK is sent when the outcome is on the disk. Retained flags and wills are
 * taken and mean nothing here; nobody can subscribe. All state belongs to one event loop.
 */
public final class MqttIngress {
  static final String NAME = "mqtt";

  /** Bytes of one packet: a message too large for admission still gets its reason up to here. */
  static final int PACKET_SIZE_MAX = 32 * 1024;

  /** Below 65535, which Paho 1.2.5 takes for none at all. */
  static final int UNACKNOWLEDGED_MAX = 1024;

  /** Answers are small; the system would let a client that does not read them fill some MiB. */
  private static final int SEND_BUFFER_SIZE = 64 * 1024;

  private static final int CLIENT_ID_MAX = 128;
  private static final int CONNECT_WITHIN_SECONDS = 10;

  private final Vertx vertx;
  private final String host;
  private final int port;
  private final int connectionsMax;
  private final Intake intake;
  private final Counters counters;
  private final Context context;
  private final HandOver<Runnable> answers;

  private final Set<MqttConnection> connections = new HashSet<>();
  private int onTheirWay;
  private boolean stopping;
  private final Promise<Void> allAnswered = Promise.promise();
  private Future<MqttServer> server = Future.failedFuture("not started");

  /**
   * @param port 0 for a free one
   * @param connectionsMax clients at once; one more is told that the server is not available
   */
  public MqttIngress(
      Vertx vertx, String host, int port, int connectionsMax, Intake intake, Counters counters) {
    this.vertx = vertx;
    this.host = host;
    this.port = port;
    this.connectionsMax = connectionsMax;
    this.intake = intake;
    this.counters = counters;
    this.context = vertx.getOrCreateContext();
    this.answers = new HandOver<>(context, Runnable::run);
  }

  /** Listens; the port, once it does. Fails with a sentence if the port cannot be had. */
  public Future<Integer> start() {
    Promise<Integer> started = Promise.promise();
    context.runOnContext(
        nothing -> {
          MqttServerOptions options =
              new MqttServerOptions()
                  .setHost(host)
                  .setPort(port)
                  .setMaxMessageSize(PACKET_SIZE_MAX)
                  .setMaxClientIdLength(CLIENT_ID_MAX)
                  .setAutoClientId(false) // the client has to hear of the one that we give it
                  .setTimeoutOnConnect(CONNECT_WITHIN_SECONDS);
          options.setSendBufferSize(SEND_BUFFER_SIZE);
          server =
              MqttServer.create(new SlowReaders(vertx, counters), options)
                  .endpointHandler(this::connected)
                  .exceptionHandler(this::broken)
                  .listen();
          server.map(MqttServer::actualPort).onComplete(started);
        });
    return started
        .future()
        .recover(
            why ->
                Future.failedFuture(
                    new IllegalStateException(
                        "cannot listen for MQTT on %s:%d: %s"
                            .formatted(host, port, why.getMessage()),
                        why)));
  }

  /**
   * Takes nothing more, answers what it took, then says goodbye to all clients. The future
   * completes when no socket is left.
   */
  public Future<Void> stop() {
    context.runOnContext(
        nothing -> {
          stopping = true;
          completeIfAllAnswered();
        });
    return allAnswered.future().compose(nothing -> onContext(this::closeAll));
  }

  private Future<Void> closeAll() {
    for (MqttConnection connection : List.copyOf(connections)) {
      connection.quit(MqttDisconnectReasonCode.SERVER_SHUTTING_DOWN, "the gateway stops");
    }
    return server.compose(MqttServer::close, why -> Future.succeededFuture());
  }

  private Future<Void> onContext(Supplier<Future<Void>> action) {
    Promise<Void> done = Promise.promise();
    context.runOnContext(nothing -> action.get().onComplete(done));
    return done.future();
  }

  private void connected(MqttEndpoint endpoint) {
    boolean version5 = endpoint.protocolVersion() == 5;
    if (stopping || connections.size() >= connectionsMax) {
      counters.turnedAway(NAME + "-too-many-connections");
      endpoint.reject(
          version5
              ? MqttConnectReturnCode.CONNECTION_REFUSED_QUOTA_EXCEEDED
              : MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE);
      return;
    }
    MqttConnection connection = new MqttConnection(endpoint, counters);
    connections.add(connection);
    endpoint.closeHandler(nothing -> connections.remove(connection));
    endpoint.exceptionHandler(
        fault -> {
          broken(fault);
          if (fault instanceof TooLongFrameException) {
            connection.quit(
                MqttDisconnectReasonCode.PACKET_TOO_LARGE,
                "packets of at most " + PACKET_SIZE_MAX + " bytes are taken");
          }
        });
    endpoint.publishHandler(message -> published(connection, message));
    connection.accept();
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
    if (message.qosLevel() == MqttQoS.AT_LEAST_ONCE) {
      connection.answer(message.messageId(), outcome);
    }
    completeIfAllAnswered();
  }

  private void completeIfAllAnswered() {
    if (stopping && onTheirWay == 0) {
      allAnswered.tryComplete();
    }
  }

  /** The connection is closed after this; what a client did wrong there is its own loss. */
  private void broken(Throwable fault) {
    if (fault instanceof TooLongFrameException) {
      counters.tooLargeConnection();
      counters.turnedAway(NAME + "-packet-too-large");
    }
  }
}
