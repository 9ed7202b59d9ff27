package org.baymark.gateway.transport.bridge;

import static org.baymark.gateway.GatewayFixture.join;
import static org.baymark.gateway.OutgoingFixture.until;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.GatewayFixture;
import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerBridgeTest {
  /** CONNACK, accepted, with no session and no properties (OASIS MQTT 5.0, section 3.2). */
  private static final byte[] ACCEPTED = {0x20, 3, 0, 0, 0};

  @TempDir Path folder;

  private BrokerLine line(ServerSocket broker) {
    String url = "tcp://127.0.0.1:" + broker.getLocalPort();
    return new BrokerLine(
        url,
        List.of("a/#"),
        "site",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        new Filters(folder.resolve("bridge.filters"), url));
  }

  private BrokerBridge bridge(GatewayFixture gateway, ServerSocket broker) {
    BrokerLine line = line(broker);
    return new BrokerBridge(
        gateway.vertx,
        line.url(),
        () -> line,
        gateway.intake,
        gateway.counters,
        InstantSource.system(),
        Duration.ofSeconds(1));
  }

  /** Reads until the other side ends the connection. */
  private static void drain(Socket connection) throws IOException {
    InputStream in = connection.getInputStream();
    while (in.read() >= 0) {
      // What it says is not looked at.
    }
  }

  @Test
  void aBrokerThatNeverAnswersIsGivenUpAndTriedAgain() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.start(folder);
        ServerSocket broker = new ServerSocket(0, 8, InetAddress.getByName("127.0.0.1"))) {
      broker.setSoTimeout(30_000);
      BrokerBridge bridge = bridge(gateway, broker);
      bridge.start();
      try (Socket deaf = broker.accept()) {
        deaf.setSoTimeout(30_000);
        drain(deaf);
      }
      Optional<String> why = Optional.of("the broker did not answer within 1 s");
      until(() -> bridge.trouble().equals(why));
      try (Socket half = broker.accept()) { // lets it in, and answers no subscription
        half.setSoTimeout(30_000);
        half.getOutputStream().write(ACCEPTED);
        drain(half);
      }
      try (Socket third = broker.accept()) {
        assertEquals(0x10, third.getInputStream().read(), "CONNECT");
        join(bridge.stop());
      }
    }
  }

  /** The disk may answer when the connection that brought the message has been closed. */
  @Test
  void whatCannotBeAcknowledgedAnyMoreIsNoFault() throws Exception {
    try (ServerSocket broker = new ServerSocket(0, 8, InetAddress.getByName("127.0.0.1"))) {
      BrokerSession session =
          new BrokerSession(
              line(broker), List.of(), delivery -> {}, () -> {}, from -> {}, (from, why) -> {});
      session.connect();
      session.close();
      session.done(new Delivery(session, "a/b", 1, 1, Bytes.EMPTY));
    }
  }
}
