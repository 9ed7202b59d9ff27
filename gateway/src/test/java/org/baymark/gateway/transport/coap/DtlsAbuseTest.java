package org.baymark.gateway.transport.coap;

import static org.baymark.gateway.transport.Wrong.KNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What anybody can throw at a door that speaks DTLS. */
class DtlsAbuseTest {
  private static final long SEED = 20261129;

  @TempDir Path folder;
  private DtlsFixture house;

  @BeforeEach
  void start() {
    house = DtlsFixture.withKeys(folder);
    house.gateway.with(KNOWN);
  }

  @AfterEach
  void stop() {
    house.close();
  }

  private void assertWorks() {
    try (DtlsSender sender =
        DtlsSender.withSharedKey(house.port(), DtlsFixture.IDENTITY, DtlsFixture.KEY)) {
      assertEquals(Optional.of("2.04"), sender.post(KNOWN.says(1, 0).encoded()));
    }
  }

  private void send(DatagramSocket from, Bytes bytes) throws IOException {
    InetAddress host = InetAddress.getLoopbackAddress();
    from.send(new DatagramPacket(bytes.toArray(), bytes.size(), host, house.port()));
  }

  private static Bytes answer(DatagramSocket at) throws IOException {
    byte[] buffer = new byte[2_000];
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    at.setSoTimeout(30_000);
    at.receive(packet);
    return Bytes.of(Arrays.copyOf(buffer, packet.getLength()));
  }

  /** A ClientHello of DTLS 1.2 (RFC 6347, section 4.2.1) that offers PSK with AES-128-CCM-8. */
  private static Bytes hello(int sequence, Bytes random, Bytes cookie) {
    Bytes body =
        Bytes.ofHex("fefd")
            .concat(random)
            .concat(Bytes.ofHex("00" + "%02x".formatted(cookie.size())))
            .concat(cookie)
            .concat(Bytes.ofHex("0002" + "c0a8" + "0100"));
    String size = "%06x".formatted(body.size());
    Bytes message =
        Bytes.ofHex("01" + size + "%04x".formatted(sequence) + "000000" + size).concat(body);
    String head = "16fefd" + "0000" + "%012x".formatted(sequence);
    return Bytes.ofHex(head + "%04x".formatted(message.size())).concat(message);
  }

  private static Bytes random(Random source, int size) {
    byte[] bytes = new byte[size];
    source.nextBytes(bytes);
    return Bytes.owning(bytes);
  }

  @Test
  void randomDatagramsDisturbNobody() throws IOException {
    Random random = new Random(SEED);
    try (DatagramSocket socket = new DatagramSocket()) {
      for (int round = 0; round < 600; round++) {
        Bytes bytes = random(random, 1 + random.nextInt(1_400));
        String head = round % 3 == 0 ? "16fefd0000" : round % 3 == 1 ? "17fefd0001" : "19fefd0001";
        send(socket, Bytes.ofHex(head).concat(bytes));
        send(socket, bytes);
      }
    }
    assertWorks();
  }

  /** Nothing is kept of who has not shown that it is where it says: the door has few seats. */
  @Test
  void aFloodOfHellosWithoutACookieTakesNoSeat() throws IOException {
    Random random = new Random(SEED);
    List<DatagramSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 10 * DtlsFixture.SESSIONS_MAX; i++) {
        sockets.add(new DatagramSocket());
      }
      for (int round = 0; round < 5_000; round++) {
        DatagramSocket from = sockets.get(random.nextInt(sockets.size()));
        send(from, hello(0, random(random, 32), random(random, round % 2 == 0 ? 0 : 32)));
      }
      Bytes told = answer(sockets.get(0));
      assertEquals(3, told.at(13)); // a HelloVerifyRequest
      assertTrue(told.size() < hello(0, random(random, 32), Bytes.EMPTY).size(), "it amplifies");
      assertWorks();
    } finally {
      sockets.forEach(DatagramSocket::close);
    }
  }

  /** Who is where it says takes a seat, and those are bounded: nobody else is answered then. */
  @Test
  void thereAreSoManySeatsAndNoMore() throws IOException {
    Random random = new Random(SEED);
    int answered = 0;
    for (int i = 0; i < DtlsFixture.SESSIONS_MAX + 4; i++) {
      try (DatagramSocket socket = new DatagramSocket()) {
        Bytes own = random(random, 32);
        send(socket, hello(0, own, Bytes.EMPTY));
        Bytes told = answer(socket);
        int size = told.at(13 + 12 + 2) & 0xff;
        Bytes cookie = told.slice(13 + 12 + 3, 13 + 12 + 3 + size);
        send(socket, hello(1, own, cookie));
        answered += isAnswered(socket, i < DtlsFixture.SESSIONS_MAX ? 30_000 : 1_500) ? 1 : 0;
      }
    }
    assertEquals(DtlsFixture.SESSIONS_MAX, answered);
  }

  private static boolean isAnswered(DatagramSocket socket, int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      byte[] buffer = new byte[2_000];
      socket.receive(new DatagramPacket(buffer, buffer.length));
      return buffer[13] == 2; // a ServerHello
    } catch (SocketTimeoutException e) {
      return false;
    }
  }
}
