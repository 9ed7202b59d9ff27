package org.baymark.gateway.transport.mqtt;

import static org.baymark.gateway.transport.Wrong.KNOWN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.baymark.gateway.GatewayFixture;
import org.baymark.gateway.GatewayFixture.Doors;
import org.baymark.gateway.TestAuthority;
import org.baymark.gateway.TestAuthority.Issued;
import org.baymark.gateway.access.TlsFiles;
import org.baymark.gateway.transport.mqtt.MqttDoor.Demand;
import org.baymark.protocol.bytes.Bytes;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MQTT in WebSocket frames, with two clients that others wrote. */
class MqttWebSocketTest {
  private static final Bytes CONNECT =
      Bytes.ofHex("100e" + "00044d515454" + "04" + "02" + "0000" + "0002" + "6161");

  @TempDir Path folder;
  @TempDir Path certificates;
  private GatewayFixture gateway;
  private int plain;
  private int secure;

  @BeforeEach
  void start() {
    Issued own = TestAuthority.in(certificates, "authority").issue("gateway", 20);
    Doors doors =
        new Doors(
            List.of(
                Doors.door(false, false, Demand.NOTHING),
                Doors.door(false, true, Demand.NOTHING),
                Doors.door(true, true, Demand.NOTHING)),
            Optional.of(new TlsFiles(own.certificate(), own.key(), Optional.empty())),
            Optional.empty());
    gateway = GatewayFixture.withDoors(folder, doors).with(KNOWN);
    plain = gateway.mqttPorts.get(1);
    secure = gateway.mqttPorts.get(2);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void pahoDeliversOverWebSocketWithAndWithoutTls() throws Exception {
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setSocketFactory(tls.getSocketFactory());
    options.setHttpsHostnameVerificationEnabled(false);
    deliver("ws://127.0.0.1:" + plain + "/mqtt", new MqttConnectionOptions(), 0);
    deliver("wss://127.0.0.1:" + secure + "/mqtt", options, 1);
    assertEquals(2, gateway.stored().size());
  }

  private static void deliver(String address, MqttConnectionOptions options, long seq)
      throws MqttException {
    MqttAsyncClient client = new MqttAsyncClient(address, "paho-" + seq, new MemoryPersistence());
    client.connect(options).waitForCompletion(30_000);
    byte[] right = KNOWN.says(1, seq).encoded().toArray();
    IMqttToken stored = client.publish(KNOWN.topic(), new MqttMessage(right, 1, false, null));
    stored.waitForCompletion(30_000);
    assertArrayEquals(new int[] {0}, stored.getReasonCodes());
    byte[] large =
        new byte[30_000]; // more than a frame of 125 bytes can hold, or one of 16 bits' half
    IMqttToken refused = client.publish(KNOWN.topic(), new MqttMessage(large, 1, false, null));
    refused.waitForCompletion(30_000);
    assertArrayEquals(new int[] {0x99}, refused.getReasonCodes());
    client.disconnect().waitForCompletion(30_000);
    client.close();
  }

  /** What came, packet by packet as it was framed; the last is how the connection ended. */
  private static final class Ear implements WebSocket.Listener {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream frame = new ByteArrayOutputStream();

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      byte[] octets = new byte[data.remaining()];
      data.get(octets);
      frame.writeBytes(octets);
      if (last) {
        heard.add(Bytes.owning(frame.toByteArray()).hex());
        frame.reset();
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      heard.add("closed " + code);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      heard.add("closed");
    }

    String next() {
      try {
        return String.valueOf(heard.poll(30, TimeUnit.SECONDS));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private WebSocket open(String path, Ear ear, String... subprotocols) {
    WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
    if (subprotocols.length > 0) {
      builder.subprotocols(subprotocols[0]);
    }
    return builder.buildAsync(URI.create("ws://127.0.0.1:" + plain + path), ear).join();
  }

  private static void send(WebSocket socket, Bytes bytes, boolean last) {
    socket.sendBinary(ByteBuffer.wrap(bytes.toArray()), last).join();
  }

  @Test
  void bordersOfFramesMeanNothing() {
    Ear ear = new Ear();
    WebSocket socket = open("/mqtt", ear, "mqtt");
    assertEquals("mqtt", socket.getSubprotocol());
    send(socket, CONNECT.slice(0, 1), false); // one message in three frames
    send(socket, CONNECT.slice(1, 5), false);
    send(socket, CONNECT.slice(5, CONNECT.size()), true);
    assertEquals("20020000", ear.next());
    Bytes ping = Bytes.ofHex("c000");
    send(socket, ping.concat(ping).concat(ping.slice(0, 1)), true); // two packets and a half
    assertEquals("d000", ear.next());
    assertEquals("d000", ear.next());
    send(socket, ping.slice(1, 2), true);
    assertEquals("d000", ear.next());
    socket.sendPing(ByteBuffer.wrap(new byte[] {1})).join();
    send(socket, Bytes.ofHex("e000"), true);
    assertEquals("closed 1000", ear.next());
  }

  @Test
  void textEndsTheConnection() {
    Ear ear = new Ear();
    WebSocket socket = open("/mqtt", ear, "mqtt");
    send(socket, CONNECT, true);
    assertEquals("20020000", ear.next());
    socket.sendText("hello", true).join();
    assertTrue(ear.next().startsWith("closed"));
    assertEquals(Map.of("mqtt-protocol-error", 1L), gateway.counters.snapshot().turnedAway());
  }

  @Test
  void aFrameAboveTheLimitEndsTheConnection() {
    Ear ear = new Ear();
    WebSocket socket = open("/mqtt", ear, "mqtt");
    send(socket, CONNECT, true);
    assertEquals("20020000", ear.next());
    socket.sendBinary(ByteBuffer.allocate(100_000), true);
    assertTrue(ear.next().startsWith("closed"));
  }

  @Test
  void whatIsNoMqttOverWebSocketIsRefused() throws Exception {
    assertRefused(404, "/other", "mqtt");
    assertRefused(400, "/mqtt", "chat");
    assertRefused(400, "/mqtt");
    HttpRequest page =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + plain + "/mqtt")).build();
    assertEquals(426, HttpClient.newHttpClient().send(page, BodyHandlers.ofString()).statusCode());
    assertEquals(Map.of("mqtt-websocket", 4L), gateway.counters.snapshot().turnedAway());
  }

  private void assertRefused(int status, String path, String... subprotocols) {
    var refused =
        assertThrows(CompletionException.class, () -> open(path, new Ear(), subprotocols));
    assertEquals(status, status(refused));
  }

  private static int status(CompletionException refused) {
    return refused.getCause() instanceof WebSocketHandshakeException why
        ? why.getResponse().statusCode()
        : 0;
  }

  @Test
  void aPageOfAnotherOriginGetsNoDoorThatAsksForNothing() {
    for (String origin : List.of("https://evil.example", "null")) {
      var refused =
          assertThrows(
              CompletionException.class,
              () ->
                  HttpClient.newHttpClient()
                      .newWebSocketBuilder()
                      .header("Origin", origin)
                      .subprotocols("mqtt")
                      .buildAsync(URI.create("ws://127.0.0.1:" + plain + "/mqtt"), new Ear())
                      .join());
      assertEquals(403, status(refused));
    }
    long before = gateway.counters.snapshot().turnedAway().getOrDefault("mqtt-websocket", 0L);
    assertEquals(2, before);
    HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .header("Origin", "http://127.0.0.1:" + plain)
        .subprotocols("mqtt")
        .buildAsync(URI.create("ws://127.0.0.1:" + plain + "/mqtt"), new Ear())
        .join()
        .abort();
  }

  /** What a browser asks whose page came from evil.example, which now leads to 127.0.0.1. */
  private int asked(int port, String... headers) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(30_000);
      String request =
          "GET /mqtt HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
              + "Sec-WebSocket-Protocol: mqtt\r\n"
              + String.join("\r\n", headers)
              + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      return Integer.parseInt(String.valueOf(in.readLine()).split(" ")[1]);
    }
  }

  @Test
  void aNameThatLeadsHereIsNoOriginOfThisMachine() throws Exception {
    String port = ":" + plain;
    for (String evil :
        List.of("evil.example", "127.0.0.1.evil.example", "localhost.evil", "10.0.0.9")) {
      assertEquals(
          403, asked(plain, "Host: " + evil + port, "Origin: http://" + evil + port), evil);
    }
    String here = "127.0.0.1" + port;
    assertEquals(403, asked(plain, "Host: evil.example" + port, "Origin: http://" + here));
    assertEquals(403, asked(plain, "Host: " + here, "Origin: http://evil.example"));
    assertEquals(403, asked(plain, "Host: " + here, "Origin: http://127.0.0.1:3000"));
    assertEquals(403, asked(plain, "Host: " + here, "Origin: "));
    assertEquals(403, asked(plain, "Host: evil", "Host: " + here, "Origin: http://evil"));
    assertEquals(403, asked(plain, "Host: " + here, "Origin: http://" + here, "Origin: http://x"));
    assertEquals(403, asked(plain, "Origin: http://" + here));
    for (String own : List.of("127.0.0.1", "localhost", "[::1]")) {
      assertEquals(101, asked(plain, "Host: " + own + port, "Origin: http://" + own + port), own);
    }
    assertEquals(101, asked(plain, "Host: gateway" + port)); // no browser
  }
}
