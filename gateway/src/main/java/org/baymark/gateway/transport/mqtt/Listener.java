package org.baymark.gateway.transport.mqtt;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.baymark.gateway.access.TlsFiles;
import org.baymark.gateway.transport.Refusals;

/** The server at one door. All of it runs on the ingress's event loop. */
final class Listener {
  /** Answers are small; the system would let a client that does not read them fill some MiB. */
  private static final int SEND_BUFFER_SIZE = 64 * 1024;

  private static final int CLIENT_ID_MAX = 128;
  private static final int CONNECT_WITHIN_SECONDS = 10;

  private final MqttDoor door;
  private final Sockets sockets;
  private Optional<MqttServer> server = Optional.empty();

  /**
   * @param open how many sockets are open at all doors; {@code openMax} may be
   */
  Listener(Vertx vertx, MqttDoor door, Refusals refusals, AtomicInteger open, IntSupplier openMax) {
    this.door = door;
    this.sockets = new Sockets(vertx, door, refusals, open, openMax);
  }

  MqttDoor door() {
    return door;
  }

  /** The line of the endpoint that the handler is being given. */
  Line arriving() {
    return sockets.arriving();
  }

  /** Listens; the port, once it does. Fails with a sentence if the port cannot be had. */
  Future<Integer> listen(Optional<TlsFiles.Content> tls, Handler<MqttEndpoint> visitor) {
    MqttServerOptions options =
        new MqttServerOptions()
            .setHost(door.host())
            .setPort(door.port())
            .setMaxMessageSize(MqttIngress.PACKET_SIZE_MAX)
            .setMaxClientIdLength(CLIENT_ID_MAX)
            .setAutoClientId(false) // the client has to hear of the one that we give it
            .setTimeoutOnConnect(CONNECT_WITHIN_SECONDS);
    options.setSendBufferSize(SEND_BUFFER_SIZE);
    options.setTcpKeepAlive(true); // a client without keep-alive can lose its power, too
    if (door.tls()) {
      ServerSSLOptions wanted = tls.orElseThrow().options();
      options.setSsl(true);
      options.setKeyCertOptions(wanted.getKeyCertOptions());
      options.setTrustOptions(wanted.getTrustOptions());
      options.setClientAuth(wanted.getClientAuth());
      options.setEnabledSecureTransportProtocols(wanted.getEnabledSecureTransportProtocols());
      wanted.getEnabledCipherSuites().forEach(options::addEnabledCipherSuite);
    }
    MqttServer made = MqttServer.create(sockets, options).endpointHandler(visitor);
    return made.listen()
        .map(
            listening -> {
              server = Optional.of(made);
              return made.actualPort();
            })
        .recover(
            why ->
                Future.failedFuture(
                    new IllegalStateException(
                        "cannot listen for MQTT on %s:%d: %s"
                            .formatted(door.host(), door.port(), why.getMessage()),
                        why)));
  }

  /** Whoever connects from now on sees these; who is connected notices nothing. */
  Future<Boolean> renew(TlsFiles.Content tls) {
    return door.tls()
        ? sockets.server().updateSSLOptions(tls.options())
        : Future.succeededFuture(false);
  }

  Future<Void> close() {
    return server.map(MqttServer::close).orElse(Future.succeededFuture());
  }
}
