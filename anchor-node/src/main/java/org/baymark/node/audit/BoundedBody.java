package org.baymark.node.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.baymark.protocol.bytes.Bytes;

/**
 * Keeps an answer of a size that was to be expected, and gives up a larger one. The node has one
 * like it; an auditor does not rest on the node's code.
 */
final class BoundedBody implements HttpResponse.BodySubscriber<Bytes> {
  /** There is more. */
  static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private final int sizeMax;
  private final CompletableFuture<Bytes> body = new CompletableFuture<>();
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();
  private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

  BoundedBody(int sizeMax) {
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
      body.completeExceptionally(new TooLargeException());
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
