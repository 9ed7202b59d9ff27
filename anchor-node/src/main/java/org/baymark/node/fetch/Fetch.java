package org.baymark.node.fetch;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.baymark.protocol.bytes.Bytes;

/** Asks questions over HTTP: each costs bounded time and memory, whatever the other side does. */
public final class Fetch {
  private final HttpClient client;
  private final Duration patience;

  /**
   * @param patience for the whole answer, from the first byte of the question to its last
   */
  public Fetch(Duration patience) {
    this(builder(patience).build(), patience);
  }

  /**
   * The same.
   *
   * @param tls says who is taken at the other end
   */
  public Fetch(Duration patience, SSLContext tls) {
    this(builder(patience).sslContext(tls).build(), patience);
  }

  private Fetch(HttpClient client, Duration patience) {
    this.client = client;
    this.patience = patience;
  }

  private static HttpClient.Builder builder(Duration patience) {
    return HttpClient.newBuilder()
        .connectTimeout(patience)
        .followRedirects(HttpClient.Redirect.NEVER)
        .version(HttpClient.Version.HTTP_1_1);
  }

  /** What came back, whole. */
  public record Answer(int status, Bytes body) {}

  /** Nothing that could be used came back; the message is a clause that says why. */
  public static final class FailedException extends Exception {
    private static final long serialVersionUID = 1L;

    public FailedException(String reason) {
      super(reason, null, false, false);
    }
  }

  /**
   * @param sizeMax of the answer's body, in bytes
   */
  public Answer send(HttpRequest.Builder question, int sizeMax)
      throws FailedException, InterruptedException {
    HttpRequest request = question.timeout(patience).build();
    CompletableFuture<HttpResponse<Bytes>> sent =
        client.sendAsync(request, head -> new Bounded(sizeMax));
    try {
      HttpResponse<Bytes> answer = sent.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(answer.statusCode(), answer.body());
    } catch (TimeoutException e) {
      throw new FailedException("it does not answer in time");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new FailedException("it cannot be asked: " + cause.getClass().getSimpleName());
    } finally {
      sent.cancel(true); // if it is not done: ends the exchange
    }
  }

  /** Keeps a small answer, and gives a large one up. */
  private static final class Bounded implements HttpResponse.BodySubscriber<Bytes> {
    private final int sizeMax;
    private final CompletableFuture<Bytes> body = new CompletableFuture<>();
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

    Bounded(int sizeMax) {
      this.sizeMax = sizeMax;
    }

    @Override
    public CompletionStage<Bytes> getBody() {
      return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription.complete(given);
      given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer buffer : buffers) {
        byte[] octets = new byte[Math.min(buffer.remaining(), sizeMax + 1 - read.size())];
        buffer.get(octets);
        read.writeBytes(octets);
      }
      if (read.size() > sizeMax) {
        subscription.join().cancel();
        body.completeExceptionally(new IllegalStateException("too much"));
      }
    }

    @Override
    public void onError(Throwable cause) {
      body.completeExceptionally(cause);
    }

    @Override
    public void onComplete() {
      body.complete(Bytes.owning(read.toByteArray()));
    }
  }
}
