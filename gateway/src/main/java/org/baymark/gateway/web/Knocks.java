package org.baymark.gateway.web;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.baymark.protocol.bytes.Bytes;

/**
 * Whether the doors for devices answer, tried from outside as a device would: a TCP connection for
 * MQTT; for CoAP an empty confirmable message, which every endpoint answers with a reset (RFC 7252,
 * section 4.3), and over DTLS a first hello, which is answered with a cookie (RFC 6347, section
 * 4.2.1). Anybody may ask for it, so it is done once a second at most.
 */
final class Knocks {
  private static final int WITHIN_MILLIS = 2_000;
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Version 1, confirmable, no token; code 0.00; a message id. */
  private static final byte[] PING = {0x40, 0x00, 0x5a, 0x5a};

  /** A ClientHello of DTLS 1.2 without a cookie, for AES-128 with a shared key or a key pair. */
  private static final Bytes HELLO =
      Bytes.ofHex(
          "16fefd"
              + "0000"
              + "000000000000"
              + "0038" // handshake, epoch 0, record 0, 56 bytes
              + "01"
              + "00002c"
              + "0000"
              + "000000"
              + "00002c" // ClientHello 0, all of its 44 bytes
              + "fefd"
              + "5a".repeat(32)
              + "00"
              + "00" // random, no session, no cookie
              + "0004"
              + "c0a8"
              + "c02b"
              + "0100"); // two suites, no compression

  private final Vertx vertx;
  private final NetClient client;
  private final List<URI> doors;

  // Guarded by this.
  private Future<List<Door>> last = Future.failedFuture("not tried yet");
  private long triedAt;
  private boolean isTried;

  /**
   * One door.
   *
   * @param fault why nobody answers there; empty if somebody does
   */
  record Door(URI address, Optional<String> fault) {}

  /**
   * @param doors as URLs; their schemes say how to knock
   */
  Knocks(Vertx vertx, List<String> doors) {
    this.vertx = vertx;
    this.client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(WITHIN_MILLIS));
    this.doors = doors.stream().map(URI::create).toList();
  }

  /** All of them; never fails. */
  synchronized Future<List<Door>> all() {
    long now = System.nanoTime();
    if (!isTried || (last.isComplete() && now - triedAt > FRESH_NANOS)) {
      isTried = true;
      triedAt = now;
      last = Future.join(doors.stream().map(this::knock).toList()).map(done -> done.<Door>list());
    }
    return last;
  }

  private Future<Door> knock(URI door) {
    Future<Void> answer =
        switch (door.getScheme()) {
          case "coap" -> ping(door, Buffer.buffer(PING));
          case "coaps" -> ping(door, Buffer.buffer(HELLO.toArray()));
          default -> connect(door);
        };
    return answer
        .map(yes -> new Door(door, Optional.empty()))
        .otherwise(why -> new Door(door, Optional.of(String.valueOf(why.getMessage()))));
  }

  private Future<Void> connect(URI door) {
    return client.connect(door.getPort(), host(door)).compose(NetSocket::close);
  }

  private Future<Void> ping(URI door, Buffer knock) {
    DatagramSocket socket = vertx.createDatagramSocket();
    Promise<Void> answered = Promise.promise();
    socket.handler(packet -> answered.tryComplete());
    socket.send(knock, door.getPort(), host(door)).onFailure(answered::tryFail);
    return answered
        .future()
        .timeout(WITHIN_MILLIS, TimeUnit.MILLISECONDS)
        .onComplete(end -> socket.close());
  }

  /** Who listens everywhere is knocked at here. */
  private static String host(URI door) {
    String host = door.getHost().replaceAll("[\\[\\]]", "");
    return switch (host) {
      case "0.0.0.0" -> "127.0.0.1";
      case "::" -> "::1";
      default -> host;
    };
  }
}
