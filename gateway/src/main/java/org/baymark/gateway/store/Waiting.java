package org.baymark.gateway.store;

import io.vertx.core.Future;
import java.util.concurrent.CompletionException;

/** For a thread of one's own that may block: what the store's futures come to. */
public final class Waiting {
  private Waiting() {}

  /**
   * The result of {@code future}.
   *
   * @throws StoreException with the sentence of what it failed with
   */
  public static <T> T on(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      Throwable why = e.getCause() == null ? e : e.getCause();
      throw new StoreException(String.valueOf(why.getMessage()), why);
    }
  }
}
