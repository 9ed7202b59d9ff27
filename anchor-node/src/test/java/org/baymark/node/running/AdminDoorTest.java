package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.baymark.node.Alliance;
import org.baymark.node.cli.Terminal;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.node.pin.OwnKey;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who changes anything at a member as its operator: nobody without the token, whatever certificate
 * of a member it has, and nobody at another port. Asked with curl and openssl, as a stranger would.
 */
class AdminDoorTest {
  private static final String TOKEN = "Authorization: Bearer " + RunningAlliance.TOKEN;

  @TempDir static Path folder;
  private static RunningAlliance alliance;
  private static WorkingFolder other; // what the second member has of its own
  private static Checkpoint before;

  @BeforeAll
  static void start() throws Exception {
    isThere("curl");
    isThere("openssl");
    alliance = new RunningAlliance(folder, 2);
    alliance.startAll();
    other = new WorkingFolder(folder.resolve("other"));
    alliance.keys(1).write(other);
    before = alliance.sameHead(2);
  }

  @AfterAll
  static void stop() {
    Optional.ofNullable(alliance).ifPresent(RunningAlliance::close);
  }

  private static void isThere(String program) throws InterruptedException {
    try {
      Process version = new ProcessBuilder(program, "--version").redirectErrorStream(true).start();
      version.getInputStream().close();
      version.waitFor();
    } catch (IOException e) {
      String what = "skipped: there is no " + program + " here";
      assertFalse("true".equals(System.getenv("CI")), what + ", and CI may not skip it");
      assumeTrue(false, what);
    }
  }

  private static String said(List<String> words) throws Exception {
    Process process =
        new ProcessBuilder(words)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    process.waitFor();
    return said;
  }

  /** The status that curl is answered; 000 where there is no answer of HTTP. */
  private static String status(String url, String... more) throws Exception {
    List<String> words = new ArrayList<>(List.of("curl", "-s", "-o", "/dev/null"));
    words.addAll(List.of("-w", "%{http_code}", "--max-time", "30"));
    words.addAll(List.of(more));
    words.add(url);
    return said(words);
  }

  private static WorkingFolder own() {
    return new WorkingFolder(alliance.folder(0));
  }

  private static String door() throws IOException {
    return Files.readString(own().adminAddress()).strip();
  }

  private static String trusted() {
    return own().adminCertificate().toString();
  }

  private static Path card(String gateway) throws IOException {
    DevUrn name = new DevUrn("urn:dev:org:32473-" + gateway);
    byte[] card =
        new Request.Register(Alliance.registration(name, Kind.BATCH))
            .sign(Alliance.key(name.text()), name, 1)
            .encoded()
            .toArray();
    return Files.write(folder.resolve(gateway + ".card"), card);
  }

  private static void nothingHasChanged() {
    assertEquals(alliance.members, alliance.membersAt(0));
    assertEquals(0, alliance.epoch(0));
    assertEquals(before.size(), alliance.node(0).sequencer().status().size());
    assertEquals(2, alliance.node(0).takingPart().size());
  }

  @Test
  void aCertificateOpensNothingAndTheTokenDoes() throws Exception {
    String card = "@" + card("curled");
    String[] paths = {"/gateways", "/stop", "/stop?epoch=0", "/nowhere"};
    for (String path : paths) {
      String url = door() + path;
      String crt = other.tlsCertificate().toString();
      String key = other.tlsKey().toString();
      String[] asMember = {"--cacert", trusted(), "--cert", crt, "--key", key, "-d", card};
      assertEquals("401", status(url, asMember), path);
      assertEquals("401", status(url, "--cacert", trusted(), "-d", card), path);
      String guess = "Authorization: Bearer " + "0".repeat(32);
      assertEquals("401", status(url, "--cacert", trusted(), "-H", guess, "-d", card), path);
    }
    nothingHasChanged();
    for (String version : List.of("1.2", "1.3")) {
      String[] asOperator = {
        "--cacert", trusted(), "--tlsv" + version, "--tls-max", version, "-H", TOKEN
      };
      assertEquals("404", status(door() + "/nowhere", asOperator));
      assertEquals("405", status(door() + "/gateways", asOperator));
    }
    nothingHasChanged();
    String plain = door().replace("https:", "http:");
    assertEquals("000", status(plain + "/stop", "-H", TOKEN, "-d", ""), "no TLS, no answer");
    assertEquals("000", status(door() + "/stop", "-H", TOKEN, "-d", ""), "no authority vouches");
    nothingHasChanged();
    opensToItsOperator(card);
  }

  /** Last, since it changes the log. */
  private static void opensToItsOperator(String card) throws Exception {
    String[] more = {"--cacert", trusted(), "-H", TOKEN, "--data-binary", card};
    assertEquals("200", status(door() + "/gateways", more));
    String dir = alliance.operated(0).toString();
    Terminal.Outcome admitted =
        Terminal.run("node", "admit", "--dir", dir, card("one"), card("two"), card("one"));
    assertEquals(0, admitted.code(), admitted.err());
    assertEquals(3, admitted.out().lines().count(), admitted.out());
    before = alliance.sameHead(before.size() + 3);
  }

  @Test
  void noOtherPortHasThem() throws Exception {
    String card = "@" + card("stranger");
    String peer = "https://" + alliance.member(0).addresses().peer();
    String order = "https://" + alliance.member(0).addresses().order();
    String crt = other.tlsCertificate().toString();
    String key = other.tlsKey().toString();
    for (String path : List.of("/gateways", "/stop", "/stop?epoch=0")) {
      assertEquals("404", status(alliance.url(0) + path, "-H", TOKEN, "--data-binary", card));
      assertEquals("404", status(alliance.url(0) + path, "-H", TOKEN));
      String[] asMember = {"-k", "--cert", crt, "--key", key, "-H", TOKEN, "--data-binary", card};
      assertEquals("404", status(peer + path, asMember));
      assertNotEquals("200", status(order + path, asMember));
      assertEquals("000", status(peer + path, "-k", "-H", TOKEN, "--data-binary", card));
    }
    assertEquals(alliance.members, alliance.membersAt(0));
    assertEquals(0, alliance.epoch(0));
  }

  @Test
  void itShowsACertificateOfItsOwnAndAsksForNone() throws Exception {
    List<String> words = new ArrayList<>(List.of("openssl", "s_client", "-connect"));
    words.add(door().substring("https://".length()));
    words.addAll(List.of("-cert", other.tlsCertificate().toString()));
    words.addAll(List.of("-key", other.tlsKey().toString(), "-CAfile", trusted()));
    String said = said(words);
    assertTrue(said.contains("Verify return code: 0 (ok)"), said);
    assertTrue(said.contains("No client certificate CA names sent"), said);
    assertFalse(said.contains("Requested Signature Algorithms"), "it asks for no certificate");
    assertTrue(said.contains(Files.readString(own().adminCertificate()).strip()), said);
    for (int member = 0; member < 2; member++) {
      assertFalse(said.contains(known(member)), "it is not what members know one another by");
    }
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(own().adminKey())));
  }

  /** The certificate by which members know it, as a line of it would stand in PEM. */
  private static String known(int member) throws Exception {
    byte[] der = alliance.keys(member).tls().certificate().getEncoded();
    return Base64.getEncoder().encodeToString(der).substring(0, 64);
  }

  @Test
  void aCommandShowsTheTokenToNobodyElse() throws Exception {
    Path dir = alliance.operated(1);
    WorkingFolder working = new WorkingFolder(dir);
    String right = Files.readString(working.adminAddress());
    Vertx vertx = Vertx.vertx();
    AtomicInteger heard = new AtomicInteger();
    try {
      // Another member, with what it has: its own certificate.
      OwnKey key = new OwnKey(alliance.keys(0).tls().certificate(), alliance.keys(0).tls().key());
      HttpServerOptions options =
          new HttpServerOptions().setSsl(true).setKeyCertOptions(KeyCertOptions.wrap(key));
      HttpServer impostor =
          vertx
              .createHttpServer(options)
              .requestHandler(
                  request -> {
                    heard.incrementAndGet();
                    request.response().end();
                  })
              .listen(0, "127.0.0.1")
              .toCompletionStage()
              .toCompletableFuture()
              .join();
      Files.writeString(working.adminAddress(), "https://127.0.0.1:" + impostor.actualPort());
      Terminal.Outcome refused = Terminal.run("node", "admit", "--dir", dir, card("lost"));
      assertEquals(69, refused.code(), refused.out());
      assertTrue(refused.err().contains("is not this node, and was told nothing"), refused.err());
      assertEquals(0, heard.get());
    } finally {
      Files.writeString(working.adminAddress(), right);
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  @Test
  void whatIsMissingIsMadeWhenTheNodeStarts() throws Exception {
    WorkingFolder working = new WorkingFolder(alliance.folder(1));
    String first = Files.readString(working.adminCertificate());
    alliance.stop(1);
    assertFalse(Files.exists(working.adminAddress()), "the door is closed");
    alliance.start(1);
    assertEquals(first, Files.readString(working.adminCertificate()));
    alliance.stop(1);
    Files.delete(working.adminKey());
    alliance.start(1);
    assertNotEquals(first, Files.readString(working.adminCertificate()));
    String right = "Bearer " + RunningAlliance.TOKEN;
    NodeClient operator = alliance.operator(1);
    assertEquals(404, operator.post("/x", right, Bytes.EMPTY).status());
  }
}
