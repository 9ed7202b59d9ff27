package org.baymark.node;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cbor.CborFields;
import org.baymark.protocol.cbor.CborReader;

/** How commands ask nodes, of this member and of others: bounded in time and in bytes. */
final class NodeHttp {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(20);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  /** What came back. */
  record Answer(int status, Bytes body) {

    /** What RFC 9290 problem details say: title and detail. */
    String problem() {
      return Parsed.of(
              () -> {
                CborReader in = CborReader.open(body);
                CborFields fields = in.fields();
                fields.required(-1);
                String title = in.text(256);
                fields.required(-2);
                return title + ": " + in.text(4096);
              })
          .toOptional()
          .orElse("it does not say why");
    }
  }

  /** Empty if nobody answers there, or too much. */
  Optional<Answer> get(String url, int sizeMax) throws InterruptedException {
    try {
      return send(HttpRequest.newBuilder(URI.create(url)).GET(), sizeMax);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // no address of HTTP
    }
  }

  /** Asks as the operator of the node. */
  Optional<Answer> post(String url, String token, int sizeMax) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.noBody());
    return send(request, sizeMax);
  }

  private Optional<Answer> send(HttpRequest.Builder request, int sizeMax)
      throws InterruptedException {
    try {
      HttpResponse<InputStream> response =
          client.send(request.timeout(ANSWER).build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        byte[] octets = in.readNBytes(sizeMax + 1);
        return octets.length > sizeMax
            ? Optional.empty()
            : Optional.of(new Answer(response.statusCode(), Bytes.owning(octets)));
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
