package org.baymark.gateway.transport.coap;

import static org.baymark.gateway.transport.Wrong.KNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestAuthority;
import org.baymark.gateway.TestAuthority.Issued;
import org.baymark.gateway.access.TlsFiles;
import org.baymark.gateway.transport.mqtt.Mosquitto;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** CoAP over DTLS with certificates. */
class DtlsCertificatesTest {
  static final List<String> LIBRARIES = CoapClient.LIBRARIES;

  @TempDir Path folder;
  @TempDir Path store;
  private TestAuthority authority;
  private Issued own;
  private DtlsFixture house;

  @BeforeEach
  void start() {
    authority = TestAuthority.in(folder, "authority");
    own = authority.issue("gateway", 20);
    house =
        DtlsFixture.withCertificates(
            store,
            new TlsFiles(own.certificate(), own.key(), Optional.of(authority.certificate())));
    house.gateway.with(KNOWN);
  }

  @AfterEach
  void stop() {
    house.close();
  }

  private String post(String library, long seq, Issued device, TestAuthority trusted) {
    Path file = Path.of(Mosquitto.file(folder, KNOWN.says(1, seq).encoded()));
    List<String> words = new ArrayList<>(List.of("-c", device.certificate().toString(), "-j"));
    words.addAll(List.of(device.key().toString(), "-C", trusted.certificate().toString()));
    return CoapClient.post(library, house.port(), file, words.toArray(String[]::new));
  }

  @ParameterizedTest
  @FieldSource("LIBRARIES")
  void coapClientDeliversWithACertificateOfTheRightAuthorityAlone(String library)
      throws IOException {
    String said = post(library, 0, withBothHalves(authority.issue("sensor", 20)), authority);
    assertTrue(said.contains("c:2.04"), said);
    String late = post(library, 1, withBothHalves(authority.issue("late", -1)), authority);
    assertTrue(!late.contains("c:2"), late);
    house.untilFailed("certificate-expired");
    TestAuthority stranger =
        TestAuthority.in(Files.createDirectory(folder.resolve("strange")), "stranger");
    Issued forged = withBothHalves(stranger.issue("sensor", 20));
    String foreign = post(library, 1, forged, authority);
    assertTrue(!foreign.contains("c:2"), foreign);
    assertEquals(1, house.gateway.stored().size());
  }

  /** GnuTLS reads no key file without its public half. */
  private static Issued withBothHalves(Issued issued) {
    String key = issued.key().toString();
    Mosquitto.Ended ended = Mosquitto.run(List.of("openssl", "ec", "-in", key, "-out", key));
    assertEquals(0, ended.exitCode(), ended.output());
    return issued;
  }

  @Test
  void aSharedKeyIsNoCertificate() {
    Path file = Path.of(Mosquitto.file(folder, KNOWN.says(1, 0).encoded()));
    String said =
        CoapClient.post(
            "openssl", house.port(), file, "-u", DtlsFixture.IDENTITY, "-k", DtlsFixture.SECRET);
    assertTrue(!said.contains("c:2"), said);
    house.untilFailed("handshake-failure");
  }

  @Test
  void theCertificateOfADeviceWhoseKeyIsRevokedOpensNothing() {
    Issued its = authority.issue(KNOWN.name().text(), 20);
    String before = post("openssl", 0, its, authority);
    assertTrue(before.contains("c:2.04"), before);
    house.gateway.revoke(KNOWN.name());
    String after = post("openssl", 1, its, authority);
    assertTrue(!after.contains("c:2"), after);
    house.untilFailed("access-denied");
  }

  @Test
  void aRenewedCertificateIsShown() throws IOException {
    Issued device = authority.issue("sensor", 20);
    TestAuthority other = TestAuthority.in(Files.createDirectory(folder.resolve("other")), "other");
    Issued renewed = other.issue("gateway", 20);
    Path statement = Path.of(Mosquitto.file(folder, KNOWN.says(1, 0).encoded()));
    String[] asOfTheOther = {
      "-c",
      device.certificate().toString(),
      "-j",
      device.key().toString(),
      "-C",
      other.certificate().toString()
    };
    String before = CoapClient.post("openssl", house.port(), statement, asOfTheOther);
    assertTrue(!before.contains("c:2"), before);
    // The way of a tool that renews: one file, then the other, in their places.
    Files.move(renewed.certificate(), own.certificate(), StandardCopyOption.REPLACE_EXISTING);
    Files.move(renewed.key(), own.key(), StandardCopyOption.REPLACE_EXISTING);
    OutgoingFixture.until(
        () -> CoapClient.post("openssl", house.port(), statement, asOfTheOther).contains("c:2.04"));
  }
}
