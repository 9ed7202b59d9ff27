package org.baymark.gateway.alarm;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.baymark.gateway.runtime.Rounds;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.PostTable;
import org.baymark.gateway.store.PostTable.Post;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts what the register put into the queue, one after the other, until each was answered with
 * 2xx. Nothing waits for it; it follows no redirection and reads no answer. Who gets a body may get
 * it twice, with one number: an answer can be lost.
 */
public final class Webhook {
  private static final Logger log = LoggerFactory.getLogger(Webhook.class);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration WAIT_MAX = Duration.ofMinutes(10);
  private static final int CONNECT_MILLIS = 5_000;

  private final URI url;
  private final Optional<byte[]> secret;
  private final Database database;
  private final PostTable queue = new PostTable();
  private final DoubleSupplier chance;
  private final HttpClient client;
  private final Rounds rounds;
  private int failures; // belongs to the rounds
  private volatile Optional<String> trouble = Optional.empty();

  /**
   * @param secret signs each body; empty: nothing is signed
   * @param chance from 0 to 1: gateways do not come back at one moment
   */
  public Webhook(
      Vertx vertx, URI url, Optional<String> secret, Database database, DoubleSupplier chance) {
    this.url = url;
    this.secret = secret.map(it -> it.getBytes(StandardCharsets.UTF_8));
    this.database = database;
    this.chance = chance;
    HttpClientOptions options = new HttpClientOptions();
    options.setConnectTimeout(CONNECT_MILLIS).setIdleTimeout((int) ANSWER_MAX.toSeconds());
    options.setShared(false);
    this.client = vertx.createHttpClient(options);
    this.rounds = new Rounds("webhook", vertx, this::round);
  }

  /**
   * Drops what waits for a webhook that was taken out of the settings: one that is put in later
   * would be told of what is long over.
   */
  public static Future<Void> forget(Database database) {
    PostTable queue = new PostTable();
    return database
        .read(queue::count)
        .compose(
            waiting -> waiting == 0 ? Future.succeededFuture(0) : database.write(queue::dropAll))
        .onSuccess(Webhook::tellDropped)
        .mapEmpty();
  }

  private static void tellDropped(int dropped) {
    if (dropped > 0) {
      log.atWarn()
          .addKeyValue("dropped", dropped)
          .log("there is no alarmWebhook any more: what waited for it is dropped");
    }
  }

  public void start() {
    rounds.start();
  }

  /** A receiver that hangs does not hold this up. */
  public Future<Void> stop() {
    Future<Void> closed = client.close();
    return Future.join(rounds.stop(), closed).mapEmpty();
  }

  /** Why nothing gets there; empty while it does. */
  public Optional<String> trouble() {
    return trouble;
  }

  private Future<Optional<Duration>> round() {
    if (database.failure().isPresent()) {
      return Future.succeededFuture(Optional.of(LOOK));
    }
    return database
        .read(queue::next)
        .compose(
            next ->
                next.isEmpty()
                    ? Future.succeededFuture(Optional.of(LOOK))
                    : post(next.get()).compose(fault -> answered(next.get(), fault)));
  }

  private Future<Optional<Duration>> answered(Post post, Optional<String> fault) {
    if (fault.isEmpty()) {
      failures = 0;
      trouble = Optional.empty();
      return database.write(
          transaction -> {
            queue.posted(transaction, post.number());
            return Optional.of(Duration.ofMillis(1));
          });
    }
    if (failures == 0) {
      // Of the address its host alone: the rest may be what opens it.
      log.atWarn()
          .addKeyValue("host", url.getHost())
          .addKeyValue("why", fault.get())
          .log("the webhook does not take alarms; they are kept and sent again");
    }
    failures++;
    trouble = fault;
    return Future.succeededFuture(Optional.of(pause(failures, chance.getAsDouble())));
  }

  /** A second, then twice as long each time, to ten minutes; at least half of it. */
  static Duration pause(int failures, double chance) {
    long most = Math.min(WAIT_MAX.toMillis(), 1_000L << Math.min(failures - 1, 20));
    return Duration.ofMillis(most / 2 + (long) (chance * most / 2));
  }

  private Future<Optional<String>> post(Post post) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(url.toString())
            .setFollowRedirects(false);
    Buffer body = Buffer.buffer(post.body());
    return client
        .request(options)
        .compose(request -> send(request, post, body))
        .map(
            status ->
                status >= 200 && status < 300
                    ? Optional.<String>empty()
                    : Optional.of("it answers with status " + status))
        .otherwise(why -> Optional.of(String.valueOf(why.getMessage())));
  }

  private Future<Integer> send(HttpClientRequest request, Post post, Buffer body) {
    request.putHeader("Content-Type", "application/json");
    request.putHeader("Baymark-Delivery", Long.toString(post.number()));
    secret.ifPresent(it -> request.putHeader("Baymark-Signature", "sha256=" + hmac(it, body)));
    return request
        .send(body)
        .map(
            answer -> {
              int status = answer.statusCode();
              answer.exceptionHandler(cut -> {});
              request.connection().close(); // whatever it says more is not for us
              return status;
            })
        .timeout(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(late -> request.reset());
  }

  /** HMAC of RFC 2104 with SHA-256, in lower-case hex. */
  static String hmac(byte[] secret, Buffer body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body.getBytes()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java lacks HmacSHA256", e);
    }
  }
}
