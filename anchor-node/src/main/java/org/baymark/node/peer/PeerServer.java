package org.baymark.node.peer;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
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
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.baymark.node.pin.OwnKey;
import org.baymark.node.pin.PinnedTrust;
import org.baymark.node.pin.Pins;
import org.baymark.node.sequence.BusyException;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The door for other members. Each has its {@link Share}: none can fill the memory. */
public final class PeerServer {
  private static final Logger LOG = LoggerFactory.getLogger(PeerServer.class);

  static final String COMMAND = "/command";
  static final String VOTE = "/vote";
  static final String YIELD = "/yield";
  static final String LOG_PATH = "/log/";

  private static final int COMMAND_MAX = (8 << 20) + 65_536;
  private static final int IDLE_SECONDS = 30;

  /** Of one member at a time: the largest command, and votes beside it. */
  private static final long BYTES_MAX = COMMAND_MAX + (1 << 20);

  /**
   * Of the log: one at a time and votes beside it, for a piece of one large batch is as large as
   * the command was. Who copies a log asks for one after the other.
   */
  private static final long PIECE = COMMAND_MAX;

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
        .connectionHandler(requests::connected)
        .requestHandler(requests::handle)
        .listen(address.port(), address.host())
        .map(PeerServer::new);
  }

  public Future<Void> stop() {
    return server.close();
  }

  private record Requests(Pins pins, Desk desk, int voteMax, Map<DevUrn, Share> shares) {
    Requests(Pins pins, Desk desk, int voteMax) {
      this(pins, desk, voteMax, new ConcurrentHashMap<>());
    }

    private Share share(DevUrn member) {
      return shares.computeIfAbsent(member, any -> new Share(BYTES_MAX));
    }

    void connected(HttpConnection connection) {
      Optional<Share> share = caller(connection.sslSession()).map(this::share);
      if (share.map(Share::connects).orElse(false)) {
        connection.closeHandler(gone -> share.get().hungUp());
      } else {
        connection.close();
      }
    }

    void handle(HttpServerRequest request) {
      Optional<DevUrn> caller = caller(request.sslSession());
      if (caller.isEmpty()) {
        answer(request, 403);
        request.connection().close();
        return;
      }
      DevUrn from = caller.get();
      Share share = share(from);
      long size = size(request);
      if (!share.asks(size)) {
        answer(request, 503);
        request.connection().close();
        return;
      }
      AtomicBoolean isOver = new AtomicBoolean(); // the connection may close after the end, too
      Runnable over =
          () -> {
            if (isOver.compareAndSet(false, true)) {
              share.answered(size);
            }
          };
      request.response().closeHandler(any -> over.run());
      // Who does not read what it is answered has it in our memory until it does.
      route(from, request).onComplete(sent -> over.run());
    }

    /** What it takes to answer this, in bytes, as far as it is much. */
    private long size(HttpServerRequest request) {
      String path = String.valueOf(request.path());
      int max = path.equals(COMMAND) ? COMMAND_MAX : path.equals(VOTE) ? voteMax : 0;
      String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
      boolean isTold = length != null && length.matches("[0-9]{1,18}");
      long body = isTold ? Math.min(max, Long.parseLong(length)) : max;
      return path.startsWith(LOG_PATH) ? PIECE : body;
    }

    /** Completes when the answer was written to the connection. */
    private Future<Void> route(DevUrn from, HttpServerRequest request) {
      String path = String.valueOf(request.path());
      boolean isPost = request.method().equals(HttpMethod.POST);
      if (isPost && path.equals(COMMAND)) {
        return finish(
            request,
            Body.read(request, COMMAND_MAX)
                .compose(body -> desk.command(from, body))
                .map(Bytes.EMPTY));
      } else if (isPost && path.equals(VOTE)) {
        return finish(
            request,
            Body.read(request, voteMax).compose(body -> desk.vote(from, body)).map(Bytes.EMPTY));
      } else if (isPost && path.equals(YIELD)) {
        return finish(request, desk.yieldLead(from).map(Bytes.EMPTY));
      } else if (path.startsWith(LOG_PATH) && path.substring(5).matches("[0-9]{1,16}")) {
        return finish(
            request, desk.piece(from, Long.parseLong(path.substring(5))).map(PieceForm::encode));
      }
      return answer(request, 404);
    }

    private static Future<Void> finish(HttpServerRequest request, Future<Bytes> future) {
      Context context = Vertx.currentContext();
      Promise<Void> sent = Promise.promise();
      future.onComplete(
          done ->
              context.runOnContext(
                  here -> {
                    if (done.succeeded() && !request.response().closed()) {
                      request
                          .response()
                          .end(Buffer.buffer(done.result().unsafeArray()))
                          .onComplete(sent);
                    } else if (done.failed()) {
                      LOG.atDebug().addKeyValue("fault", done.cause()).log("peer not served");
                      answer(request, done.cause() instanceof BusyException ? 503 : 409)
                          .onComplete(sent);
                    }
                  }));
      return sent.future();
    }

    private static Future<Void> answer(HttpServerRequest request, int status) {
      return request.response().ended() || request.response().closed()
          ? Future.succeededFuture()
          : request.response().setStatusCode(status).end();
    }

    private Optional<DevUrn> caller(SSLSession session) {
      try {
        Certificate[] chain = session.getPeerCertificates();
        return chain.length > 0 && chain[0] instanceof X509Certificate certificate
            ? pins.nameOf(certificate)
            : Optional.empty();
      } catch (SSLPeerUnverifiedException e) {
        return Optional.empty();
      }
    }
  }
}
