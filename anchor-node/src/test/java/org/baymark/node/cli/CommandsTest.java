package org.baymark.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.node.Alliance;
import org.baymark.node.config.ConfigFile;
import org.baymark.node.config.NodeConfig;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.MemberCard;
import org.baymark.node.folder.NodeKeys;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.log.Cosigner;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.registration.Member;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line, but for what needs a running node. */
class CommandsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path temporary;

  private record Outcome(int code, String err) {}

  private static Outcome run(String... arguments) {
    PrintStream before = System.err;
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      int code = Commands.run(InstantSource.fixed(NOW), arguments);
      return new Outcome(code, err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(before);
    }
  }

  private void fails(int code, String part, String... arguments) {
    Outcome outcome = run(arguments);
    assertEquals(code, outcome.code(), outcome.err());
    assertTrue(outcome.err().contains(part), outcome.err());
    assertTrue(!outcome.err().contains("\tat "), outcome.err());
  }

  private WorkingFolder init(String... more) {
    Path dir = temporary.resolve("node");
    List<String> words = new ArrayList<>(List.of("node", "init", "--dir", dir.toString()));
    words.addAll(List.of(more));
    assertEquals(0, run(words.toArray(String[]::new)).code());
    return new WorkingFolder(dir);
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void initKeepsSecretsToTheOwner() throws IOException {
    WorkingFolder folder = init();
    assertEquals("rwx------", mode(folder.path()));
    assertEquals("rwx------", mode(folder.keys()));
    for (Path secret :
        List.of(
            folder.logKey(),
            folder.cosignKey(),
            folder.registrarKey(),
            folder.allianceKey(),
            folder.adminToken())) {
      assertEquals("rw-------", mode(secret), secret.toString());
      assertTrue(Files.readString(secret).matches("[0-9a-f]{64,}\n"), secret.toString());
    }
    assertEquals("rw-------", mode(folder.adminKey()));
    assertNotEquals(Files.readString(folder.allianceKey()), Files.readString(folder.adminToken()));
  }

  @Test
  void initLeavesNothingHalfWritten() throws IOException {
    WorkingFolder folder = init();
    try (var files = Files.walk(folder.path())) {
      assertEquals(
          folder.written().stream().sorted().toList(),
          files.filter(Files::isRegularFile).sorted().toList());
    }
  }

  @Test
  void theTrustFileNamesTheKeysOfTheFolder() throws Exception {
    WorkingFolder folder = init();
    Policy policy =
        Policy.parse(Bytes.owning(Files.readAllBytes(folder.trustPolicy())))
            .toOptional()
            .orElseThrow();
    NodeConfig config = ConfigFile.read(folder.config());
    NodeKeys keys = NodeKeys.read(folder);
    assertEquals(Optional.of(NOW), policy.issued());
    assertEquals(
        List.of(
            new Policy.Log(
                keys.logSigner(config.origin()).key(), Optional.of("http://127.0.0.1:8090"))),
        policy.logs());
    assertEquals(keys.cosignSigner(config.name()).key(), policy.witnesses().get(0).key());
    assertEquals(1, policy.fewestCosignatures());
  }

  @Test
  void initMakesTheSecondKeysThatAreAskedFor() throws Exception {
    WorkingFolder folder = init("--sm2", "--ml-dsa");
    assertEquals("rw-------", mode(folder.sm2Key()));
    assertEquals("rw-------", mode(folder.mlDsaKey()));
    assertTrue(Files.readString(folder.mlDsaKey()).matches("[0-9a-f]{64}\n"));
    NodeConfig config = ConfigFile.read(folder.config());
    List<Cosigner> pens = NodeKeys.read(folder).second().cosigners(config.name());
    Member card = MemberCard.read(folder.card());
    assertEquals(
        List.of(card.keys().sm2().orElseThrow(), card.keys().mlDsa().orElseThrow()),
        pens.stream().map(pen -> pen.key().vkey()).toList());
    Policy trust = policy(folder.trustPolicy());
    assertEquals(1, trust.fewestCosignatures(), "listed, not asked for");
    assertEquals(1, trust.witnesses(NoteKey.ML_DSA_44).size());
    assertEquals(1, trust.witnesses(NoteKey.SM2).size());
    assertEquals(2, policy(folder.longTermPolicy()).fewestCosignatures());
    Files.writeString(folder.mlDsaKey(), "00\n");
    assertThrows(FolderException.class, () -> NodeKeys.read(folder));
  }

  private static Policy policy(Path file) throws IOException {
    return Policy.parse(Bytes.owning(Files.readAllBytes(file))).toOptional().orElseThrow();
  }

  @Test
  void initOverwritesNothing() throws IOException {
    WorkingFolder folder = init();
    for (Path file : folder.written()) {
      String before = Files.readString(file);
      fails(1, "is there already", "node", "init", "--dir", folder.path().toString());
      assertEquals(before, Files.readString(file));
    }
    Files.delete(folder.config());
    fails(1, "is there already", "node", "init", "--dir", folder.path().toString());
  }

  @Test
  void wrongWordsAreUsageErrors() {
    String dir = temporary.resolve("new").toString();
    fails(64, "init, join, run, admit, renew, key-card or next-key", "node");
    fails(64, "--dir", "node", "init");
    fails(64, "--colour", "node", "init", "--dir", dir, "--colour");
    fails(64, "fly", "node", "fly");
    fails(64, "--name", "node", "init", "--dir", dir, "--name", "nobody");
    fails(64, "--origin", "node", "init", "--dir", dir, "--origin", "two words");
    fails(64, "--listen", "node", "init", "--dir", dir, "--listen", "127.0.0.1:0");
    fails(64, "--listen", "node", "init", "--dir", dir, "--listen", "8090");
    fails(64, "--admin", "node", "init", "--dir", dir, "--admin", "8093");
    fails(64, "--admin", "node", "init", "--dir", dir, "--admin", "127.0.0.1:65536");
    fails(64, "jurisdiction", "node", "init", "--dir", dir, "--jurisdiction", "hk");
    fails(64, "company", "node", "init", "--dir", dir, "--company", "");
    fails(64, "host:port", "node", "init", "--dir", dir, "--peer", "here");
    fails(64, "stands twice", "node", "init", "--dir", dir, "--peer", "a:1", "--order", "a:1");
    fails(64, "http", "node", "init", "--dir", dir, "--url", "ftp://a");
    fails(64, "--checkpoint-every", "node", "init", "--dir", dir, "--checkpoint-every", "soon");
    assertTrue(!Files.exists(Path.of(dir)));
  }

  @Test
  void runNeedsAWholeFolder() throws IOException {
    fails(2, "node init", "node", "run", "--dir", temporary.resolve("none").toString());
    WorkingFolder folder = init();
    Files.writeString(folder.logKey(), "nonsense\n");
    fails(2, "log.key", "node", "run", "--dir", folder.path().toString());
    Files.writeString(folder.logKey(), "a0\n");
    fails(2, "log.key", "node", "run", "--dir", folder.path().toString());
    Files.delete(folder.logKey());
    fails(2, "log.key", "node", "run", "--dir", folder.path().toString());
    Files.writeString(folder.config(), "colour: blue\n");
    fails(2, "colour", "node", "run", "--dir", folder.path().toString());
  }

  /** Nor where its owner is another: it is there, whatever this user can see of it. */
  @Test
  void runSaysThatAFolderIsMissingOnlyWhereItIs() throws IOException {
    Path loop = temporary.resolve("loop");
    Files.createSymbolicLink(loop, loop);
    Outcome outcome = run("node", "run", "--dir", loop.toString());
    assertEquals(1, outcome.code(), outcome.err());
    assertTrue(!outcome.err().contains("There is no"), outcome.err());
    assertTrue(
        outcome.err().contains("The folder " + loop + "/logs cannot be made"), outcome.err());
  }

  private Path large() throws IOException {
    return Files.write(temporary.resolve("large"), new byte[70_000]);
  }

  @Test
  void initSaysWhyAFolderCannotBe() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "");
    fails(1, "something else of that name is there. Choose", "node", "init", "--dir", "" + file);
    fails(1, "Not a directory. Choose", "node", "init", "--dir", file.resolve("in").toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "short\n",
        "0123456789abcdef0123456789abcde\n",
        "0123456789abcdef 0123456789abcdef\n",
        "0123456789abcdef\n0123456789abcdef\n",
        "0123456789abcdef0123456789abcde\u00e9\n",
      })
  void aTokenThatCouldBeGuessedIsRefused(String token) throws IOException {
    WorkingFolder folder = init();
    Path card = Files.write(temporary.resolve("card"), Alliance.GENESIS.encoded().toArray());
    Files.writeString(folder.adminToken(), token);
    String dir = folder.path().toString();
    fails(2, "admin.token holds no token", "node", "run", "--dir", dir);
    fails(2, "admin.token holds no token", "node", "admit", "--dir", dir, card.toString());
  }

  @Test
  void admitNeedsACardAndARunningNode() throws IOException {
    String dir = init().path().toString();
    Path card = temporary.resolve("gateway.card");
    fails(2, "'baymark gateway init' makes", "node", "admit", "--dir", dir, card.toString());
    fails(2, "a pipe or a device", "node", "admit", "--dir", dir, "/dev/zero");
    fails(2, "is a folder", "node", "admit", "--dir", dir, dir);
    fails(2, "larger than", "node", "admit", "--dir", dir, large().toString());
    Files.writeString(card, "nonsense");
    fails(2, "not a gateway's card", "node", "admit", "--dir", dir, card.toString());
    Files.write(card, Alliance.GENESIS.encoded().toArray());
    Files.writeString(
        new WorkingFolder(Path.of(dir)).config(),
        "name: urn:dev:org:32473-member\norigin: example.com/log\nlisten: 127.0.0.1:1\n");
    fails(69, "is it running?", "node", "admit", "--dir", dir, card.toString());
    Files.writeString(new WorkingFolder(Path.of(dir)).adminAddress(), "https://127.0.0.1:1\n");
    fails(69, "at https://127.0.0.1:1; is it", "node", "admit", "--dir", dir, card.toString());
    Files.writeString(new WorkingFolder(Path.of(dir)).adminAddress(), "http://127.0.0.1:1\n");
    fails(2, "holds no address", "node", "admit", "--dir", dir, card.toString());
  }
}
