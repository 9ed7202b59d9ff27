package org.baymark.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.node.Alliance;
import org.baymark.node.config.ConfigFile;
import org.baymark.node.config.Listen;
import org.baymark.node.config.NodeConfig;
import org.baymark.node.folder.GenesisFile;
import org.baymark.node.folder.MemberCard;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.node.running.Node;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three companies found an alliance, with commands alone. */
class FoundingTest {
  private static final List<String> CODES = List.of("CN-GD", "HK", "MO");

  @TempDir Path temporary;

  private static void fails(int code, String part, Object... words) {
    Terminal.Outcome outcome = Terminal.run(words);
    assertEquals(code, outcome.code(), outcome.err());
    assertTrue(outcome.err().contains(part), outcome.err());
    assertFalse(outcome.err().contains("\tat "), outcome.err());
  }

  private Path dir(int member) {
    return temporary.resolve("m" + member);
  }

  private Path card(int member) {
    return new WorkingFolder(dir(member)).card();
  }

  private Path founded() {
    return temporary.resolve("founded");
  }

  private void init(int member) {
    init(member, "example.com/log");
  }

  private void init(int member, String origin) {
    Terminal.Outcome made =
        Terminal.run(
            "node",
            "init",
            "--dir",
            dir(member),
            "--member",
            "urn:dev:org:32473-m" + member,
            "--jurisdiction",
            CODES.get(member % 3),
            "--origin",
            origin,
            "--listen",
            "127.0.0.1:" + (9000 + 10 * member));
    assertEquals(0, made.code(), made.err());
  }

  private Terminal.Outcome genesis(Object... cards) {
    List<Object> words =
        new ArrayList<>(List.of("alliance", "genesis", "--dir", dir(1), "--out", founded()));
    words.addAll(List.of(cards));
    return Terminal.run(words.toArray());
  }

  @BeforeEach
  void threeMembers() {
    for (int member = 0; member < 3; member++) {
      init(member);
    }
  }

  @Test
  void aMemberOfSeveralHasNoSecretAndNoTrustOfItsOwn() {
    WorkingFolder folder = new WorkingFolder(dir(0));
    assertFalse(Files.exists(folder.allianceKey()));
    assertFalse(Files.exists(folder.trustPolicy()));
    assertTrue(Files.exists(folder.card()));
  }

  @Test
  void allTakeWhatOneMade() throws IOException {
    Terminal.Outcome made = genesis(card(2), card(0), card(1));
    assertEquals(0, made.code(), made.err());
    assertTrue(
        made.out()
            .matches(
                "genesis [0-9a-f]{8}( [0-9a-f]{8}){7}\nalliance.key [0-9a-f]{8}( [0-9a-f]{8}){3}\n"),
        made.out());
    Path secret = new WorkingFolder(founded()).allianceKey();
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)));
    for (int member = 0; member < 3; member++) {
      for (int times = 0; times < 2; times++) {
        Terminal.Outcome joined =
            Terminal.run("node", "join", "--dir", dir(member), "--from", founded());
        assertEquals(0, joined.code(), joined.err());
        assertEquals(made.out(), joined.out());
      }
      WorkingFolder folder = new WorkingFolder(dir(member));
      assertEquals(Files.readString(secret), Files.readString(folder.allianceKey()));
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.allianceKey())));
      Policy trust = policy(folder.trustPolicy());
      assertEquals(3, trust.logs().size());
      assertEquals(3, trust.fewestCosignatures());
      assertEquals(3, policy(folder.jurisdictionsPolicy()).fewestCosignatures());
    }
  }

  @Test
  void whereOthersReachAMemberIsNotWhereItListens() throws Exception {
    Path dir = temporary.resolve("wide");
    Terminal.Outcome made =
        Terminal.run(
            "node",
            "init",
            "--dir",
            dir,
            "--member",
            "urn:dev:org:32473-wide",
            "--listen",
            "0.0.0.0:8090",
            "--url",
            "http://log.pearl.example/",
            "--order",
            "[2001:db8::1]:9000");
    assertEquals(0, made.code(), made.err());
    WorkingFolder folder = new WorkingFolder(dir);
    assertEquals(
        new Member.Addresses(
            "http://log.pearl.example/", "log.pearl.example:8091", "[2001:db8::1]:9000"),
        MemberCard.read(folder.card()).addresses());
    NodeConfig config = ConfigFile.read(folder.config());
    assertEquals(Optional.of(new Listen("0.0.0.0", 8091)), config.listenPeer());
    assertEquals(Optional.of(new Listen("0.0.0.0", 9000)), config.listenOrder());
  }

  @Test
  void everyAddressOfAMachineIsNoneThatOthersReach() {
    for (String everywhere : List.of("0.0.0.0:80", "[::]:80", "[0:0:0:0:0:0:0:0]:80")) {
      fails(64, "--url", "node", "init", "--dir", dir(5), "--listen", everywhere);
    }
    assertFalse(Files.exists(dir(5)));
  }

  @Test
  void joinTakesNoFileThatTheGenesisDoesNotSay() throws IOException {
    assertEquals(0, genesis(card(0), card(1), card(2)).code());
    WorkingFolder from = new WorkingFolder(founded());
    for (Path file : List.of(from.trustPolicy(), from.jurisdictionsPolicy())) {
      String text = Files.readString(file);
      Files.writeString(file, text.replaceFirst("quorum .*", "quorum none"));
      fails(2, "not what the genesis", "node", "join", "--dir", dir(0), "--from", founded());
      Files.writeString(file, text);
    }
    for (String nonsense : List.of("", "ab\n", "x".repeat(64), "ab".repeat(33))) {
      Files.writeString(from.allianceKey(), nonsense);
      fails(2, "no alliance key", "node", "join", "--dir", dir(0), "--from", founded());
    }
    assertFalse(Files.exists(new WorkingFolder(dir(0)).genesis()));
  }

  private static Policy policy(Path file) throws IOException {
    return Policy.parse(Bytes.owning(Files.readAllBytes(file))).toOptional().orElseThrow();
  }

  @Test
  void genesisSaysWhatIsWrongWithCards() throws IOException {
    fails(64, "CARD", "alliance", "genesis", "--dir", dir(1), "--out", founded());
    assertEquals(2, genesis(card(0), card(2)).code(), "without the founder");
    Terminal.Outcome twice = genesis(card(0), card(1), card(1));
    assertEquals(2, twice.code());
    assertTrue(twice.err().contains("Two cards"), twice.err());
    String hex = Files.readString(card(0));
    Path changed = Files.writeString(temporary.resolve("changed"), hex.replaceFirst("4d", "4e"));
    Terminal.Outcome forged = genesis(changed, card(1));
    assertEquals(2, forged.code(), forged.err());
    Path nonsense = Files.writeString(temporary.resolve("nonsense"), "hello\n");
    assertEquals(2, genesis(nonsense, card(1)).code());
    init(4, "example.com/other");
    Terminal.Outcome other = genesis(card(1), card(4));
    assertEquals(2, other.code());
    assertTrue(other.err().contains("does not sign for example.com/log"), other.err());
    assertFalse(Files.exists(founded()));
  }

  /** Its secret is in the protocol's vectors: not in a card, a genesis, a key file. */
  @Test
  void aKeyThatEverybodyHasIsTakenNowhere() throws IOException {
    Member known = Alliance.withPublishedKey();
    Path card = temporary.resolve("known.card");
    Files.writeString(card, MemberCard.text(known.signCard(Alliance.KEYS.registrar(), 1)));
    Terminal.Outcome founding = genesis(card(0), card(1), card);
    assertEquals(2, founding.code());
    assertTrue(founding.err().contains("governor key: the key is a test key"), founding.err());
    assertFalse(Files.exists(founded()));

    Path from = Files.createDirectory(temporary.resolve("from"));
    Sign1 genesis =
        new Members(Alliance.ORIGIN, List.of(known))
            .signGenesis(Alliance.KEYS.registrar(), Alliance.MEMBER, 1);
    Files.writeString(new WorkingFolder(from).genesis(), GenesisFile.text(genesis));
    fails(2, "everybody knows its secret", "node", "join", "--dir", dir(0), "--from", from);

    Files.writeString(
        new WorkingFolder(dir(1)).governorKey(),
        Alliance.published("governor of beta").encodedSecret().hex() + "\n");
    Terminal.Outcome own = genesis(card(0), card(1));
    assertEquals(2, own.code());
    assertTrue(own.err().contains("governor.key is of no use: the key is a test key"), own.err());
  }

  /** It would begin a log of its own under the name of the alliance, signed with the same keys. */
  @Test
  void whoRunsBeforeJoiningBeginsNoLogOfItsOwn() throws IOException {
    WorkingFolder folder = new WorkingFolder(dir(0));
    fails(2, "baymark node join --dir " + dir(0), "node", "run", "--dir", dir(0));
    assertEquals(0, genesis(card(0), card(1), card(2)).code());
    Files.copy(new WorkingFolder(founded()).trustPolicy(), folder.trustPolicy());
    fails(2, "There is no file " + folder.genesis(), "node", "run", "--dir", dir(0));
    Files.writeString(folder.trustPolicy(), "nonsense\n");
    fails(2, "There is no file " + folder.genesis(), "node", "run", "--dir", dir(0));
    assertFalse(Files.exists(folder.database()));
    assertTrue(Files.exists(folder.unusedKeys()));
  }

  @Test
  void whoseKeysSignedAnotherLogJoinsNone() throws Exception {
    WorkingFolder folder = new WorkingFolder(dir(0));
    Node.Setting setting = anyPort(RunCommand.setting(folder, InstantSource.system()));
    Node.start(setting, cause -> {}, () -> {}).close();
    assertEquals(0, genesis(card(0), card(1), card(2)).code());
    fails(1, "holds another log", "node", "join", "--dir", dir(0), "--from", founded());
    assertFalse(Files.exists(folder.genesis()) || Files.exists(folder.allianceKey()));
  }

  private static Node.Setting anyPort(Node.Setting setting) {
    NodeConfig config = setting.config();
    NodeConfig moved =
        new NodeConfig(
            config.name(),
            config.origin(),
            config.host(),
            0,
            config.checkpointEvery(),
            config.heartbeatEvery(),
            config.queueMax());
    return new Node.Setting(
        setting.folder(),
        moved,
        setting.keys(),
        setting.member(),
        setting.adminToken(),
        setting.clock());
  }

  @Test
  void genesisOverwritesNothing() throws IOException {
    assertEquals(0, genesis(card(0), card(1), card(2)).code());
    String secret = Files.readString(new WorkingFolder(founded()).allianceKey());
    assertEquals(1, genesis(card(0), card(1), card(2)).code());
    assertEquals(secret, Files.readString(new WorkingFolder(founded()).allianceKey()));
  }

  @Test
  void joinTakesNoAllianceWithoutThisMemberAndNoSecondOne() throws IOException {
    assertEquals(0, genesis(card(0), card(1)).code());
    fails(2, "does not hold", "node", "join", "--dir", dir(2), "--from", founded());
    fails(2, "no file", "node", "join", "--dir", dir(2), "--from", temporary.resolve("none"));
    assertEquals(0, Terminal.run("node", "join", "--dir", dir(0), "--from", founded()).code());
    Path first = Files.move(founded(), temporary.resolve("first"));
    assertEquals(0, genesis(card(0), card(1), card(2)).code());
    fails(1, "another one", "node", "join", "--dir", dir(0), "--from", founded());
    assertNotEquals(
        Files.readString(new WorkingFolder(founded()).allianceKey()),
        Files.readString(new WorkingFolder(dir(0)).allianceKey()));
    assertEquals(0, Terminal.run("node", "join", "--dir", dir(0), "--from", first).code());
    Path own = new WorkingFolder(dir(0)).allianceKey();
    Files.writeString(own, "cd".repeat(32) + "\n");
    fails(1, "another one than the founder's", "node", "join", "--dir", dir(0), "--from", first);
    Files.delete(own);
    assertEquals(0, Terminal.run("node", "join", "--dir", dir(0), "--from", first).code());
  }
}
