package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.baymark.node.Alliance;
import org.baymark.node.FreePorts;
import org.baymark.node.TestGateway;
import org.baymark.node.folder.MemberCard;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.receipt.Receipt;
import org.baymark.protocol.receipt.ReceiptIssuer;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member whose keys for ES256 lie in a PKCS#11 token: SoftHSM2, behind the real program. */
class TokenIT {
  private static final String PIN = "48151623";
  private static final List<Path> LIBRARIES =
      List.of(
          Path.of("/usr/lib/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so"));

  @TempDir Path temporary;
  private Map<String, String> environment = Map.of();
  private Path config = Path.of("");

  private record Said(int exit, String text) {}

  @BeforeEach
  void token() throws Exception {
    Optional<Path> library = LIBRARIES.stream().filter(Files::exists).findFirst();
    if (library.isEmpty()) {
      String what = "skipped: no SoftHSM2 here (Debian: apt install softhsm2)";
      assertTrue(!"true".equals(System.getenv("CI")), what + ", and CI may not skip it");
      assumeTrue(false, what);
    }
    Path store = Files.createDirectory(temporary.resolve("tokens"));
    Path settings = temporary.resolve("softhsm2.conf");
    Files.writeString(settings, "directories.tokendir = " + store + "\nlog.level = ERROR\n");
    environment = Map.of("SOFTHSM2_CONF", settings.toString());
    String[] make = {"--init-token", "--free", "--label", "node", "--so-pin", "0000", "--pin", PIN};
    Said made =
        said(Stream.concat(Stream.of("softhsm2-util"), Stream.of(make)).toArray(String[]::new));
    assertEquals(0, made.exit(), made.text());
    config =
        Files.writeString(
            temporary.resolve("hsm.cfg"),
            "name = hsm\nlibrary = " + library.orElseThrow() + "\nslotListIndex = 0\n");
  }

  private Said said(String... words) throws IOException, InterruptedException {
    return said(new ProcessBuilder(words));
  }

  private Said baymark(String... words) throws IOException, InterruptedException {
    return said(Program.launcher("", words));
  }

  private Said said(ProcessBuilder builder) throws IOException, InterruptedException {
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), text);
  }

  private Path pin(String text) throws IOException {
    return Files.writeString(temporary.resolve("pin"), text + "\n");
  }

  private Said init(Path dir, int port, String pin) throws Exception {
    return baymark(
        "node",
        "init",
        "--dir",
        dir.toString(),
        "--listen",
        "127.0.0.1:" + port,
        "--checkpoint-every",
        "200ms",
        "--token",
        config.toString(),
        "--token-pin",
        pin(pin).toString());
  }

  private static List<Path> inTheToken(WorkingFolder folder) {
    return List.of(
        folder.registrarKey(), folder.reporterKey(), folder.governorKey(), folder.receiptsKey());
  }

  @Test
  void aMemberSignsInTheTokenAndMovesToNewKeysThere() throws Exception {
    Path dir = temporary.resolve("node");
    WorkingFolder folder = new WorkingFolder(dir);
    int port = FreePorts.next();
    Said made = init(dir, port, PIN);
    assertEquals(0, made.exit(), made.text());
    for (Path file : inTheToken(folder)) {
      assertTrue(Files.readString(file).startsWith("pkcs11:object=baymark-"), file::toString);
    }
    assertFalse(Files.readString(folder.cosignKey()).contains("pkcs11"), "Ed25519 stays a file");
    assertEquals(
        PosixFilePermissions.fromString("rw-------"),
        Files.getPosixFilePermissions(folder.tokenPin()));
    Member.Keys keys = MemberCard.read(folder.card()).keys();
    assertEquals(Suite.ES256, keys.registrar().suite());
    assertEquals(Suite.ES256, keys.governor().suite());

    NodeClient node = new NodeClient("http://127.0.0.1:" + port);
    for (int life = 0; life < 2; life++) { // the second finds the keys again
      try (Program running = Program.start(dir, environment)) {
        running.readyLine();
        TestGateway gateway = TestGateway.of("gateway" + life);
        Bytes card =
            new Request.Register(Alliance.registration(gateway.name(), Kind.BATCH))
                .sign(gateway.key(), gateway.name(), 1)
                .encoded();
        Path file = Files.write(temporary.resolve("gateway.card"), card.toArray());
        Said admitted = baymark("node", "admit", "--dir", dir.toString(), file.toString());
        assertEquals(0, admitted.exit(), admitted.text());
        assertTrue(isReceipted(node, keys), "the receipt of the genesis is signed in the token");
        assertEquals(0, running.terminate());
      }
    }
    Said renewed = baymark("node", "renew", "--dir", dir.toString(), "--keys");
    assertEquals(0, renewed.exit(), renewed.text());
    WorkingFolder next = new WorkingFolder(dir.resolve("next"));
    for (int i = 0; i < 4; i++) {
      String then = Files.readString(inTheToken(next).get(i));
      assertTrue(then.startsWith("pkcs11:object=baymark-"), then);
      assertNotEquals(Files.readString(inTheToken(folder).get(i)), then, "the old one stays");
    }
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        boolean tells =
            new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(PIN);
        assertEquals(file.equals(folder.tokenPin()), tells, "the PIN in " + file);
      }
    }
  }

  /** Of the genesis, by the ES256 key of the card. */
  private static boolean isReceipted(NodeClient node, Member.Keys keys) {
    ReceiptIssuer issuer = new ReceiptIssuer(Alliance.ORIGIN, Alliance.MEMBER, keys.receipts());
    Bytes genesis = node.get("/entries/0").body();
    String id = Sign1.parse(genesis, 65_535).toOptional().orElseThrow().id().hex();
    return Receipt.parse(node.get("/entries/" + id).body())
        .toOptional()
        .flatMap(receipt -> receipt.includes(genesis, issuer).toOptional())
        .isPresent();
  }

  /** What would have been signed next was not: nothing on the disk speaks of more than was said. */
  @Test
  void aTokenThatIsPulledOutStopsTheNodeUntilItIsBack() throws Exception {
    Path dir = temporary.resolve("node");
    WorkingFolder folder = new WorkingFolder(dir);
    int port = FreePorts.next();
    assertEquals(0, init(dir, port, PIN).exit());
    String yaml = Files.readString(folder.config());
    Files.writeString(
        folder.config(), yaml.replaceAll("heartbeat-every: \"[^\"]*\"", "heartbeat-every: 1s"));
    Path store = temporary.resolve("tokens");
    Path away = temporary.resolve("pulled-out");
    NodeClient node = new NodeClient("http://127.0.0.1:" + port);
    try (Program running = Program.start(dir, environment)) {
      running.readyLine();
      Files.move(store, away);
      assertEquals(1, running.awaitExit());
    }
    String log = Files.readString(folder.logs().resolve("node.log"));
    assertTrue(log.contains("the token does not sign with baymark-reporter-"), log);

    Said without = baymark("node", "run", "--dir", dir.toString());
    assertEquals(2, without.exit(), without.text());
    assertTrue(without.text().contains("token"), without.text());
    assertFalse(without.text().contains("\tat "), without.text());

    Files.move(away, store);
    try (Program again = Program.start(dir, environment)) {
      again.readyLine();
      long size =
          SignedCheckpoint.parse(node.get("/checkpoint").body())
              .toOptional()
              .orElseThrow()
              .checkpoint()
              .size();
      RunningAlliance.await(
          "the next head",
          () ->
              SignedCheckpoint.parse(node.get("/checkpoint").body())
                  .toOptional()
                  .filter(note -> note.checkpoint().size() > size));
      assertEquals(0, again.terminate());
    }
    assertFalse(Files.readString(folder.logs().resolve("node.log")).contains("\tat "));
  }

  /** Before the next head stops the node: a gateway is not admitted, and nobody waits. */
  @Test
  void whoAsksForASignatureHearsThatTheTokenIsAway() throws Exception {
    Path dir = temporary.resolve("node");
    WorkingFolder folder = new WorkingFolder(dir);
    assertEquals(0, init(dir, FreePorts.next(), PIN).exit());
    String yaml = Files.readString(folder.config());
    Files.writeString(
        folder.config(), yaml.replaceAll("heartbeat-every: \"[^\"]*\"", "heartbeat-every: 1h"));
    TestGateway gateway = TestGateway.of("gateway");
    Bytes card =
        new Request.Register(Alliance.registration(gateway.name(), Kind.BATCH))
            .sign(gateway.key(), gateway.name(), 1)
            .encoded();
    Path file = Files.write(temporary.resolve("gateway.card"), card.toArray());
    try (Program running = Program.start(dir, environment)) {
      running.readyLine();
      Files.move(temporary.resolve("tokens"), temporary.resolve("pulled-out"));
      Said refused = baymark("node", "admit", "--dir", dir.toString(), file.toString());
      assertEquals(1, refused.exit(), refused.text());
      assertTrue(refused.text().contains("token-away: the token of this node"), refused.text());
    }
  }

  @Test
  void whatIsWrongWithATokenIsSaidInASentence() throws Exception {
    Path dir = temporary.resolve("node");
    Said wrong = init(dir, 8090, "0815");
    assertEquals(2, wrong.exit(), wrong.text());
    assertTrue(wrong.text().contains("the PIN is wrong"), wrong.text());
    assertFalse(Files.exists(dir), "nothing is made");

    assertEquals(0, init(dir, 8090, PIN).exit());
    WorkingFolder folder = new WorkingFolder(dir);
    Files.writeString(folder.governorKey(), "pkcs11:object=baymark-governor-gone\n");
    Said gone = baymark("node", "run", "--dir", dir.toString());
    assertEquals(2, gone.exit(), gone.text());
    assertTrue(gone.text().contains("holds no key"), gone.text());
    assertTrue(gone.text().contains("governor.key"), gone.text());

    Files.delete(folder.tokenPin());
    Said closed = baymark("node", "run", "--dir", dir.toString());
    assertEquals(2, closed.exit(), closed.text());
    assertTrue(closed.text().contains("token.pin"), closed.text());

    Files.writeString(config, "name = hsm\nlibrary = /no/such/library.so\n");
    Said absent = init(temporary.resolve("other"), 8090, PIN);
    assertEquals(2, absent.exit(), absent.text());
    for (Said each : List.of(wrong, gone, closed, absent)) {
      assertFalse(each.text().contains("\tat "), each.text());
      assertFalse(each.text().contains(PIN), each.text());
    }
  }
}
