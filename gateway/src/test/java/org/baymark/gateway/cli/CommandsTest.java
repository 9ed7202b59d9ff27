package org.baymark.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestAuthority;
import org.baymark.gateway.TestMember;
import org.baymark.gateway.TestNode;
import org.baymark.gateway.config.ConfigFile;
import org.baymark.gateway.config.GatewayConfig;
import org.baymark.gateway.config.HostPort;
import org.baymark.gateway.config.MqttLogin;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.gateway.folder.GatewayFolder;
import org.baymark.gateway.folder.Nodes;
import org.baymark.gateway.folder.SecretFiles;
import org.baymark.gateway.store.Backup;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.StoreFile;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Request;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the shell gets: exit codes, files, and sentences. */
class CommandsTest {
  @TempDir Path work;
  private Path dir;
  private Path policy;
  private Path allianceKey;
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void makeAlliance() throws IOException {
    dir = work.resolve("gateway");
    policy = work.resolve("trust.policy");
    allianceKey = work.resolve("alliance.key");
    Files.writeString(policy, TestMember.policyText("http://127.0.0.1:1"));
    Files.writeString(allianceKey, "ab".repeat(32) + "\n");
  }

  private int run(String... words) {
    CommandLine line = Commands.line(folder -> 0);
    line.setErr(new PrintWriter(err, true));
    line.setOut(new PrintWriter(new StringWriter(), true));
    return line.execute(words);
  }

  private int init(String... more) {
    List<String> words = new ArrayList<>(List.of("gateway", "init", "--dir", dir.toString()));
    words.addAll(List.of("--alliance", policy.toString()));
    words.addAll(List.of("--alliance-key", allianceKey.toString()));
    words.addAll(List.of(more));
    return run(words.toArray(String[]::new));
  }

  private void assertSays(String words) {
    assertTrue(err.toString().contains(words), err.toString());
    assertFalse(err.toString().contains("\tat "), "a stack trace for a person: " + err);
  }

  @Test
  void withACertificateOthersReachThePageAndMqttByPasswords() {
    TestAuthority.Issued own = TestAuthority.in(work, "authority").issue("gateway", 20);
    String certificate = own.certificate().toString();
    assertEquals(0, init("--tls", certificate, "--tls-key", own.key().toString()));
    GatewayConfig config = new GatewayFolder(dir).readConfig();
    assertEquals(Optional.of(new HostPort("0.0.0.0", 8443)), config.https());
    assertEquals(Optional.of(new HostPort("0.0.0.0", 8883)), config.mqttSettings().mqttTls());
    assertEquals(MqttLogin.PASSWORD, config.mqttSettings().mqttLogin());
    assertEquals(Optional.of(certificate), config.mqttSettings().tlsCertificate());
    assertTrue(config.http().isLoopback() && config.mqtt().isLoopback(), "without TLS: only here");
  }

  @Test
  void aCertificateThatCannotBeUsedMakesNoFolder() throws IOException {
    TestAuthority authority = TestAuthority.in(work, "authority");
    TestAuthority.Issued own = authority.issue("gateway", 20);
    TestAuthority.Issued ended = authority.issue("ended", -1);
    String key = own.key().toString();
    assertEquals(64, init("--tls", own.certificate().toString()));
    assertSays("--tls and --tls-key go together");
    assertEquals(64, init("--tls-key", key));
    assertEquals(2, init("--tls", work.resolve("none").toString(), "--tls-key", key));
    assertSays("there is no file " + work.resolve("none"));
    assertEquals(2, init("--tls", ended.certificate().toString(), "--tls-key", key));
    assertSays("is not the key of the certificate in ");
    assertEquals(
        2, init("--tls", ended.certificate().toString(), "--tls-key", ended.key().toString()));
    assertSays("get a new one");
    assertFalse(Files.exists(dir));
  }

  @Test
  void initMakesAFolderWhoseSecretsAreItsOwners() throws IOException {
    assertEquals(0, init("--http", "127.0.0.1:0", "--seal-after", "2s", "--owner", "Pearl"));
    GatewayFolder folder = new GatewayFolder(dir);
    for (Path secret : List.of(folder.key(), folder.token(), folder.allianceKey())) {
      assertEquals(
          "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)));
    }
    GatewayConfig config = folder.readConfig();
    assertEquals(2, config.sealAfter().toSeconds());
    assertEquals(0, config.http().port());
    Sign1 card =
        Sign1.parse(Bytes.owning(Files.readAllBytes(folder.card())), 65_535)
            .toOptional()
            .orElseThrow();
    assertTrue(card.signedBy(folder.readKey().verifyingKey()));
    Registration wish =
        Request.parse(card).toOptional().orElseThrow().match(it -> it, CommandsTest::none);
    assertTrue(wish.isGateway());
    assertEquals("Pearl", wish.owner());
    assertEquals("127.0.0.1", Nodes.of(folder, folder.readPolicy(), config).all().get(0).getHost());
    folder.readToken();
    folder.readAllianceKeys();
  }

  @Test
  void initTakesNoTrustFileWithAKeyThatEverybodyHas() throws IOException {
    Bytes secret = Digest.sha256(Bytes.ofUtf8("baymark test key log key of alpha")).bytes();
    SigningKey known = SigningKey.ofSecret(Suite.EDDSA, secret).toOptional().orElseThrow();
    String vkey = NoteKey.of("example.com/log", NoteKey.LOG, known.verifyingKey()).vkey();
    Files.writeString(policy, "log " + vkey + " http://127.0.0.1:1\nquorum none\n");
    assertEquals(2, init());
    assertSays("example.com/log: the key is a test key of the protocol's vectors");
    assertFalse(Files.exists(dir));
  }

  private int restore() {
    Path left = work.resolve("left");
    Path backup = work.resolve("backup.db");
    if (!Files.exists(backup)) {
      Database.open(make(left)).close();
      try (StoreFile store = StoreFile.open(StoreFile.in(left))) {
        Backup.write(store, backup);
      }
    }
    return run(
        "gateway restore %s --name urn:dev:org:32473-b --dir %s --alliance %s --alliance-key %s"
            .formatted(backup, dir, policy, allianceKey)
            .split(" "));
  }

  private static Path make(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void restoreLeavesAnArchiveThatItDidNotMakeAlone() throws IOException {
    Path older = make(dir.resolve("archive").resolve("1")).resolve("gateway.db");
    Files.writeString(older, "the only copy");
    assertEquals(1, restore());
    assertSays("archive is there already, and nothing was changed");
    assertEquals("the only copy", Files.readString(older));
    assertFalse(Files.exists(new GatewayFolder(dir).key()));
  }

  /** Finds, when all else is made, that somebody put something in the way of the last file. */
  private static final class Hindered implements Runnable {
    @CommandLine.Mixin private final NewOptions options = new NewOptions();

    @Override
    public void run() {
      NewFolder.make(
          options,
          "urn:dev:org:32473-b",
          InstantSource.system(),
          List.of(),
          (config, key) -> CommandsTest.make(options.folder().config().resolve("in the way")));
    }
  }

  @Test
  void allOfItIsTakenBackWhereTheLastFileCannotBeWritten() {
    Hindered command = new Hindered();
    new CommandLine(command)
        .parseArgs(
            "--dir %s --alliance %s --alliance-key %s"
                .formatted(dir, policy, allianceKey)
                .split(" "));
    CommandFailure failure = assertThrows(CommandFailure.class, command::run);
    assertTrue(String.valueOf(failure.getMessage()).contains("cannot write"), failure::toString);
    for (String made : List.of("gateway.yaml", "gateway.card", "keys/gateway.key", "api.token")) {
      assertFalse(Files.exists(dir.resolve(made)), made);
    }
    assertEquals(0, restore(), err::toString);
  }

  @Test
  void secretsAreAlsoInFilesThatTheSettingsNameAndInWhatWasLeft() throws IOException {
    Path archive = make(dir.resolve("archive").resolve("1"));
    for (Path store : List.of(dir, archive)) {
      Files.createFile(store.resolve("gateway.db"));
    }
    Path copy = Files.createFile(dir.resolve("gateway.db.of-version-3"));
    GatewayConfig config =
        ConfigFile.read(
            """
            name: urn:dev:org:32473-gateway-1
            tlsCertificate: tls/gateway.pem
            tlsKey: tls/gateway.key
            bridgeBroker: ssl://broker.example:8883
            bridgeTopics: yard
            bridgeUser: me
            bridgePasswordFile: bridge.password
            bridgeCertificate: bridge.crt
            bridgeKey: bridge.key
            """);
    assertTrue(
        SecretFiles.of(new GatewayFolder(dir), config)
            .containsAll(
                List.of(
                    dir.resolve("gateway.db"),
                    copy,
                    archive.resolve("gateway.db"),
                    dir.resolve("tls/gateway.key"),
                    dir.resolve("bridge.password"),
                    dir.resolve("bridge.key"))));
  }

  private static Registration none(Object other) {
    throw new AssertionError(other);
  }

  @Test
  void theOwnMembersNodeComesFirstAndEachOnce() {
    GatewayFolder folder = new GatewayFolder(dir);
    List<URI> four =
        IntStream.rangeClosed(1, 4).mapToObj(i -> URI.create("http://127.0.0.1:" + i)).toList();
    GatewayConfig usual = GatewayConfig.of(new DevUrn("urn:dev:org:32473-gateway-1"));
    Policy several = TestMember.policyOfSeveral();
    assertEquals(new Nodes(four, false), Nodes.of(folder, several, usual));
    assertEquals(
        new Nodes(List.of(four.get(2), four.get(0), four.get(1), four.get(3)), true),
        Nodes.of(folder, several, with("http://127.0.0.1:3/")));
    // Behind a wall it may have another address; the only one there is, is replaced by it.
    URI inside = URI.create("http://10.0.0.1:8090");
    assertEquals(5, Nodes.of(folder, several, with(inside.toString())).all().size());
    assertEquals(
        new Nodes(List.of(inside), true),
        Nodes.of(folder, TestMember.policy(), with(inside.toString())));
  }

  private static GatewayConfig with(String allianceUrl) {
    return ConfigFile.read(
        "name: urn:dev:org:32473-gateway-1\nallianceUrl: '" + allianceUrl + "'\n");
  }

  @Test
  void initNotesTheNodeOfTheMemberThatAdmits() {
    assertEquals(64, init("--node", "ftp://member"));
    assertSays("no address of a node");
    assertEquals(0, init("--node", "http://127.0.0.1:7"));
    assertEquals(
        Optional.of(URI.create("http://127.0.0.1:7")),
        new GatewayFolder(dir).readConfig().allianceUrl());
  }

  @Test
  void initOverwritesNothing() throws IOException {
    assertEquals(0, init());
    for (Path file : new GatewayFolder(dir).made()) {
      List<Path> others = new ArrayList<>(new GatewayFolder(dir).made());
      others.remove(file);
      for (Path other : others) {
        Files.deleteIfExists(other);
      }
      byte[] before = Files.readAllBytes(file);
      assertEquals(1, init(), file.toString());
      assertEquals(Bytes.owning(before), Bytes.owning(Files.readAllBytes(file)));
      Files.delete(file);
      assertEquals(0, init());
    }
    assertSays("is there already");
  }

  @Test
  void filesThatCannotBeUsedAreExitCode2() throws IOException {
    Files.writeString(allianceKey, "AB".repeat(32));
    assertEquals(2, init());
    assertSays("64 lower-case hexadecimal digits");
    Files.writeString(allianceKey, "ab".repeat(32));
    Files.writeString(policy, "nonsense");
    assertEquals(2, init());
    Files.delete(policy);
    assertEquals(2, init());
    assertSays("there is no file");
    assertFalse(Files.exists(dir));
    assertEquals(2, run("device", "list", "--dir", dir.toString()));
    assertSays("is not a gateway's folder");
    assertEquals(2, run("device", "add", "--dir", "x", "--card", "/dev/zero"));
    assertSays("/dev/zero is larger than such a file can be");
  }

  @Test
  void wrongWordsAreExitCode64() {
    assertEquals(64, run());
    assertEquals(64, run("gateway"));
    assertEquals(64, run("gateway", "init", "--bogus"));
    assertEquals(64, run("gateway", "run"));
    assertEquals(64, run("device", "forget"));
    assertEquals(64, init("--name", "gateway"));
    assertEquals(64, init("--http", "80"));
    assertEquals(64, init("--seal-after", "soon"));
    assertEquals(64, init("--owner", "red\u001b[31m"));
    assertEquals(64, run("device", "list", "--\u001b[31m"));
    assertFalse(err.toString().contains("\u001b"), "a word that commands the terminal");
    assertEquals(64, run("passport", "--dir", "x", "--out", "y", "https://id.gs1.org/00/1"));
    assertEquals(0, run("gateway", "init", "--help"));
    assertEquals(0, run("--help"));
  }

  @Test
  void everyWordIsToldInOnePieceThatTheTerminalBreaks() {
    assertToldInOnePiece(Commands.line(folder -> 0));
  }

  private static void assertToldInOnePiece(CommandLine word) {
    String[] told = word.getCommandSpec().usageMessage().description();
    assertEquals(1, told.length, word.getCommandName());
    word.getSubcommands().values().forEach(CommandsTest::assertToldInOnePiece);
  }

  @Test
  void aGatewayThatDoesNotAnswerIsExitCode69() throws IOException {
    assertEquals(0, init("--http", "127.0.0.1:1"));
    assertEquals(69, run("device", "list", "--dir", dir.toString()));
    assertSays("http://127.0.0.1:1");
    assertSays("gateway run --dir");
    Path card = work.resolve("card.json");
    Files.writeString(card, "{\"name\":\"urn:dev:org:32473-a\",\"key\":\"a0\"}");
    assertEquals(69, run("device", "add", "--dir", dir.toString(), "--card", card.toString()));
    Files.writeString(card, "nonsense");
    assertEquals(2, run("device", "add", "--dir", dir.toString(), "--card", card.toString()));
  }

  @Test
  void aGatewayOnAFreePortIsFoundOnlyWhileItRuns() {
    assertEquals(0, init("--http", "127.0.0.1:0"));
    assertEquals(69, run("device", "list", "--dir", dir.toString()));
    assertSays("no gateway is running in");
  }

  @Test
  void somethingElseThatAnswersIsNoGateway() throws IOException {
    try (TestNode node = OutgoingFixture.node()) {
      assertEquals(0, init("--http", "127.0.0.1:" + node.url().getPort()));
      assertEquals(1, run("device", "list", "--dir", dir.toString()));
      assertSays("is no gateway");
    }
  }
}
