package org.baymark.node.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.baymark.node.pin.OwnKey;
import org.baymark.node.registrar.Registrar;
import org.baymark.node.sequence.Sequencer;

/**
 * The node's HTTP server for its operator: at a port of its own, by TLS, with a certificate that is
 * known nowhere else. It asks nobody for a certificate, so no certificate opens anything here: the
 * token does.
 */
public final class AdminServer {
  /** Of all bodies at one time, in bytes. */
  private static final long BODIES_MAX = 1L << 20;

  private final HttpServer server;

  /**
   * What is asked for here, and what is done about it.
   *
   * @param key shown to whoever connects
   * @param token that each call has to show
   * @param stop signs that the epoch has ended for it that is named, or the present one; empty
   *     where there is only one member
   */
  public record Setting(
      OwnKey key, AdminToken token, Optional<Function<Optional<Long>, Future<StopAnswer>>> stop) {}

  private AdminServer(HttpServer server) {
    this.server = server;
  }

  /** Listens on {@code host} and {@code port}; 0 is any free one. */
  public static Future<AdminServer> start(
      Vertx vertx,
      String host,
      int port,
      Setting setting,
      Sequencer sequencer,
      Registrar registrar,
      NodeServer.VotingSetting voting,
      NodeServer.PromiseSetting promise,
      InstantSource clock) {
    Router router = Router.router(vertx);
    StatusApi standing = new StatusApi(sequencer, voting);
    PromiseDesk promises = new PromiseDesk(sequencer, promise);
    new AdminApi(sequencer, registrar, setting, standing, promises, clock)
        .mount(router, new BodyReader(BODIES_MAX));
    return Listening.on(vertx, tls(setting.key()), host, port, router, clock).map(AdminServer::new);
  }

  /** TLS 1.2 and 1.3, as JDKs, curl and browsers of these years speak it. */
  static HttpServerOptions tls(OwnKey key) {
    return new HttpServerOptions()
        .setSsl(true)
        .setKeyCertOptions(KeyCertOptions.wrap(key))
        .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"));
  }

  /** The port that it listens on. */
  public int port() {
    return server.actualPort();
  }

  public Future<Void> stop() {
    return server.close();
  }
}
