package org.baymark.node.peer;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.baymark.node.pin.OwnKey;
import org.baymark.node.pin.PinnedTrust;
import org.baymark.node.pin.Pins;
import org.baymark.node.sequence.BusyException;
import org.baymark.node.sequence.Piece;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.registration.Member;

/**
 * Asks other members. What one of them answers, or does not, costs this one bounded memory and
 * time.
 */
public final class PeerClient {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int ANSWER_MILLIS = 10_000;
  private static final int WAITING_MAX = 64;

  private final HttpClient client;

  /** Takes nobody at the address of a member but that member. */
  public PeerClient(Vertx vertx, OwnKey key, Pins pins) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setSsl(true)
            .setKeyCertOptions(KeyCertOptions.wrap(key))
            .setTrustOptions(
                TrustOptions.wrap(new PinnedTrust(pins, member -> member.addresses().peer())))
            .setVerifyHost(false) // the certificate is known by its digest
            .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
            .setConnectTimeout(CONNECT_MILLIS)
            .setIdleTimeout(ANSWER_MILLIS)
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    this.client =
        vertx.createHttpClient(
            options, new PoolOptions().setHttp1MaxSize(4).setMaxWaitQueueSize(WAITING_MAX));
  }

  public Future<Void> command(Member to, Bytes command) {
    return ask(to, HttpMethod.POST, PeerServer.COMMAND, command, 0).mapEmpty();
  }

  public Future<Void> yieldLead(Member to) {
    return ask(to, HttpMethod.POST, PeerServer.YIELD, Bytes.EMPTY, 0).mapEmpty();
  }

  public Future<Void> vote(Member to, Bytes message) {
    return ask(to, HttpMethod.POST, PeerServer.VOTE, message, 0).mapEmpty();
  }

  public Future<Piece> log(Member to, long first) {
    return ask(to, HttpMethod.GET, PeerServer.LOG_PATH + first, Bytes.EMPTY, PieceForm.SIZE_MAX)
        .map(
            body ->
                PieceForm.parse(body)
                    .match(
                        piece -> piece,
                        refused -> {
                          throw new IllegalArgumentException("no piece: " + refused.text());
                        }));
  }

  private Future<Bytes> ask(Member to, HttpMethod method, String path, Bytes body, int answerMax) {
    Optional<Address> known = Address.parse(to.addresses().peer());
    if (known.isEmpty()) {
      return Future.failedFuture(to.addresses().peer() + " is no address");
    }
    Address address = known.get();
    RequestOptions options =
        new RequestOptions()
            .setMethod(method)
            .setHost(address.host())
            .setPort(address.port())
            .setURI(path)
            .setTimeout(ANSWER_MILLIS);
    return client
        .request(options)
        .compose(
            request ->
                request
                    .send(Buffer.buffer(body.unsafeArray()))
                    .compose(response -> answer(response, answerMax))
                    .timeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
                    .onFailure(failed -> request.reset()))
        .recover(failed -> Future.failedFuture(PeerRefusal.of(failed)));
  }

  private static Future<Bytes> answer(HttpClientResponse response, int sizeMax) {
    if (response.statusCode() == 200) {
      return Body.read(response, sizeMax);
    }
    response.exceptionHandler(
        unread -> {}); // its body is not read: the request is reset, which is no fault to log
    return Future.failedFuture(
        response.statusCode() == 503
            ? new BusyException()
            : new IllegalStateException("a peer answered " + response.statusCode()));
  }

  public Future<Void> close() {
    return client.close();
  }
}
