package org.baymark.gateway.web;

import static org.baymark.gateway.GatewayFixture.join;

import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.GatewayFixture;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.TestNode;
import org.baymark.gateway.access.Logins;
import org.baymark.gateway.access.PasswordHash;
import org.baymark.gateway.access.Users;
import org.baymark.gateway.command.CommandDesk;
import org.baymark.gateway.runtime.Bodies;
import org.baymark.gateway.store.DiskRoom;
import org.baymark.gateway.transport.http.HttpIngress;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Suite;

/** The HTTP interface and the page over a gateway of the test's, on a free port. */
final class WebFixture implements AutoCloseable {
  static final String TOKEN = "0123456789abcdef0123456789abcdef";
  static final String METRICS_TOKEN = "fedcba9876543210fedcba9876543210";
  static final String OPERATORS = "the operator's password";
  static final String VIEWERS = "the viewers' password";
  private static final TestDevice SELF = TestDevice.named("gateway", Suite.EDDSA);
  private static final Bytes SALT = Bytes.owning(new byte[16]);

  static final WebServer.At HERE = new WebServer.At("127.0.0.1", 0, Optional.empty(), true);

  final TestNode node = OutgoingFixture.node();
  final OutgoingFixture gateway;
  final Entrance entrance;
  final WebServer web;
  final int port;
  final Path passwords;

  /** Two megabytes of bodies at once. */
  final Bodies bodies = Bodies.forHeap(32 << 20);

  volatile Optional<String> failing = Optional.empty();
  private final Logins logins;

  WebFixture(Path folder) {
    this(folder, HERE);
  }

  WebFixture(Path folder, WebServer.At at) {
    this(folder, at, GatewayFixture.NOW);
  }

  WebFixture(Path folder, WebServer.At at, Instant now) {
    gateway = new OutgoingFixture(folder, node);
    gateway.clock.set(now);
    Vitals vitals =
        new Vitals(
            gateway.vertx,
            gateway.database,
            gateway.tables,
            new DiskRoom(gateway.database, folder, 0),
            new Vitals.Anchoring(() -> failing, () -> 0),
            Optional::empty,
            gateway.erasing::unended,
            gateway.registry::stranded,
            List.of(),
            gateway.clock);
    CommandDesk commands =
        join(
            CommandDesk.open(
                SELF.name(), SELF.key(), gateway.database, gateway.registry, gateway.clock));
    Api api =
        new Api(
            new Api.About("urn:dev:org:32473-gateway", "mqtt://a:1", "coap://b:2", "log", "us"),
            gateway.database,
            gateway.tables,
            gateway.registry,
            gateway.enrolling,
            gateway.intake,
            gateway.counters,
            gateway.passports,
            vitals,
            (age, to) -> Future.succeededFuture(List.of()),
            List.of(
                new ReloadApi(() -> new ReloadApi.Reloaded(List.of("a"), List.of("b"))),
                new CommandApi(commands, gateway.clock),
                new AlarmApi(gateway.database, "off", Optional::empty, () -> 0),
                new RevealApi(gateway.reveals, gateway.erasing)),
            gateway.clock);
    passwords = folder.resolve("page.users");
    setPasswords(OPERATORS, VIEWERS);
    logins = new Logins(passwords, "nobody", Bytes.owning(new byte[48]));
    Sessions sessions = new Sessions(gateway.vertx, gateway.clock);
    entrance = new Entrance(gateway.vertx, logins, sessions, "baymarktest");
    web =
        new WebServer(
            gateway.vertx,
            at,
            new WebServer.Tokens(TOKEN, Optional.of(METRICS_TOKEN)),
            entrance,
            "5e".repeat(32),
            new HttpIngress(gateway.intake, gateway.counters, bodies)::mount,
            api,
            bodies,
            gateway.clock);
    port = join(web.start());
  }

  void setPasswords(String operators, String viewers) {
    try {
      Files.writeString(
          passwords,
          Users.NONE
              .with("operator", PasswordHash.of(operators, SALT))
              .with("viewer", PasswordHash.of(viewers, SALT))
              .text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  @Override
  public void close() {
    join(web.stop());
    logins.close();
    gateway.close();
    node.close();
  }
}
