package org.baymark.gateway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.baymark.gateway.config.HostPort;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.gateway.folder.GatewayFolder;
import org.baymark.gateway.folder.SmallFile;
import org.baymark.protocol.bytes.Bytes;

/** How the commands ask the running gateway, which is the only writer of its database. */
final class GatewayCaller {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final Duration ANSWER_MAX = Duration.ofMinutes(3);

  private final GatewayFolder folder;
  private final String address;
  private final String token;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_MAX)
          .build();

  GatewayCaller(GatewayFolder folder) {
    this.folder = folder;
    this.address = address(folder);
    this.token = folder.readToken();
  }

  private static String address(GatewayFolder folder) {
    HostPort http = folder.readConfig().http();
    if (http.port() != 0) {
      return "http://" + (http.isEverywhere() ? new HostPort("127.0.0.1", http.port()) : http);
    }
    if (!Files.exists(folder.address())) {
      throw CommandFailure.unreachable(
          "no gateway is running in "
              + folder.path()
              + "; start it with 'baymark gateway run --dir "
              + folder.path()
              + "'");
    }
    return SmallFile.text(folder.address()).strip();
  }

  JsonNode get(String path) {
    return json(send(request(path).GET().build()));
  }

  Bytes getBytes(String path) {
    return send(request(path).GET().build());
  }

  /**
   * What was asked for.
   *
   * @param note what the gateway has to say about it
   */
  record Noted(Bytes body, Optional<String> note) {}

  Noted getNoted(String path) {
    HttpResponse<byte[]> answer = answer(request(path).GET().build());
    return new Noted(Bytes.owning(answer.body()), answer.headers().firstValue("Baymark-Note"));
  }

  JsonNode post(String path, JsonNode body) {
    return json(
        send(
            request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build()));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path))
        .timeout(ANSWER_MAX)
        .header("Authorization", "Bearer " + token);
  }

  private Bytes send(HttpRequest request) {
    return Bytes.owning(answer(request).body());
  }

  private HttpResponse<byte[]> answer(HttpRequest request) {
    try {
      HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
      if (answer.statusCode() / 100 != 2) {
        throw CommandFailure.failed(error(answer.statusCode(), Bytes.owning(answer.body())));
      }
      return answer;
    } catch (IOException e) {
      throw CommandFailure.unreachable(
          "the gateway does not answer at "
              + address
              + "; start it with 'baymark gateway run --dir "
              + folder.path()
              + "', or look into "
              + folder.logs());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("interrupted while the gateway was asked");
    }
  }

  private String error(int status, Bytes body) {
    try {
      String error = JSON.readTree(body.utf8()).path("error").asText();
      if (!error.isEmpty()) {
        return "the gateway says: " + error;
      }
    } catch (JsonProcessingException e) {
      // Then it was no gateway that answered; said below.
    }
    return "what answers at " + address + " is no gateway (status " + status + ")";
  }

  private JsonNode json(Bytes body) {
    try {
      return JSON.readTree(body.utf8());
    } catch (JsonProcessingException e) {
      throw CommandFailure.failed("what answers at " + address + " is no gateway");
    }
  }
}
