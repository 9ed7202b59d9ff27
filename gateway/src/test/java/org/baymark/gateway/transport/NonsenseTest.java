package org.baymark.gateway.transport;

import static org.baymark.gateway.transport.Wrong.KNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.baymark.gateway.GatewayFixture;
import org.baymark.gateway.admission.Arrival;
import org.baymark.gateway.admission.Outcome;
import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever reaches a port can throw anything at it; nobody else may notice. */
class NonsenseTest {
  private static final long SEED = 20261122;
  private static final int ROUNDS = 300;

  @TempDir Path folder;

  @Test
  void randomBytesOnTheMqttPortDisturbNobody() throws IOException {
    Random random = new Random(SEED);
    try (GatewayFixture gateway = GatewayFixture.start(folder).with(KNOWN)) {
      for (int round = 0; round < ROUNDS; round++) {
        byte[] bytes = bytes(random, 600);
        if (round % 3 == 0) {
          bytes[0] = 0x10; // a CONNECT, at first sight
        }
        try (Socket socket = new Socket("127.0.0.1", gateway.mqttPort)) {
          socket.getOutputStream().write(bytes);
          socket.shutdownOutput();
          drain(socket.getInputStream());
        } catch (SocketException e) {
          // Closed while we wrote: as good an answer as any.
        }
      }
      assertWorks(gateway);
    }
  }

  @Test
  void randomDatagramsOnTheCoapPortDisturbNobody() throws IOException {
    Random random = new Random(SEED);
    try (GatewayFixture gateway = GatewayFixture.start(folder).with(KNOWN);
        DatagramSocket socket = new DatagramSocket()) {
      InetAddress host = InetAddress.getLoopbackAddress();
      for (int round = 0; round < ROUNDS; round++) {
        byte[] bytes = bytes(random, 3000);
        if (round % 3 == 0) {
          bytes[0] = (byte) (0x40 | random.nextInt(9)); // version 1, confirmable, a token
        }
        socket.send(new DatagramPacket(bytes, bytes.length, host, gateway.coapPort));
      }
      assertWorks(gateway);
    }
  }

  @Test
  void oneBitTurnedIsAlwaysRefused() {
    Random random = new Random(SEED);
    Bytes right = KNOWN.says(1, 0).encoded();
    try (GatewayFixture gateway = GatewayFixture.start(folder).with(KNOWN)) {
      List<Future<Outcome>> outcomes = new ArrayList<>();
      for (int round = 0; round < 3000; round++) {
        byte[] octets = right.toArray();
        octets[random.nextInt(octets.length)] ^= (byte) (1 << random.nextInt(8));
        outcomes.add(send(gateway, Bytes.owning(octets)));
      }
      for (int round = 0; round < outcomes.size(); round++) {
        Outcome outcome = GatewayFixture.join(outcomes.get(round));
        assertEquals(Outcome.Refused.class, outcome.getClass(), "round " + round + ": " + outcome);
      }
      assertWorks(gateway);
    }
  }

  private static void assertWorks(GatewayFixture gateway) {
    assertEquals(new Outcome.Accepted(false, false), take(gateway, KNOWN.says(1, 0).encoded()));
  }

  private static Outcome take(GatewayFixture gateway, Bytes bytes) {
    return GatewayFixture.join(send(gateway, bytes));
  }

  private static Future<Outcome> send(GatewayFixture gateway, Bytes bytes) {
    return gateway.intake.take(new Arrival(bytes, "mqtt", "sender", Optional.empty()));
  }

  private static byte[] bytes(Random random, int sizeMax) {
    byte[] bytes = new byte[1 + random.nextInt(sizeMax)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static void drain(InputStream in) throws IOException {
    while (in.read() >= 0) {}
  }
}
