package org.baymark.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestAuthority;
import org.baymark.gateway.TestAuthority.Issued;
import org.baymark.gateway.cli.GatewayProgram.Ran;
import org.baymark.gateway.web.Visitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page's password and its TLS, of the program as an operator sets them up. */
class PageProcessTest {
  @TempDir Path work;
  private GatewayProgram gateway;
  private String dir = "";

  @BeforeEach
  void init() throws IOException, InterruptedException {
    gateway = GatewayProgram.init(work);
    dir = gateway.folder.path().toString();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private Ran password(int code, String... more) throws IOException, InterruptedException {
    String[] words = new String[more.length + 4];
    System.arraycopy(new String[] {"gateway", "password", "--dir", dir}, 0, words, 0, 4);
    System.arraycopy(more, 0, words, 4, more.length);
    Ran ran = gateway.baymark(words);
    assertEquals(code, ran.code(), ran.err());
    assertFalse(ran.err().contains("\tat "), ran.err());
    return ran;
  }

  @Test
  void aPasswordIsSetChangedAndTakenAwayWhileTheGatewayRuns()
      throws IOException, InterruptedException {
    String generated = password(0, "--generate").out().strip();
    assertTrue(generated.matches("([a-z2-9]{5}-){3}[a-z2-9]{5}"), generated);
    Path file = gateway.folder.pageUsers();
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertFalse(Files.readString(file).contains(generated));
    Process running = gateway.start();
    Visitor visitor = new Visitor(gateway.address("http"));
    visitor.json(200, visitor.login("operator", generated));
    visitor.json(403, visitor.login("viewer", generated));
    assertEquals(
        gateway.folder.readConfig().name().text(), visitor.get(200, "/about").getString("gateway"));
    Path secret = Files.writeString(work.resolve("secret"), "for those who look\n");
    password(0, "--viewer", "--password-file", secret.toString());
    OutgoingFixture.until(() -> visitor.login("viewer", "for those who look").statusCode() == 200);
    password(0, "--remove", "--viewer");
    OutgoingFixture.until(() -> visitor.call("GET", "/about", "").statusCode() == 401);
    password(1, "--remove", "--viewer");
    password(64, "--remove", "--generate");
    GatewayProgram.stop(running);
    String written = Files.readString(gateway.folder.logs().resolve("gateway.log"));
    assertFalse(written.contains(generated), "the log has the password");
  }

  @Test
  void overTlsTheCookiesStayThere() throws Exception {
    TestAuthority authority = TestAuthority.in(work, "authority");
    Issued own = authority.issue("gateway", 20);
    set("tlsCertificate", own.certificate().toString());
    set("tlsKey", own.key().toString());
    set("https", "127.0.0.1:0");
    String generated = password(0, "--generate").out().strip();
    gateway.start();
    Visitor visitor = new Visitor(gateway.address("https"), trusting(authority.certificate()));
    visitor.json(200, visitor.login("operator", generated));
    JsonObject session = visitor.get(200, "/session");
    assertEquals("operator", session.getString("role"));
    assertEquals(2, visitor.cookieLines.size());
    visitor.cookieLines.forEach(
        (name, line) -> {
          assertTrue(name.startsWith("__Host-"), line);
          assertTrue(line.contains("Secure") && line.contains("Path=/"), line);
        });
    visitor.json(200, visitor.change("DELETE", "/session", ""));
  }

  @Test
  void withoutACertificateThereIsNoHttps() throws IOException {
    set("https", "127.0.0.1:0");
    IllegalStateException why =
        org.junit.jupiter.api.Assertions.assertThrows(
            IllegalStateException.class, () -> gateway.start());
    assertTrue(
        String.valueOf(why.getMessage()).contains("https needs a certificate"), why.getMessage());
  }

  private void set(String key, String value) throws IOException {
    Path config = gateway.folder.config();
    String text = Files.readString(config);
    String changed = text.replaceFirst("(?m)^(# )?" + key + ": .*$", key + ": '" + value + "'");
    assertFalse(changed.equals(text), key);
    Files.writeString(config, changed);
  }

  private static SSLContext trusting(Path authority) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(authority)) {
      store.setCertificateEntry(
          "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(store);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trusted.getTrustManagers(), null);
    return tls;
  }
}
