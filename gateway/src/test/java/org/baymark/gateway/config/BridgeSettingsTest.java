package org.baymark.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.GatewayFixture;
import org.baymark.gateway.TestAuthority;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.protocol.cose.DevUrn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BridgeSettingsTest {
  private static final DevUrn NAME = new DevUrn("urn:dev:org:32473-gateway-1");

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    GatewayFixture.join(vertx.close());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"#", "+", "a", "/", "a/b", "a/+/b", "+/+", "a/#", "$share/g/a/#", "$SYS/x"})
  void filters(String topic) {
    assertTrue(BridgeSettings.isFilter(topic));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a+",
        "+a/b",
        "#/a",
        "a/#/b",
        "a#",
        "$share",
        "$share/g",
        "$share//a",
        "$share/g/",
        "$share/+/a"
      })
  void noFilters(String topic) {
    assertFalse(BridgeSettings.isFilter(topic));
  }

  private static BridgeSettings at(String broker, Optional<String> user) {
    return new BridgeSettings(
        URI.create(broker),
        List.of("#"),
        user,
        user.map(it -> "secret"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static BridgeSettings shown(
      String broker, Optional<String> certificate, Optional<String> key) {
    return new BridgeSettings(
        URI.create(broker),
        List.of("#"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        certificate,
        key);
  }

  private static String refused(String broker, Optional<String> user) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> at(broker, user)).getMessage());
  }

  @Test
  void anAddressHoldsNoSecretAndNoPath() {
    String why = refused("tcp://me:hunter2@broker:1883", Optional.empty());
    assertFalse(why.contains("hunter2"), why);
    for (String wrong : List.of("mqtt://broker:1883", "tcp://broker", "ssl://broker:8883/x", "x")) {
      assertTrue(refused(wrong, Optional.empty()).startsWith("bridgeBroker is '"));
    }
  }

  @Test
  void aPasswordGoesOverTlsOrStaysOnThisMachine() {
    assertTrue(refused("tcp://broker:1883", Optional.of("me")).contains("use ssl://"));
    at("tcp://127.0.0.1:1883", Optional.of("me"));
    at("ssl://broker:8883", Optional.of("me"));
  }

  @Test
  void aCertificateHasItsKeyAndGoesOverTls() {
    Optional<String> file = Optional.of("x");
    for (Executable wrong :
        List.<Executable>of(
            () -> shown("ssl://broker:8883", file, Optional.empty()),
            () -> shown("ssl://broker:8883", Optional.empty(), file),
            () -> shown("tcp://127.0.0.1:1883", file, file))) {
      var why = assertThrows(IllegalArgumentException.class, wrong);
      assertTrue(String.valueOf(why.getMessage()).startsWith("bridgeCertificate "));
    }
  }

  @Test
  void theCertificateAndItsKeyAreHeldAgainstEachOtherAndTheKeyIsItsOwnersAlone()
      throws IOException {
    TestAuthority authority = TestAuthority.in(folder, "authority");
    authority.issue("one", 20);
    TestAuthority.Issued other = authority.issue("other", 20);
    BridgeSettings settings =
        shown("ssl://broker:8883", Optional.of("one.crt"), Optional.of("one.key"));
    Path key = folder.resolve("one.key");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    assertTrue(line(settings).contains("one.key can be read by others; 'chmod 600 "));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    var line = settings.line(vertx, folder, NAME);
    assertTrue(line.tls().isPresent());
    assertTrue(line.certificateEnds().isPresent());
    Files.write(key, Files.readAllBytes(other.key()));
    assertEquals(
        key + " is not the key of the certificate in " + folder.resolve("one.crt"), line(settings));
    Files.writeString(key, "nonsense");
    assertTrue(line(settings).startsWith(key + " is no private key in PEM"));
    Files.delete(folder.resolve("one.crt"));
    assertEquals("there is no file " + folder.resolve("one.crt"), line(settings));
  }

  @Test
  void thePasswordIsTheFirstLineOfAFileThatNobodyElseReads() throws IOException {
    BridgeSettings settings = at("ssl://broker:8883", Optional.of("me"));
    assertEquals("there is no file " + folder.resolve("secret"), line(settings));
    Files.writeString(folder.resolve("secret"), "pass word\nmore\n");
    Files.setPosixFilePermissions(
        folder.resolve("secret"), PosixFilePermissions.fromString("rw-r-----"));
    assertTrue(line(settings).contains("can be read by others"));
    Files.setPosixFilePermissions(
        folder.resolve("secret"), PosixFilePermissions.fromString("rw-------"));
    var line = settings.line(vertx, folder, NAME);
    assertEquals("pass word", line.login().orElseThrow().password());
    assertFalse(line.toString().contains("pass word"), "a log would show it");
    Files.writeString(folder.resolve("secret"), "");
    assertTrue(line(settings).contains("holds no password"));
  }

  private String line(BridgeSettings settings) {
    return String.valueOf(
        assertThrows(CommandFailure.class, () -> settings.line(vertx, folder, NAME)).getMessage());
  }
}
