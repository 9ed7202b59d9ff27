package org.baymark.node.audit;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.baymark.protocol.bytes.Bytes;

/** One who serves something over HTTP. Whatever it does costs bounded time and memory. */
final class Site {
  private static final int NONE = 404;
  private static final int BUSY = 503;
  private static final int ATTEMPTS = 4;
  private static final int PAUSE_MILLIS = 500;

  private final HttpClient client;
  private final String url;
  private final Duration patience;

  /**
   * @param patience for a whole answer
   * @throws IllegalArgumentException if this is no URL of HTTP
   */
  Site(String url, Duration patience) {
    if (!isOfHttp(url)) {
      throw new IllegalArgumentException(url + " does not begin with http:// or https://");
    }
    this.url = trim(url);
    this.patience = patience;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(patience)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  private static boolean isOfHttp(String url) {
    String scheme = String.valueOf(URI.create(url).getScheme());
    return scheme.equals("http") || scheme.equals("https");
  }

  /** Whether this is a URL of HTTP. */
  static boolean canBeAsked(String url) {
    try {
      return isOfHttp(url);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The same place has one name: what is asked for begins with a slash. */
  static String trim(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  String url() {
    return url;
  }

  /** What stands at {@code path}: at most {@code sizeMax} bytes. Asks again while it is busy. */
  Bytes get(String path, int sizeMax) throws SilentException, InterruptedException {
    return find(path, sizeMax)
        .orElseThrow(() -> new SilentException("it answers " + NONE + " for " + path));
  }

  /** The same of what need not be there. */
  Optional<Bytes> find(String path, int sizeMax) throws SilentException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      HttpResponse<Bytes> answer = ask(path, sizeMax);
      if (answer.statusCode() == 200) {
        return Optional.of(answer.body());
      }
      if (answer.statusCode() == NONE) {
        return Optional.empty();
      }
      if (answer.statusCode() != BUSY || attempt == ATTEMPTS) {
        throw new SilentException("it answers " + answer.statusCode() + " for " + path);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private HttpResponse<Bytes> ask(String path, int sizeMax)
      throws SilentException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path)).timeout(patience).GET().build();
    CompletableFuture<HttpResponse<Bytes>> sent =
        client.sendAsync(request, head -> new BoundedBody(sizeMax));
    try {
      return sent.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new SilentException("it does not answer in time for " + path);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new SilentException(
          "it cannot be asked for " + path + ": " + NoAnswer.why(request.uri(), cause));
    } finally {
      sent.cancel(true); // if it is not done: ends the exchange
    }
  }
}
