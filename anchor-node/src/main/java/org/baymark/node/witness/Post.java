package org.baymark.node.witness;

import java.io.ByteArrayOutputStream;
import java.net.URI;
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
import org.baymark.protocol.bytes.Bytes;

/** One question over HTTP to somebody who may be slow, or never stop talking. */
final class Post {
  private static final int ANSWER_MAX = 16_384;

  private final HttpClient client;
  private final Duration patience;

  /**
   * @param patience for the whole answer, from the first byte of the question to its last
   */
  Post(Duration patience) {
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(patience)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    this.patience = patience;
  }

  record Answer(int status, Bytes body) {}

  static final class FailedException extends Exception {
    private static final long serialVersionUID = 1L;

    FailedException(String reason) {
      super(reason, null, false, false);
    }
  }

  Answer send(URI to, String body) throws FailedException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(to)
            .timeout(patience)
            .header("Content-Type", "text/plain; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    CompletableFuture<HttpResponse<Bytes>> sent = client.sendAsync(request, head -> new Bounded());
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
    private final CompletableFuture<Bytes> body = new CompletableFuture<>();
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

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
        byte[] octets = new byte[Math.min(buffer.remaining(), ANSWER_MAX + 1 - read.size())];
        buffer.get(octets);
        read.writeBytes(octets);
      }
      if (read.size() > ANSWER_MAX) {
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
