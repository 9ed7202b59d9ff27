package org.baymark.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestAuthority;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.cli.GatewayProgram.Ran;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that lets in who shows a certificate: Mosquitto with require_certificate. */
class BridgeCertificateProcessTest {
  private static final TestDevice SENSOR = TestDevice.named("sensor", Suite.EDDSA);

  @TempDir Path work;
  private GatewayProgram gateway;
  private TestAuthority authority;
  private TestBroker broker;
  private int inner;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    authority = TestAuthority.in(work, "authority");
    TestAuthority.Issued own = authority.issue("localhost", 20);
    // Without TLS devices come in beside it, on this machine.
    try (java.net.ServerSocket free = new java.net.ServerSocket(0)) {
      inner = free.getLocalPort();
    }
    broker =
        TestBroker.start(
            work.resolve("broker"),
            """
            cafile %s
            certfile %s
            keyfile %s
            require_certificate true
            use_identity_as_username true
            listener %d 127.0.0.1
            """
                .formatted(authority.certificate(), own.certificate(), own.key(), inner));
    gateway = GatewayProgram.init(work);
    gateway.set("bridgeBroker", "ssl://localhost:" + broker.port());
    gateway.set("bridgeTopics", SENSOR.topic());
    gateway.set("bridgeCa", authority.certificate().toString());
  }

  @AfterEach
  void stop() {
    gateway.close();
    broker.close();
  }

  /** Lays a certificate and its key where the settings name them. */
  private void lay(TestAuthority.Issued issued) throws IOException {
    Path key = gateway.folder.path().resolve("bridge.key");
    Files.write(
        gateway.folder.path().resolve("bridge.crt"), Files.readAllBytes(issued.certificate()));
    Files.write(key, Files.readAllBytes(issued.key()));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
  }

  private Ran reload() throws IOException, InterruptedException {
    return gateway.baymark("gateway", "reload", "--dir", gateway.folder.path().toString());
  }

  private String status() {
    return new GatewayCaller(gateway.folder).get("/status").toString();
  }

  private boolean isConnectedAs(String name) {
    try {
      return broker.log().contains("u'" + name + "'") && status().contains("subscribed at");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void say(long seq) {
    try (CrashLine line = CrashLine.mqtt(inner, 5, SENSOR.topic())) {
      line.say(SENSOR.says(1, seq).encoded(), () -> false);
    }
  }

  @Test
  void theGatewayShowsItsCertificateAndARenewedOneAfterAReload() throws Exception {
    Process running = gateway.start();
    gateway.believe(SENSOR);
    OutgoingFixture.until(() -> status().contains("the broker asks for a certificate: set"));
    assertTrue(log().contains("nothing comes from the broker"), log());
    assertFalse(status().contains("subscribed at"));

    lay(authority.issue("gateway-1", 20));
    gateway.set("bridgeCertificate", "bridge.crt");
    gateway.set("bridgeKey", "bridge.key");
    Ran done = reload();
    assertTrue(
        done.out().contains("bridgeCertificate is bridge.crt now, and was none"), done.out());
    OutgoingFixture.until(() -> isConnectedAs("gateway-1"));
    say(0);
    OutgoingFixture.until(() -> gateway.stats().path("accepted").asLong() == 1);
    assertEquals("nothing is other than before\n", reload().out());

    lay(authority.issue("gateway-2", 10));
    done = reload();
    assertTrue(
        done.out().contains("bridgeKey is bridge.key as before, and this file was renewed"),
        done.out());
    OutgoingFixture.until(() -> isConnectedAs("gateway-2"));
    OutgoingFixture.until(() -> log().contains("bridgeCertificate ends soon"));
    say(1);
    OutgoingFixture.until(() -> gateway.stats().path("accepted").asLong() == 2);
    GatewayProgram.stop(running);
  }

  @Test
  void halfOfARenewalIsRefusedInOneSentenceAndTheBridgeStays() throws Exception {
    lay(authority.issue("gateway-1", 20));
    gateway.set("bridgeCertificate", "bridge.crt");
    gateway.set("bridgeKey", "bridge.key");
    Process running = gateway.start();
    gateway.believe(SENSOR);
    OutgoingFixture.until(() -> isConnectedAs("gateway-1"));
    Path certificate = gateway.folder.path().resolve("bridge.crt");
    Files.write(certificate, Files.readAllBytes(authority.issue("gateway-2", 20).certificate()));
    Ran ran = reload();
    assertEquals(1, ran.code(), ran.out());
    assertTrue(ran.err().contains("bridge.key is not the key of the certificate in "), ran.err());
    // A JVM of 25 may have a word of its own about native code.
    assertEquals(1, ran.err().lines().filter(it -> it.startsWith("baymark:")).count(), ran.err());
    assertFalse(ran.err().contains("\tat "), ran.err());
    say(0);
    OutgoingFixture.until(() -> gateway.stats().path("accepted").asLong() == 1);
    GatewayProgram.stop(running);
  }

  @Test
  void aCertificateOfSomebodyElseIsRefusedByTheBrokerAndTheStatusSaysSo() throws Exception {
    lay(TestAuthority.in(work, "stranger").issue("gateway-1", 20));
    gateway.set("bridgeCertificate", "bridge.crt");
    gateway.set("bridgeKey", "bridge.key");
    Process running = gateway.start();
    OutgoingFixture.until(() -> log().contains("nothing comes from the broker"));
    OutgoingFixture.until(() -> status().contains("the broker refuses the gateway's certificate"));
    GatewayProgram.stop(running);
  }

  private String log() {
    try {
      return Files.readString(gateway.folder.logs().resolve("gateway.log"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
