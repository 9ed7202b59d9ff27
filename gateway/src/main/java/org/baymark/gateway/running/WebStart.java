package org.baymark.gateway.running;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.baymark.gateway.access.Logins;
import org.baymark.gateway.access.TlsFiles;
import org.baymark.gateway.config.GatewayConfig;
import org.baymark.gateway.config.HostPort;
import org.baymark.gateway.config.MqttSettings;
import org.baymark.gateway.folder.GatewayFolder;
import org.baymark.gateway.runtime.Bodies;
import org.baymark.gateway.runtime.StopStack;
import org.baymark.gateway.web.Api;
import org.baymark.gateway.web.Entrance;
import org.baymark.gateway.web.Sessions;
import org.baymark.gateway.web.WebServer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;

/** How {@link Gateway} opens the HTTP interface and the page. */
final class WebStart {
  private static final int LOGIN_RANDOM = 48;
  private static final int SECRET_SIZE = 32;
  private static final int COOKIE_DIGITS = 12;
  private static final String NOBODY =
      "nobody can log in at the page yet: 'baymark gateway password' sets its password";

  private WebStart() {}

  /** Opens them; their addresses, the plain one first. */
  static List<String> open(Setting setting, Api api, Consumer<Router> open, Bodies bodies) {
    GatewayFolder folder = setting.folder();
    GatewayConfig config = setting.config();
    Vertx vertx = setting.vertx();
    InstantSource clock = setting.clock();
    StopStack started = setting.started();
    WebServer.Tokens tokens = new WebServer.Tokens(folder.readToken(), folder.readMetricsToken());
    SecureRandom random = new SecureRandom();
    Logins logins =
        started.closing(
            "page logins", new Logins(folder.pageUsers(), NOBODY, bytes(random, LOGIN_RANDOM)));
    Entrance entrance =
        new Entrance(vertx, logins, new Sessions(vertx, clock), "baymark" + own(config));
    entrance.start();
    started.stopping("page passwords", entrance::stop);
    String secret = bytes(random, SECRET_SIZE).hex();
    List<String> addresses = new ArrayList<>();
    for (WebServer.At at : places(folder, config)) {
      WebServer web = new WebServer(vertx, at, tokens, entrance, secret, open, api, bodies, clock);
      int port = StopStack.await(web.start());
      started.stopping("HTTP", web::stop);
      String scheme = at.tls().isPresent() ? "https://" : "http://";
      addresses.add(scheme + new HostPort(at.host(), port));
    }
    return addresses;
  }

  private static List<WebServer.At> places(GatewayFolder folder, GatewayConfig config) {
    List<WebServer.At> places = new ArrayList<>();
    HostPort http = config.http();
    places.add(new WebServer.At(http.host(), http.port(), Optional.empty(), http.isLoopback()));
    config
        .https()
        .ifPresent(
            at ->
                places.add(
                    new WebServer.At(
                        at.host(),
                        at.port(),
                        Optional.of(tlsFiles(folder, config.mqttSettings())),
                        at.isLoopback())));
    return places;
  }

  /** Whoever comes to the page shows a password, and no certificate. */
  private static TlsFiles tlsFiles(GatewayFolder folder, MqttSettings settings) {
    return new TlsFiles(
        folder.path().resolve(settings.tlsCertificate().orElseThrow()),
        folder.path().resolve(settings.tlsKey().orElseThrow()),
        Optional.empty());
  }

  private static Bytes bytes(SecureRandom random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.owning(bytes);
  }

  private static String own(GatewayConfig config) {
    return Digest.sha256(Bytes.ofUtf8(config.name().text())).hex().substring(0, COOKIE_DIGITS);
  }
}
