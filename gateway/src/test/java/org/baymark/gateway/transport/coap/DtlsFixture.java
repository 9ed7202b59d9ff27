package org.baymark.gateway.transport.coap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.GatewayFixture;
import org.baymark.gateway.GatewayFixture.CoapDoors;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.access.Identities;
import org.baymark.gateway.access.PreSharedKeys;
import org.baymark.gateway.access.RawKey;
import org.baymark.gateway.access.TlsFiles;
import org.baymark.protocol.bytes.Bytes;

/** A gateway with the doors that speak DTLS, and its files. */
final class DtlsFixture implements AutoCloseable {
  static final int SESSIONS_MAX = 8;

  /** As coap-client takes one: it knows no hexadecimal digits. */
  static final String SECRET = "a shared key of 24 bytes";

  static final Bytes KEY = Bytes.ofUtf8(SECRET);
  static final String IDENTITY = "warehouse-7";

  final GatewayFixture gateway;
  final RawKey own = RawKey.generate(new SecureRandom());
  private final Path keys;

  private DtlsFixture(Path folder, Optional<TlsFiles> tls) {
    this.keys = folder.resolve("coap.keys");
    write(PreSharedKeys.NONE.with(IDENTITY, KEY));
    CoapDoor.Demand demand = tls.isPresent() ? CoapDoor.Demand.CERTIFICATE : CoapDoor.Demand.KEY;
    this.gateway =
        GatewayFixture.withCoapDoors(
            folder,
            new CoapDoors(
                List.of(CoapDoors.door(demand)),
                SESSIONS_MAX,
                Optional.of(new Identities(keys)),
                Optional.of(own),
                tls));
  }

  static DtlsFixture withKeys(Path folder) {
    return new DtlsFixture(folder, Optional.empty());
  }

  static DtlsFixture withCertificates(Path folder, TlsFiles tls) {
    return new DtlsFixture(folder, Optional.of(tls));
  }

  int port() {
    return gateway.coapPort;
  }

  /** Changes the file as the command does; a running gateway sees it within seconds. */
  void write(PreSharedKeys now) {
    try {
      Files.writeString(keys, now.text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until a handshake has failed for this reason. */
  void untilFailed(String kind) {
    OutgoingFixture.until(
        () -> gateway.counters.snapshot().turnedAway().containsKey("coap-dtls-" + kind));
  }

  @Override
  public void close() {
    gateway.close();
  }
}
