package org.baymark.sim.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.sim.uplink.Answer.Outcome;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.CoapServer;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.server.resources.CoapExchange;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CoapUplinkTest {
  private static final DevUrn DEVICE = new DevUrn("urn:dev:org:32473-a");
  private static final int COSE_SIGN1 = 18;

  private final Set<Bytes> arrived = ConcurrentHashMap.newKeySet();
  private final CoapServer server = new CoapServer(configuration());
  private URI address = URI.create("");

  /** Stores what it gets; its first byte says what to answer. */
  private final class Door extends CoapResource {
    Door() {
      super("e");
    }

    @Override
    public void handlePOST(CoapExchange exchange) {
      byte[] payload = exchange.getRequestPayload();
      assertEquals(COSE_SIGN1, exchange.getRequestOptions().getContentFormat());
      arrived.add(Bytes.of(payload));
      switch (payload[0]) {
        case 'r' -> exchange.respond(ResponseCode.UNAUTHORIZED, "bad-signature (17): not its key");
        case 'b' -> exchange.respond(ResponseCode.SERVICE_UNAVAILABLE, "busy (37): later");
        case 'f' -> exchange.respond(ResponseCode.INTERNAL_SERVER_ERROR, "");
        default -> exchange.respond(ResponseCode.CHANGED);
      }
    }
  }

  private static Configuration configuration() {
    CoapConfig.register();
    UdpConfig.register();
    Configuration configuration = Configuration.createStandardWithoutFile();
    configuration.set(CoapConfig.MAX_RESOURCE_BODY_SIZE, 65_536);
    return configuration;
  }

  @BeforeEach
  void start() {
    CoapEndpoint endpoint =
        new CoapEndpoint.Builder()
            .setConfiguration(configuration())
            .setInetSocketAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .build();
    server.addEndpoint(endpoint);
    server.add(new Door());
    server.start();
    address = URI.create("coap://127.0.0.1:" + endpoint.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.destroy();
  }

  private static Outcome outcome(CompletableFuture<Answer> answer) throws Exception {
    return answer.get(60, TimeUnit.SECONDS).outcome();
  }

  @Test
  void onlyChangedSaysThatItIsStored() throws Exception {
    try (CoapUplink uplink = CoapUplink.open(address)) {
      assertEquals(Outcome.ACCEPTED, outcome(uplink.send(DEVICE, Bytes.ofUtf8("a"))));
      assertEquals(Outcome.BUSY, outcome(uplink.send(DEVICE, Bytes.ofUtf8("b"))));
      assertEquals(Outcome.LOST, outcome(uplink.send(DEVICE, Bytes.ofUtf8("f"))));
      Answer refused = uplink.send(DEVICE, Bytes.ofUtf8("r")).get(60, TimeUnit.SECONDS);
      assertEquals(Outcome.REFUSED, refused.outcome());
      assertEquals("bad-signature", refused.reason());
    }
  }

  @Test
  void manyAtOnceAndLargeOnesBlockWise() throws Exception {
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    Set<Bytes> sent = ConcurrentHashMap.newKeySet();
    try (CoapUplink uplink = CoapUplink.open(address)) {
      for (int i = 0; i < 200; i++) {
        byte[] statement = new byte[i % 20 == 0 ? 9_000 + i : 200 + i];
        statement[0] = 'x';
        statement[1] = (byte) i;
        sent.add(Bytes.of(statement));
        answers.add(uplink.send(DEVICE, Bytes.of(statement)));
      }
      for (CompletableFuture<Answer> answer : answers) {
        assertEquals(Outcome.ACCEPTED, outcome(answer));
      }
    }
    assertEquals(sent, arrived);
  }

  /** The first of them has hands shaken; the others wait for that. */
  @Test
  void aWindowFullAtOnceOverANewSession() throws Exception {
    Bytes key = Bytes.ofUtf8("a key of sixteen");
    DtlsConfig.register();
    Configuration configuration =
        configuration().set(DtlsConfig.DTLS_ROLE, DtlsConfig.DtlsRole.SERVER_ONLY);
    CoapEndpoint secure =
        new CoapEndpoint.Builder()
            .setConfiguration(configuration)
            .setConnector(
                new DTLSConnector(
                    DtlsConnectorConfig.builder(configuration)
                        .setAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .setAdvancedPskStore(new AdvancedSinglePskStore("device", key.toArray()))
                        .build()))
            .build();
    server.addEndpoint(secure);
    secure.start();
    URI door = URI.create("coaps://127.0.0.1:" + secure.getAddress().getPort());
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    try (CoapUplink uplink = CoapUplink.open(door, "device", key)) {
      for (int i = 0; i < CoapUplink.WINDOW; i++) {
        answers.add(uplink.send(DEVICE, Bytes.ofUtf8("x" + i)));
      }
      for (CompletableFuture<Answer> answer : answers) {
        assertEquals(Outcome.ACCEPTED, outcome(answer));
      }
    }
    assertEquals(CoapUplink.WINDOW, arrived.size());
  }

  @Test
  void aClosedUplinkHasLostWhatWaits() throws Exception {
    CoapUplink uplink = CoapUplink.open(address);
    uplink.close();
    assertEquals(Outcome.LOST, outcome(uplink.send(DEVICE, Bytes.ofUtf8("a"))));
  }

  @Test
  void nothingIsWrittenIntoTheWorkingFolder() throws Exception {
    try (CoapUplink uplink = CoapUplink.open(address)) {
      assertEquals(Outcome.ACCEPTED, outcome(uplink.send(DEVICE, Bytes.ofUtf8("a"))));
    }
    assertFalse(Files.exists(Path.of("Californium3.properties")));
  }
}
