package org.baymark.gateway.transport;

import static org.baymark.gateway.GatewayFixture.join;

import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.GatewayFixture;
import org.baymark.gateway.GatewayFixture.CoapDoors;
import org.baymark.gateway.access.Identities;
import org.baymark.gateway.access.PreSharedKeys;
import org.baymark.gateway.access.RawKey;
import org.baymark.gateway.runtime.Bodies;
import org.baymark.gateway.transport.coap.CoapDoor.Demand;
import org.baymark.gateway.transport.http.HttpIngress;
import org.baymark.protocol.bytes.Bytes;

/** A gateway with a door for each {@link Way}. */
final class House implements AutoCloseable {
  static final String IDENTITY = "anybody";
  static final Bytes KEY = Bytes.ofHex("5a".repeat(16));
  private static final int SESSIONS_MAX = 1_000;

  final GatewayFixture gateway;
  private final HttpServer http;

  /**
   * @param reserve bytes of the disk that have to be free
   */
  House(Path folder, long reserve) {
    gateway = GatewayFixture.withReserve(folder, reserve, doors(folder.resolve("coap.keys")));
    Router router = Router.router(gateway.vertx);
    new HttpIngress(gateway.intake, gateway.counters, Bodies.forHeap(1 << 26)).mount(router);
    http = join(gateway.vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
  }

  private static CoapDoors doors(Path keys) {
    try {
      Files.writeString(keys, PreSharedKeys.NONE.with(IDENTITY, KEY).text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new CoapDoors(
        List.of(CoapDoors.door(Demand.NOTHING), CoapDoors.door(Demand.KEY)),
        SESSIONS_MAX,
        Optional.of(new Identities(keys)),
        Optional.of(RawKey.generate(new SecureRandom())),
        Optional.empty());
  }

  int mqttPort() {
    return gateway.mqttPort;
  }

  int coapPort() {
    return gateway.coapPorts.get(0);
  }

  int dtlsPort() {
    return gateway.coapPorts.get(1);
  }

  int httpPort() {
    return http.actualPort();
  }

  @Override
  public void close() {
    join(http.close());
    gateway.close();
  }
}
