package org.baymark.sim.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.log.LogReceipt;

/** What the measurement asks of one member's node, over HTTP. The calls block. */
final class MemberDoor {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration BETWEEN = Duration.ofMillis(50);
  private static final int OK = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI url;

  MemberDoor(URI url) {
    this.url = url;
  }

  /** Hands in a batch until it is taken; gives the index of its header in the log. */
  long file(Bytes batch) throws IOException, InterruptedException {
    long end = System.nanoTime() + 3 * PATIENCE.toNanos();
    String last = "no answer";
    while (System.nanoTime() - end < 0) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(url.resolve("/batches"))
              .timeout(PATIENCE)
              .header("Content-Type", "application/cbor")
              .POST(HttpRequest.BodyPublishers.ofByteArray(batch.toArray()));
      try {
        HttpResponse<byte[]> answer =
            client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() == OK) {
          return LogReceipt.parse(Bytes.owning(answer.body()))
              .toOptional()
              .orElseThrow(() -> new IOException("no receipt came back"))
              .index();
        }
        last = "status " + answer.statusCode() + " " + Bytes.owning(answer.body()).hex();
      } catch (IOException e) {
        last = String.valueOf(e.getMessage());
      }
      Thread.sleep(BETWEEN.toMillis());
    }
    throw new IOException(url + "/batches did not take what was handed in: " + last);
  }

  /** How many entries the last certified head covers; empty where there is none, or no answer. */
  OptionalLong certified() throws InterruptedException {
    try {
      HttpResponse<String> answer = get("/checkpoint");
      return answer.statusCode() == OK
          ? OptionalLong.of(Long.parseLong(answer.body().split("\n", 3)[1]))
          : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** How many entries its log has, certified or not; 0 where there is no answer. */
  long size() throws InterruptedException {
    try {
      return JSON.readTree(get("/status").body()).path("size").asLong();
    } catch (IOException e) {
      return 0;
    }
  }

  /** Whether the others follow this one in what comes after what. */
  boolean leads() throws InterruptedException {
    try {
      JsonNode health = JSON.readTree(get("/healthz").body());
      return health.path("leads").asBoolean();
    } catch (IOException e) {
      return false;
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(url.resolve(path)).timeout(PATIENCE).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }
}
