package org.baymark.gateway.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.baymark.gateway.access.Certificates;
import org.baymark.gateway.access.TlsFiles;
import org.baymark.gateway.runtime.Bodies;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers over HTTP. {@code POST /statements} needs no token, for a message is its own credential;
 * neither do {@code /healthz} and {@code /readyz}, which say no more than yes or why not, nor the
 * files of the page. {@code /metrics} is opened by a token of its own. Every other call needs the
 * token of the working folder, by which a program may do all that the operator may, or the session
 * of somebody who logged in at the page.
 */
public final class WebServer {
  private static final int BODY_MAX = 1 << 20;
  private static final int IDLE_SECONDS = 120;
  private static final long LOOK_MILLIS = 2_000;

  /** RFC 3986, section 2.1. */
  private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  private static final Logger log = LoggerFactory.getLogger(WebServer.class);

  /** Of the heap, for each connection: what one that sends a header that never ends may take. */
  private static final long CONNECTION_BYTES = 128 << 10;

  private static final int CONNECTIONS_LEAST = 64;
  private static final int CONNECTIONS_MOST = 4_096;

  private final Vertx vertx;
  private final At at;
  private final Certificates certificates;
  private final Router router;
  private final AtomicInteger open = new AtomicInteger();
  private final int connectionsMax = connectionsMax(Runtime.getRuntime().maxMemory());
  private Future<HttpServer> server = Future.failedFuture("not started");
  private Optional<Long> timer = Optional.empty();

  /**
   * Where it listens.
   *
   * @param port 0 for a free one
   * @param tls the files by which it speaks TLS; plain HTTP where there are none
   * @param isPrivate whether nobody can read along: within this machine
   */
  public record At(String host, int port, Optional<TlsFiles> tls, boolean isPrivate) {
    boolean takesPasswords() {
      return isPrivate || tls.isPresent();
    }
  }

  /**
   * What opens the calls.
   *
   * @param all opens all of them
   * @param metrics opens the figures and nothing else; empty where there is no such token
   */
  public record Tokens(String all, Optional<String> metrics) {
    boolean openAll(String given) {
      return isSame(given, all);
    }

    boolean openMetrics(String given) {
      return openAll(given) || metrics.filter(it -> isSame(given, it)).isPresent();
    }

    /** Takes as long for a nearly right token as for a wholly wrong one. */
    private static boolean isSame(String given, String right) {
      return MessageDigest.isEqual(
          given.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }

    /** Names them without showing them. */
    @Override
    public String toString() {
      return "tokens";
    }
  }

  /**
   * @param secret 64 random digits, for this process alone
   * @param open mounts what needs no token
   */
  public WebServer(
      Vertx vertx,
      At at,
      Tokens tokens,
      Entrance entrance,
      String secret,
      Consumer<Router> open,
      Api api,
      Bodies bodies,
      InstantSource clock) {
    this.vertx = vertx;
    this.at = at;
    this.certificates = new Certificates(vertx, at.tls(), clock);
    this.router = Router.router(vertx);
    Gatekeeper gatekeeper = new Gatekeeper(vertx, entrance, secret, at.tls().isPresent());
    LoginApi logins = new LoginApi(entrance, gatekeeper, at.takesPasswords());
    Methods methods = new Methods(router);
    router.route().handler(methods::head);
    Pages.mount(router);
    api.mountOpen(router);
    open.accept(router);
    router.route("/metrics").handler(call -> authorize(call, tokens::openMetrics));
    api.mountMetrics(router);
    logins.mountOpen(router, bodies);
    router.route().handler(methods::demand);
    gatekeeper.mount(router, tokens::openAll);
    router.route().handler(bodies.upTo(BODY_MAX));
    logins.mount(router);
    api.mount(router);
    router.route().failureHandler(WebServer::failed);
    router.errorHandler(404, call -> Answers.error(call, 404, "there is nothing here"));
    router.errorHandler(405, methods::refuse);
  }

  static int connectionsMax(long heapMax) {
    return (int)
        Math.min(CONNECTIONS_MOST, Math.max(CONNECTIONS_LEAST, heapMax / CONNECTION_BYTES));
  }

  /** All calls that it answers, such as {@code GET /status}. */
  Set<String> calls() {
    Set<String> calls = new TreeSet<>();
    for (Route route : router.getRoutes()) {
      if (route.getPath() != null && route.methods() != null) {
        route.methods().forEach(method -> calls.add(method.name() + " " + route.getPath()));
      }
    }
    return calls;
  }

  /** Listens; the port, once it does. Fails with a sentence if the port cannot be had. */
  public Future<Integer> start() {
    return certificates.read().compose(this::listen);
  }

  private Future<Integer> listen(Optional<TlsFiles.Content> tls) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(at.host())
            .setPort(at.port())
            .setIdleTimeout(IDLE_SECONDS)
            // One call after the other is enough for a page and for commands, and takes less
            // memory.
            .setHttp2ClearTextEnabled(false)
            .setUseAlpn(false);
    tls.ifPresent(files -> speakTls(options, files));
    server =
        vertx
            .createHttpServer(options)
            .connectionHandler(this::connected)
            .requestHandler(request -> route(router, request))
            .listen();
    return server
        .map(
            listening -> {
              if (tls.isPresent()) {
                timer =
                    Optional.of(
                        vertx.setPeriodic(
                            LOOK_MILLIS, id -> certificates.look(it -> renew(listening, it))));
              }
              return listening.actualPort();
            })
        .recover(
            why ->
                Future.failedFuture(
                    new IllegalStateException(
                        "cannot listen for HTTP on %s:%d: %s"
                            .formatted(at.host(), at.port(), why.getMessage()),
                        why)));
  }

  /** One connection too many is closed: each takes memory before anybody has shown a token. */
  private void connected(HttpConnection connection) {
    int now = open.incrementAndGet();
    connection.closeHandler(gone -> open.decrementAndGet());
    if (now > connectionsMax) {
      connection.close();
    }
    if (now == connectionsMax + 1) {
      log.atWarn().addKeyValue("connections", connectionsMax).log("too many connections over HTTP");
    }
  }

  /** The router throws on a broken escape in an address, as if that were a fault of ours. */
  private static void route(Router router, HttpServerRequest request) {
    if (BROKEN_ESCAPE.matcher(String.valueOf(request.uri())).find()) {
      Answers.error(
          request.response(),
          400,
          "the address holds a % without two hexadecimal digits behind it");
    } else {
      router.handle(request);
    }
  }

  private static void speakTls(HttpServerOptions options, TlsFiles.Content files) {
    ServerSSLOptions wanted = files.options();
    options.setSsl(true);
    options.setKeyCertOptions(wanted.getKeyCertOptions());
    options.setEnabledSecureTransportProtocols(wanted.getEnabledSecureTransportProtocols());
    wanted.getEnabledCipherSuites().forEach(options::addEnabledCipherSuite);
  }

  private static Future<Boolean> renew(HttpServer listening, TlsFiles.Content files) {
    return listening.updateSSLOptions(files.options());
  }

  public Future<Void> stop() {
    timer.ifPresent(vertx::cancelTimer);
    return server.compose(HttpServer::close, why -> Future.succeededFuture());
  }

  private static void authorize(RoutingContext call, Predicate<String> opens) {
    if (Gatekeeper.isOpenedBy(call, opens)) {
      call.next();
    } else {
      Gatekeeper.turnAway(call);
    }
  }

  private static void failed(RoutingContext call) {
    Throwable why = call.failure();
    if (why != null && call.statusCode() == 500) {
      Answers.failure(call, why);
    } else if (call.statusCode() == 403) { // of the handler against forged calls
      Answers.error(call, 403, "the page that asked for this is out of date: load it again");
    } else if (call.statusCode() == 413) {
      Answers.error(call, 413, "the body has more than " + BODY_MAX + " bytes");
    } else if (call.statusCode() == 408) {
      Answers.error(call, 408, "the body did not come within 30 seconds");
    } else if (call.statusCode() == 503) {
      call.response().putHeader("Retry-After", "5");
      Answers.error(call, 503, "too much is being sent at once, come again");
    } else {
      Answers.error(call, call.statusCode(), "the call cannot be understood");
    }
  }
}
