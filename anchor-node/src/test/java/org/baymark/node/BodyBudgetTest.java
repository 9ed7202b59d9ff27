package org.baymark.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that are announced and do not come: they cannot take all the memory, nor keep it. */
class BodyBudgetTest {
  private static final int BODY = 8 << 20;
  private static final int BODIES = 8; // 64 MiB of them together

  @TempDir Path folder;

  /** Announces a body, and waits until the node has taken note of it. */
  private static Socket announce(int port) throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    String head = "POST /batches HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: ";
    byte[] octets = (head + BODY + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    socket.getOutputStream().write(octets);
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    assertEquals("HTTP/1.1 100 Continue", in.readLine());
    return socket;
  }

  @Test
  void whoComesBeyondTheBudgetIsToldToComeBack() throws Exception {
    try (RunningNode running = new RunningNode(folder, Duration.ofHours(1))) {
      NodeClient node = running.client();
      List<Socket> open = new ArrayList<>();
      for (int i = 0; i < BODIES; i++) {
        open.add(announce(node.uri("/").getPort()));
      }
      NodeClient.Answer busy = node.post("/batches", Bytes.ofHex("80"));
      assertEquals(503, busy.status());
      assertEquals("busy", busy.title());
      assertEquals(200, node.get("/healthz").status());
      for (Socket socket : open) {
        socket.close();
      }
      NodeClient.Answer after = busy;
      while (after.status() == 503) {
        after = node.post("/batches", Bytes.ofHex("80")); // until the node sees them gone
      }
      assertEquals(400, after.status());
      assertTrue(after.title().equals("wrong-shape"), after.title());
    }
  }
}
