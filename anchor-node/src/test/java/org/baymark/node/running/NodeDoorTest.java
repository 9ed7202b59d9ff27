package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.node.Alliance;
import org.baymark.node.TestGateway;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What HTTP promises whoever comes to a node, and what nobody may do to the others. */
class NodeDoorTest {
  private static final int BODY = 8 << 20;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir Path folder;
  private RunningNode running;
  private NodeClient node;

  @BeforeEach
  void start() throws Exception {
    running = new RunningNode(folder, Duration.ofHours(1));
    node = running.client();
  }

  @AfterEach
  void stop() {
    running.close();
  }

  private HttpResponse<byte[]> call(String method, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(node.uri(path)).method(method, BodyPublishers.noBody()).build();
    return CLIENT.send(request, BodyHandlers.ofByteArray());
  }

  @Test
  void headIsAnsweredAsGetWithoutItsBody() throws Exception {
    for (String path :
        List.of(
            "/",
            "/checkpoint",
            "/tile/0/000.p/1",
            "/tile/entries/000.p/1",
            "/entries/0",
            "/entries/0/tlog-proof",
            "/explorer.css",
            "/entries/" + "00".repeat(32),
            "/nothing")) {
      HttpResponse<byte[]> get = call("GET", path);
      HttpResponse<byte[]> head = call("HEAD", path);
      assertEquals(get.statusCode(), head.statusCode(), path);
      assertEquals(0, head.body().length, path);
      for (String header : List.of("Content-Type", "Content-Length", "Cache-Control")) {
        assertEquals(
            get.headers().firstValue(header), head.headers().firstValue(header), path + header);
      }
      assertEquals(
          String.valueOf(get.body().length), get.headers().firstValue("Content-Length").orElse(""));
    }
  }

  @Test
  void anotherMethodIsToldThoseThatThereAre() throws Exception {
    for (String path :
        List.of(
            "/checkpoint",
            "/tile/0/000.p/1",
            "/entries/0",
            "/entries/" + "00".repeat(32),
            "/entries/" + "00".repeat(32) + "/statement",
            "/.well-known/scitt-keys/a")) {
      HttpResponse<byte[]> post = call("POST", path);
      assertEquals(405, post.statusCode(), path);
      assertEquals("GET, HEAD", post.headers().firstValue("Allow").orElse(""), path);
    }
    assertEquals("POST", call("GET", "/batches").headers().firstValue("Allow").orElse(""));
    assertEquals("POST", call("OPTIONS", "/entries").headers().firstValue("Allow").orElse(""));
  }

  @Test
  void anEscapeThatIsNoneIsTheFaultOfWhoAsks() throws Exception {
    for (String address :
        List.of(
            "/%", "/%zz", "/entries/1?%zz", "/consistency?from=%", "/entries/0/tlog-proof?a=%g1")) {
      try (Socket socket = new Socket("127.0.0.1", node.uri("/").getPort())) {
        socket.setSoTimeout(30_000);
        String head = "GET " + address + " HTTP/1.1\r\nHost: x\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        assertEquals("HTTP/1.1 400", told(socket), address);
      }
    }
  }

  /** What curl says of bytes where it is not told otherwise; web forms were taken apart. */
  @Test
  void bytesStayBytesWhateverTheirTypeIs() throws Exception {
    byte[] body = new byte[40_000];
    for (String type :
        List.of(
            "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain")) {
      HttpRequest request =
          HttpRequest.newBuilder(node.uri("/batches"))
              .header("Content-Type", type)
              .POST(BodyPublishers.ofByteArray(body))
              .build();
      HttpResponse<byte[]> answer = CLIENT.send(request, BodyHandlers.ofByteArray());
      assertEquals(400, answer.statusCode(), type);
      // The first byte is an item of its own.
      String told = new String(answer.body(), StandardCharsets.ISO_8859_1);
      assertTrue(told.contains("trailing-bytes"), type + ": " + told);
    }
  }

  private Socket begun(int size, byte[] part) throws IOException {
    Socket socket = new Socket("127.0.0.1", node.uri("/").getPort());
    socket.setSoTimeout(30_000);
    String head = "POST /batches HTTP/1.1\r\nHost: x\r\nContent-Length: " + size + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(part);
    return socket;
  }

  private static String told(Socket socket) throws IOException {
    byte[] first = socket.getInputStream().readNBytes(12);
    return new String(first, StandardCharsets.US_ASCII);
  }

  private void othersAreServed() {
    NodeClient.Answer answer = node.post("/batches", Bytes.ofHex("80"));
    assertEquals("wrong-shape", answer.title());
  }

  /** Nobody is shut out by what was announced and does not come. */
  @Test
  void announcedBodiesTakeNothing() throws Exception {
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        open.add(begun(BODY, new byte[2]));
      }
      othersAreServed();
    } finally {
      for (Socket each : open) {
        each.close();
      }
    }
  }

  /** What they may hold together is 64 MiB where there is memory as in this JVM, and less else. */
  @Test
  void whoeverSendsForLongestGoesAndOthersAreServed() throws Exception {
    long together = 64 << 20;
    List<Socket> open = new ArrayList<>();
    try {
      for (long sent = 0; sent <= together; sent += BODY - 1) {
        open.add(begun(BODY, new byte[BODY - 1]));
      }
      assertEquals("HTTP/1.1 503", told(open.get(0)));
      othersAreServed();
    } finally {
      for (Socket each : open) {
        each.close();
      }
    }
  }

  /** Many clients look for an answer only when they have sent all. */
  @Test
  void whoSendsTooMuchAndReadsThenFindsTheAnswer() throws Exception {
    for (int i = 0; i < 4; i++) {
      int size = BODY + 1 + i * 100_000;
      try (Socket socket = begun(size, new byte[size])) {
        assertEquals("HTTP/1.1 413", told(socket));
      }
    }
  }

  private long size() {
    return SignedCheckpoint.parse(node.get("/checkpoint").body())
        .toOptional()
        .map(note -> note.checkpoint().size())
        .orElse(0L);
  }

  /** Whoever is turned away before anything was waited for ends nothing that the node waits for. */
  @Test
  void aRefusalEndsNothingElse() throws Exception {
    Path other = folder.resolve("other");
    try (RunningNode closing = new RunningNode(other, Duration.ofMillis(200))) {
      node = closing.client();
      try (Socket socket = begun(BODY + 1, new byte[0])) {
        assertEquals("HTTP/1.1 413", told(socket));
      }
      TestGateway gateway = TestGateway.of("gateway");
      Bytes card =
          new Request.Register(Alliance.registration(gateway.name(), Kind.BATCH))
              .sign(gateway.key(), gateway.name(), 1)
              .encoded();
      String token = "Bearer " + RunningNode.TOKEN;
      long before = size();
      assertEquals(200, closing.operator().post("/gateways", token, card).status());
      RunningAlliance.await(
          "a head is closed over it", () -> Optional.of(size()).filter(size -> size > before));
    }
  }
}
