package org.baymark.gateway.transport.mqtt;

import static org.baymark.gateway.transport.Wrong.KNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.baymark.gateway.GatewayFixture;
import org.baymark.gateway.GatewayFixture.Doors;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestAuthority;
import org.baymark.gateway.TestAuthority.Issued;
import org.baymark.gateway.access.TlsFiles;
import org.baymark.gateway.transport.mqtt.MqttDoor.Demand;
import org.baymark.gateway.transport.mqtt.RawMqtt.Hello;
import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MQTT over TLS: the gateway's own certificate, its renewal, and those of clients. */
class MqttTlsTest {
  @TempDir Path folder;
  @TempDir Path store;
  private TestAuthority authority;
  private Issued own;
  private Optional<GatewayFixture> running = Optional.empty();

  @BeforeEach
  void issue() {
    authority = TestAuthority.in(folder, "authority");
    own = authority.issue("gateway", 20);
  }

  @AfterEach
  void stop() {
    running.ifPresent(GatewayFixture::close);
  }

  private GatewayFixture start(Demand demand) {
    Optional<Path> ca =
        demand == Demand.CERTIFICATE ? Optional.of(authority.certificate()) : Optional.empty();
    Doors doors =
        new Doors(
            List.of(Doors.door(true, false, demand)),
            Optional.of(new TlsFiles(own.certificate(), own.key(), ca)),
            Optional.empty());
    GatewayFixture gateway = GatewayFixture.withDoors(store, doors).with(KNOWN);
    running = Optional.of(gateway);
    return gateway;
  }

  private String[] mosquitto(String... more) {
    List<String> words = new ArrayList<>(List.of("--cafile", authority.certificate().toString()));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private Mosquitto.Ended publish(GatewayFixture gateway, long seq, String... words) {
    String file = Mosquitto.file(folder, KNOWN.says(1, seq).encoded());
    return Mosquitto.publish(gateway.mqttPort, "mqttv5", KNOWN.topic(), file, words);
  }

  private static SSLSocket socket(int port, String... versions) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
      SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
      socket.setEnabledProtocols(versions);
      return socket;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate shown(int port) throws IOException {
    try (SSLSocket socket = socket(port, "TLSv1.3")) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private static void assertServed(RawMqtt client) {
    client.raw(0xc0, Bytes.EMPTY);
    assertEquals(RawMqtt.PINGRESP, client.read().orElseThrow().type());
  }

  @Test
  void mosquittoDeliversOverBothVersionsOfTls() {
    GatewayFixture gateway = start(Demand.NOTHING);
    for (String version : List.of("tlsv1.2", "tlsv1.3")) {
      Mosquitto.Ended ended = publish(gateway, 0, mosquitto("--tls-version", version));
      assertEquals("", ended.output());
      assertEquals(0, ended.exitCode());
    }
    assertEquals(1, gateway.stored().size());
  }

  @Test
  void bothVersionsAreSpokenAndNoOlderOnes() {
    GatewayFixture gateway = start(Demand.NOTHING);
    for (String version : List.of("TLSv1.2", "TLSv1.3")) {
      SSLSocket socket = socket(gateway.mqttPort, version);
      try (RawMqtt client = RawMqtt.connecting(socket, Hello.of(5, "a"))) {
        assertEquals(0, client.read().orElseThrow().at(1));
        assertEquals(version, socket.getSession().getProtocol());
      }
    }
    for (String old : List.of("-tls1", "-tls1_1")) {
      String said = openssl(gateway, old, "ALL:@SECLEVEL=0");
      assertTrue(said.contains("protocol version"), said);
    }
  }

  @Test
  void onlySuitesWithForwardSecrecyAndAuthenticatedEncryptionAreSpoken() {
    GatewayFixture gateway = start(Demand.NOTHING);
    for (String weak : List.of("kRSA", "SHA1:SHA256:SHA384", "aNULL:eNULL")) {
      String said = openssl(gateway, "-tls1_2", weak + ":@SECLEVEL=0");
      assertTrue(said.contains("handshake failure"), weak + ": " + said);
    }
    for (String good : List.of("ECDHE+AESGCM", "ECDHE+CHACHA20")) {
      Mosquitto.Ended ended =
          publish(gateway, 0, mosquitto("--tls-version", "tlsv1.2", "--ciphers", good));
      assertEquals(0, ended.exitCode(), ended.output());
    }
  }

  /** What openssl says of a handshake that fails. */
  private static String openssl(GatewayFixture gateway, String version, String ciphers) {
    String address = "127.0.0.1:" + gateway.mqttPort;
    Mosquitto.Ended ended =
        Mosquitto.run(
            List.of("openssl", "s_client", "-connect", address, version, "-cipher", ciphers));
    assertNotEquals(0, ended.exitCode(), ended.output());
    return ended.output();
  }

  @Test
  void whoSpeaksNoTlsThereIsNotServed() {
    GatewayFixture gateway = start(Demand.NOTHING);
    try (RawMqtt client = RawMqtt.connecting(gateway.mqttPort, Hello.of(5, "a"))) {
      assertNotEquals(RawMqtt.CONNACK, client.read().map(RawMqtt.Packet::type).orElse(-1));
    }
    OutgoingFixture.until(
        () -> gateway.counters.snapshot().turnedAway().containsKey("mqtt-tls-handshake"));
  }

  @Test
  void aRenewedCertificateIsShownToNewClientsAndOldOnesStay() throws IOException {
    GatewayFixture gateway = start(Demand.NOTHING);
    X509Certificate first = shown(gateway.mqttPort);
    try (RawMqtt before =
        RawMqtt.connecting(socket(gateway.mqttPort, "TLSv1.3"), Hello.of(5, "a"))) {
      assertEquals(0, before.read().orElseThrow().at(1));
      // The way of a tool that renews: one file, then the other, in their places.
      TestAuthority again = TestAuthority.in(Files.createDirectory(folder.resolve("new")), "other");
      Issued renewed = again.issue("gateway", 20);
      Files.move(renewed.certificate(), own.certificate(), StandardCopyOption.REPLACE_EXISTING);
      pause();
      assertEquals(first, shown(gateway.mqttPort), "half of a renewal");
      assertServed(before);
      Files.move(renewed.key(), own.key(), StandardCopyOption.REPLACE_EXISTING);
      OutgoingFixture.until(() -> !isShown(first, gateway.mqttPort));
      assertEquals("CN=other", shown(gateway.mqttPort).getIssuerX500Principal().getName());
      assertServed(before);
      Files.writeString(own.key(), "nonsense");
      Files.delete(own.certificate());
      pause();
      assertEquals("CN=other", shown(gateway.mqttPort).getIssuerX500Principal().getName());
      assertServed(before);
    }
  }

  private static boolean isShown(X509Certificate certificate, int port) {
    try {
      return shown(port).equals(certificate);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Longer than the gateway takes to look at its files. */
  private static void pause() {
    try {
      Thread.sleep(3_000);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void clientsShowCertificatesThatTheRightAuthorityIssued() throws IOException {
    GatewayFixture gateway = start(Demand.CERTIFICATE);
    Issued device = authority.issue("urn-sensor-1", 20);
    Issued expired = authority.issue("expired", -1);
    TestAuthority stranger =
        TestAuthority.in(Files.createDirectory(folder.resolve("strange")), "authority");
    Issued forged = stranger.issue("urn-sensor-1", 20);
    for (String version : List.of("tlsv1.2", "tlsv1.3")) {
      Mosquitto.Ended ended = publish(gateway, 0, certified(device, version));
      assertEquals("", ended.output());
      assertEquals(0, ended.exitCode());
      for (Issued wrong : List.of(expired, forged)) {
        assertNotEquals(0, publish(gateway, 1, certified(wrong, version)).exitCode());
      }
      assertNotEquals(0, publish(gateway, 1, mosquitto("--tls-version", version)).exitCode());
    }
    assertEquals(1, gateway.stored().size());
    OutgoingFixture.until(
        () -> gateway.counters.snapshot().turnedAway().equals(Map.of("mqtt-tls-handshake", 6L)));
  }

  @Test
  void theCertificateOfADeviceWhoseKeyIsRevokedOpensNothing() {
    GatewayFixture gateway = start(Demand.CERTIFICATE);
    Issued its = authority.issue(KNOWN.name().text(), 20);
    assertEquals(0, publish(gateway, 0, certified(its, "tlsv1.3")).exitCode());
    gateway.revoke(KNOWN.name());
    Mosquitto.Ended ended = publish(gateway, 1, certified(its, "tlsv1.3"));
    assertNotEquals(0, ended.exitCode());
    assertTrue(ended.output().toLowerCase(Locale.ROOT).contains("not authori"), ended.output());
    // The connection before may not be gone yet, and is then let go for the same reason.
    assertEquals(Set.of("mqtt-revoked"), gateway.counters.snapshot().turnedAway().keySet());
  }

  private String[] certified(Issued issued, String version) {
    return mosquitto(
        "--tls-version",
        version,
        "--cert",
        issued.certificate().toString(),
        "--key",
        issued.key().toString());
  }

  @Test
  void filesThatCannotBeUsedAreNamedAtTheStart() throws IOException {
    Issued other = authority.issue("other", 20);
    Path none = folder.resolve("none.pem");
    Path text = Files.writeString(folder.resolve("text.pem"), "no PEM");
    assertSays(none, own.key(), "there is no file " + none);
    assertSays(text, own.key(), text + " holds no certificate in PEM");
    assertSays(own.certificate(), text, text + " is no private key in PEM that can be used");
    assertSays(
        own.certificate(),
        other.key(),
        other.key() + " is not the key of the certificate in " + own.certificate());
  }

  private static void assertSays(Path certificate, Path key, String sentence) {
    Vertx vertx = Vertx.vertx();
    TlsFiles files = new TlsFiles(certificate, key, Optional.empty());
    var why = assertThrows(IllegalStateException.class, () -> files.read(vertx));
    GatewayFixture.join(vertx.close());
    assertTrue(String.valueOf(why.getMessage()).startsWith(sentence), why.getMessage());
  }
}
