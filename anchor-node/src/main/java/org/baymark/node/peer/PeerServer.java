package org.baymark.node.peer;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.baymark.node.pin.OwnKey;
import org.baymark.node.pin.PinnedTrust;
import org.baymark.node.pin.Pins;
import org.baymark.node.sequence.BusyException;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The door for other members. Of each only a few requests are worked on at a time. */
public final class PeerServer {
  private static final Logger LOG = LoggerFactory.getLogger(PeerServer.class);

  static final String COMMAND = "/command";
  static final String VOTE = "/vote";
  static final String YIELD = "/yield";
  static final String LOG_PATH = "/log/";

  private static final int COMMAND_MAX = (8 << 20) + 65_536;
  private static final int IDLE_SECONDS = 30;
  private static final int REQUESTS_MAX = 16;

  private final HttpServer server;

  private PeerServer(HttpServer server) {
    this.server = server;
  }

  /**
   * @param address host:port to listen on
   * @param voteMax of a voting message, in bytes
   */
  public static Future<PeerServer> start(
      Vertx vertx, Address address, OwnKey key, Pins pins, Desk desk, int voteMax) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setSsl(true)
            .setKeyCertOptions(KeyCertOptions.wrap(key))
            .setTrustOptions(TrustOptions.wrap(new PinnedTrust(pins, member -> "")))
            .setClientAuth(ClientAuth.REQUIRED)
            .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
            .setIdleTimeout(IDLE_SECONDS)
            .setIdleTimeoutUnit(TimeUnit.SECONDS);
    Requests requests = new Requests(pins, desk, voteMax);
    return vertx
        .createHttpServer(options)
        .requestHandler(requests::handle)
        .listen(address.port(), address.host())
        .map(PeerServer::new);
  }

  public Future<Void> stop() {
    return server.close();
  }

  private record Requests(Pins pins, Desk desk, int voteMax, Map<DevUrn, AtomicInteger> open) {
    Requests(Pins pins, Desk desk, int voteMax) {
      this(pins, desk, voteMax, new ConcurrentHashMap<>());
    }

    void handle(HttpServerRequest request) {
      Optional<DevUrn> caller = caller(request);
      if (caller.isEmpty()) {
        answer(request, 403);
        request.connection().close();
        return;
      }
      DevUrn from = caller.get();
      AtomicInteger count = open.computeIfAbsent(from, any -> new AtomicInteger());
      if (count.incrementAndGet() > REQUESTS_MAX) {
        count.decrementAndGet();
        answer(request, 503);
        request.connection().close();
        return;
      }
      AtomicBoolean isOver = new AtomicBoolean(); // the connection may close after the end, too
      Handler<Void> over =
          any -> {
            if (isOver.compareAndSet(false, true)) {
              count.decrementAndGet();
            }
          };
      request.response().endHandler(over).closeHandler(over);
      route(from, request);
    }

    private void route(DevUrn from, HttpServerRequest request) {
      String path = String.valueOf(request.path());
      boolean isPost = request.method().equals(HttpMethod.POST);
      if (isPost && path.equals(COMMAND)) {
        Body.read(request, COMMAND_MAX)
            .onComplete(
                body ->
                    finish(
                        request,
                        body.succeeded()
                            ? desk.command(from, body.result()).map(Bytes.EMPTY)
                            : Future.failedFuture(body.cause())));
      } else if (isPost && path.equals(VOTE)) {
        Body.read(request, voteMax)
            .onComplete(
                body ->
                    finish(
                        request,
                        body.succeeded()
                            ? desk.vote(from, body.result()).map(Bytes.EMPTY)
                            : Future.failedFuture(body.cause())));
      } else if (isPost && path.equals(YIELD)) {
        finish(request, desk.yieldLead(from).map(Bytes.EMPTY));
      } else if (path.startsWith(LOG_PATH) && path.substring(5).matches("[0-9]{1,16}")) {
        finish(request, desk.piece(from, Long.parseLong(path.substring(5))).map(PieceForm::encode));
      } else {
        answer(request, 404);
      }
    }

    private static void finish(HttpServerRequest request, Future<Bytes> future) {
      Context context = Vertx.currentContext();
      future.onComplete(
          done ->
              context.runOnContext(
                  here -> {
                    if (done.succeeded() && !request.response().closed()) {
                      request.response().end(Buffer.buffer(done.result().unsafeArray()));
                    } else if (done.failed()) {
                      LOG.atDebug().addKeyValue("fault", done.cause()).log("peer not served");
                      answer(request, done.cause() instanceof BusyException ? 503 : 409);
                    }
                  }));
    }

    private static void answer(HttpServerRequest request, int status) {
      if (!request.response().ended() && !request.response().closed()) {
        request.response().setStatusCode(status).end();
      }
    }

    private Optional<DevUrn> caller(HttpServerRequest request) {
      try {
        Certificate[] chain = request.sslSession().getPeerCertificates();
        return chain.length > 0 && chain[0] instanceof X509Certificate certificate
            ? pins.nameOf(certificate)
            : Optional.empty();
      } catch (SSLPeerUnverifiedException e) {
        return Optional.empty();
      }
    }
  }
}
