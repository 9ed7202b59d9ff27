package org.baymark.node.fetch;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cbor.CborFields;
import org.baymark.protocol.cbor.CborReader;

/** How nodes are asked, of this member and of others: bounded in time and in bytes. */
public final class NodeHttp {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Fetch fetch;

  public NodeHttp() {
    this.fetch = new Fetch(PATIENCE);
  }

  /**
   * @param tls says who is taken at the other end
   */
  public NodeHttp(SSLContext tls) {
    this.fetch = new Fetch(PATIENCE, tls);
  }

  /** What came back. */
  public record Answer(int status, Bytes body) {

    /** What RFC 9290 problem details say: title and detail. */
    public String problem() {
      return problemText().orElse("it does not say why");
    }

    /** The sentence for a person, where the problem is the one of this title. */
    public Optional<String> detail(String title) {
      String begin = title + ": ";
      return problemText()
          .filter(text -> status == 409 && text.startsWith(begin))
          .map(text -> text.substring(begin.length()));
    }

    /** Whether it may do it in a moment: not where its member left the alliance. */
    public boolean isUnavailable() {
      return status == 503 && !problem().startsWith("left: ");
    }

    private Optional<String> problemText() {
      return Parsed.of(
              () -> {
                CborReader in = CborReader.open(body);
                CborFields fields = in.fields();
                fields.required(-1);
                String title = in.text(256);
                fields.required(-2);
                return title + ": " + in.text(4096);
              })
          .toOptional();
    }
  }

  /** Empty if nobody answers there, or too much. */
  public Optional<Answer> get(String url, int sizeMax) throws InterruptedException {
    try {
      return send(HttpRequest.newBuilder(URI.create(url)).GET(), sizeMax);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // no address of HTTP
    }
  }

  /**
   * Asks as the operator of the node.
   *
   * @param body CBOR; may be empty
   */
  public Optional<Answer> post(String url, String token, Bytes body, int sizeMax)
      throws InterruptedException {
    return send(body(url, body).header("Authorization", "Bearer " + token), sizeMax);
  }

  /** Hands in what is signed: whoever may say it needs no token. */
  public Optional<Answer> post(String url, Bytes body, int sizeMax) throws InterruptedException {
    return send(body(url, body), sizeMax);
  }

  private static HttpRequest.Builder body(String url, Bytes body) {
    return HttpRequest.newBuilder(URI.create(url))
        .header("Content-Type", "application/cbor")
        .POST(HttpRequest.BodyPublishers.ofByteArray(body.toArray()));
  }

  private Optional<Answer> send(HttpRequest.Builder request, int sizeMax)
      throws InterruptedException {
    try {
      Fetch.Answer answer = fetch.send(request, sizeMax);
      return Optional.of(new Answer(answer.status(), answer.body()));
    } catch (Fetch.FailedException e) {
      return Optional.empty();
    }
  }
}
