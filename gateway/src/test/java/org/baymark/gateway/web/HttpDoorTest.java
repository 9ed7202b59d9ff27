package org.baymark.gateway.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.baymark.gateway.TestDevice;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What HTTP promises whoever comes, and what nobody may do to the others. */
class HttpDoorTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final TestDevice DEVICE = TestDevice.named("a", Suite.EDDSA);

  @TempDir Path folder;
  private WebFixture fixture;

  @BeforeEach
  void start() {
    fixture = new WebFixture(folder);
    fixture.gateway.with(DEVICE);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + fixture.port + path));
  }

  private HttpResponse<String> call(String method, String path)
      throws IOException, InterruptedException {
    HttpRequest request = to(path).method(method, BodyPublishers.noBody()).build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  @Test
  void headIsAnsweredAsGetWithoutItsBody() throws IOException, InterruptedException {
    for (String path : List.of("/healthz", "/readyz", "/", "/openapi.yaml", "/status?x=1")) {
      HttpResponse<String> get = call("GET", path);
      HttpResponse<String> head = call("HEAD", path);
      assertEquals(get.statusCode(), head.statusCode(), path);
      assertEquals(
          get.headers().firstValue("Content-Type"), head.headers().firstValue("Content-Type"));
      assertEquals("", head.body(), path);
    }
  }

  @Test
  void anotherMethodIsToldThoseThatThereAre() throws IOException, InterruptedException {
    HttpResponse<String> post = call("POST", "/healthz");
    assertEquals(405, post.statusCode());
    assertEquals("GET, HEAD", post.headers().firstValue("Allow").orElse(""));
    assertEquals(405, call("DELETE", "/statements").statusCode());
    assertEquals(401, call("GET", "/statements").statusCode());
    assertEquals(401, call("GET", "/nothing/here").statusCode());
  }

  /** What curl says of bytes where it is not told otherwise. */
  @Test
  void bytesStayBytesWhateverTheirTypeIs() throws IOException, InterruptedException {
    byte[] form = "%".repeat(20_000).getBytes(StandardCharsets.US_ASCII);
    HttpResponse<String> answer =
        CLIENT.send(
            to("/statements")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofByteArray(form))
                .build(),
            BodyHandlers.ofString());
    assertEquals(415, answer.statusCode(), answer.body());
    HttpResponse<String> json =
        CLIENT.send(
            to("/devices/suspend")
                .header("Authorization", "bEARER " + WebFixture.TOKEN)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("{\"name\":\"" + DEVICE.name() + "\"}"))
                .build(),
            BodyHandlers.ofString());
    assertEquals(200, json.statusCode(), json.body());
  }

  private Socket half(int bytes) throws IOException {
    Socket socket = new Socket("127.0.0.1", fixture.port);
    socket.setSoTimeout(20_000);
    socket
        .getOutputStream()
        .write(
            ("POST /statements HTTP/1.1\r\nHost: a\r\nContent-Type: application/cose\r\n"
                    + "Content-Length: "
                    + (bytes + 1)
                    + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(new byte[bytes]);
    return socket;
  }

  /** The fixture lets all of them hold two megabytes. */
  @Test
  void whoeverSendsForLongestGoesAndOthersAreServed() throws IOException, InterruptedException {
    List<Socket> halves = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        halves.add(half(1_000_000));
        assertTrue(fixture.bodies.held() <= 2 << 20);
        HttpResponse<String> said =
            CLIENT.send(
                to("/statements")
                    .header("Content-Type", "application/cose")
                    .POST(BodyPublishers.ofByteArray(DEVICE.says(1, i).encoded().toArray()))
                    .build(),
                BodyHandlers.ofString());
        assertEquals(200, said.statusCode(), said.body());
      }
      InputStream first = halves.get(0).getInputStream();
      String told = new String(first.readAllBytes(), StandardCharsets.US_ASCII);
      assertTrue(told.startsWith("HTTP/1.1 503 "), told);
      assertTrue(told.contains("come again"), told);
    } finally {
      for (Socket each : halves) {
        each.close();
      }
    }
  }

  @Test
  void aBodyThatSaysThatItIsTooLargeIsNotRead() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", fixture.port)) {
      socket
          .getOutputStream()
          .write(
              "POST /statements HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      socket.setSoTimeout(20_000);
      String told = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertTrue(told.startsWith("HTTP/1.1 413 "), told);
    }
  }

  /** Many clients look for an answer only when they have sent all. */
  @Test
  void whoSendsTooMuchAndReadsThenFindsTheAnswer() throws IOException {
    for (int i = 0; i < 8; i++) {
      int size = 3_000_000 + i * 100_000;
      try (Socket socket = new Socket("127.0.0.1", fixture.port)) {
        socket.setSoTimeout(20_000);
        socket
            .getOutputStream()
            .write(
                ("POST /statements HTTP/1.1\r\nHost: a\r\nContent-Type: application/cose\r\n"
                        + "Content-Length: "
                        + size
                        + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(new byte[size]);
        // Of the same connection, which is no worse for it.
        socket
            .getOutputStream()
            .write(
                "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
        String told = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertTrue(told.startsWith("HTTP/1.1 413 "), told);
        assertTrue(told.contains("HTTP/1.1 200 "), told);
      }
    }
  }
}
