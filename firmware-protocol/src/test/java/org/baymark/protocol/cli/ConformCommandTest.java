package org.baymark.protocol.cli;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.inspect.Case;
import org.baymark.protocol.inspect.Cases;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Encoders that are right, that lie, that hang, that talk nonsense, that are not there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformCommandTest {
  private static final Path VECTORS = Path.of("vectors");
  private static final List<String> OTHERS = List.of("keys.json", "chain.json", "enrolment.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder = Path.of("");

  private List<Case> all = List.of();

  /** A case of each suite, of telemetry and of events: each costs a start of a program. */
  @BeforeAll
  void write() throws IOException {
    Bytes keys = vectors("keys.json");
    Bytes file = vectors("statements.json");
    all = new ArrayList<>(Cases.statements(file).toOptional().orElseThrow());
    all.addAll(Cases.chain(vectors("chain.json"), keys).toOptional().orElseThrow());
    all.addAll(Cases.enrolment(vectors("enrolment.json"), keys).toOptional().orElseThrow());
    ObjectNode some = (ObjectNode) JSON.readTree(file.toArray());
    List<JsonNode> two = List.of(some.at("/accepted/0"), some.at("/accepted/1"));
    some.putArray("accepted").addAll(two);
    Files.write(folder.resolve("statements.json"), JSON.writeValueAsBytes(some));
    for (String other : OTHERS) {
      Files.copy(VECTORS.resolve(other), folder.resolve(other));
    }
  }

  private static Bytes vectors(String name) throws IOException {
    return Bytes.owning(Files.readAllBytes(VECTORS.resolve(name)));
  }

  /** With the two statements alone, unless the words say otherwise. */
  private static Shell conform(String encoder, String... more) {
    boolean chosen = Arrays.stream(more).anyMatch(word -> word.startsWith("--kind"));
    return chosen
        ? run(encoder, more)
        : run(
            encoder,
            Stream.concat(Stream.of("--kind=attach,telemetry"), Arrays.stream(more))
                .toArray(String[]::new));
  }

  private static Shell run(String encoder, String... more) {
    String[] words = new String[5 + more.length];
    System.arraycopy(
        new String[] {"conform", "--vectors", "", "--encoder", encoder}, 0, words, 0, 5);
    words[2] = folder.toString();
    System.arraycopy(more, 0, words, 5, more.length);
    return Shell.run((Object[]) words);
  }

  private static void assertSaid(int exit, String said, Shell shell) {
    assertEquals(exit, shell.exit(), shell.out() + shell.err());
    assertTrue((shell.out() + shell.err()).contains(said), shell.out() + shell.err());
  }

  @Test
  void aCaseSaysAllThatAnEncoderNeeds() throws IOException {
    assertTrue(all.size() >= 10);
    Set<String> kinds = all.stream().map(Case::kind).collect(Collectors.toSet());
    assertTrue(
        kinds.containsAll(Set.of("scan", "record", "cover", "label", "possession", "roll-over")),
        kinds::toString);
    for (Case one : all) {
      Bytes answer = OwnEncoder.made(JSON.readTree(one.question()));
      assertEquals(new Case.Result(true, "ok"), one.judge(answer.hex()), one::note);
    }
  }

  @Test
  void oneThatIsRight() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String path = System.getProperty("java.class.path");
    String own = OwnEncoder.class.getName();
    Shell shell =
        conform(
            String.join(
                " ",
                List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", path, own)),
            "--timeout=120");
    assertEquals(0, shell.exit(), shell.out() + shell.err());
    assertEquals(
        List.of(
            "attach, Ed25519                     ok",
            "telemetry with two readings, ES256  ok",
            "",
            "2 of 2 cases are ok."),
        shell.out().lines().toList());
  }

  @Test
  void oneThatLies() {
    Case first = all.get(0);
    String hex = first.answer().hex();
    // A byte of the header: 27 is -8 and becomes -7.
    String lie = "d284588aa40126" + hex.substring(14);
    Shell shell = conform("cat > /dev/null; echo " + lie.toUpperCase(Locale.ROOT));
    assertSaid(1, "differs at byte 6: expected 27037822", shell);
    assertSaid(1, "0 of 2 cases are ok.", shell);
    assertSaid(1, "1 of 2 cases are ok.", conform("echo " + hex.replaceAll("(..)", "$1' '")));
    assertSaid(1, "differs at byte 294: expected ", conform("printf " + hex.substring(0, 588)));
    assertSaid(1, "got 00 and its end", conform("printf " + hex + "00"));
    String forged = hex.substring(0, hex.length() - 2) + "ff";
    assertSaid(1, "differs in the signature, and that does not", conform("echo " + forged));
  }

  @Test
  void oneThatSignsItself() {
    Case normal = find("the smallest telemetry");
    Case otherS = find("ES256 with the other s");
    assertEquals("ok, with a signature of its own", normal.judge(otherS.answer().hex()).text());
    assertTrue(normal.judge(otherS.answer().hex()).ok());
  }

  /** Own signatures count, in a roll-over both; a changed byte before them does not. */
  @Test
  void oneThatSignsItsOwnKeys() {
    Case order = find("roll-over: a roll-over");
    byte[] other = order.answer().toArray();
    other[other.length - 1] ^= 1;
    String wrong = "differs in the signature, and that does not verify";
    assertEquals(wrong, order.judge(Bytes.owning(other).hex()).text());
    other = order.answer().toArray();
    other[other.length - Sign1.SIGNATURE_SIZE - 3] ^= 1; // the last byte of the consent
    assertEquals(wrong, order.judge(Bytes.owning(other).hex()).text());
    other = order.answer().toArray();
    other[order.answer().size() - order.signaturesSize() - 1] ^= 1;
    assertTrue(order.judge(Bytes.owning(other).hex()).text().startsWith("differs at byte "));
    assertTrue(order.isSigned().test(order.answer()));
  }

  @Test
  void oneThatMakesNoRecordsAndLabels() {
    Case label = find("label: ES256");
    String others = "record,label";
    assertSaid(1, "record: the first of a boot", conform("echo 00", "--kind=" + others));
    String hex = label.answer().hex();
    String row = String.format("%-32s  ok\n", "label: ES256");
    assertSaid(1, row, conform("echo " + hex, "--kind=" + others));
    String cut = conform("echo " + hex.substring(2), "--kind=label").out();
    assertTrue(cut.contains("label: ES256  differs at byte 0: expected 6261796d61726b3a..."), cut);
    assertSaid(1, "timed out", conform("sleep 60", "--kind=label", "--timeout=1"));
    assertSaid(1, "no answer: more than 1048576 bytes", conform("yes 00", "--kind=roll-over"));
    assertSaid(1, "no answer (exit code 9)", conform("exit 9", "--kind=possession"));
  }

  private Case find(String note) {
    return all.stream().filter(one -> one.note().equals(note)).findFirst().orElseThrow();
  }

  @Test
  void oneThatDoesNotMakeAll() {
    String hex = all.get(0).answer().hex();
    String some = "if grep -q attach; then echo " + hex + "; else exit 77; fi";
    assertSaid(0, "telemetry with two readings, ES256  not made", conform(some));
    assertSaid(0, "1 of 2 cases are ok, 1 not made.", conform(some));
    assertSaid(1, "0 of 2 cases are ok, 2 not made.", conform("exit 77"));
    assertSaid(1, "0 of 2 cases are ok.", conform("echo 00; exit 77"));
    assertSaid(1, "1 of 2 cases are ok.", conform(some.replace("exit 77", "exit 7")));
  }

  @Test
  void oneThatHangs() {
    Shell shell = conform("sleep 600", "--timeout=1");
    assertSaid(1, "telemetry with two readings, ES256  timed out", shell);
    assertSaid(1, "timed out", conform("sleep 600 & wait", "--timeout=1"));
  }

  @Test
  void oneThatTalksNonsense() {
    assertSaid(1, "no answer: not hexadecimal: hello", conform("echo hello"));
    assertSaid(1, "no answer\n", conform("true"));
    assertSaid(1, "no answer (exit code 3)", conform("exit 3"));
    assertSaid(1, "no answer: not hexadecimal: abc", conform("echo abc"));
    assertSaid(1, "no answer: more than 1048576 bytes", conform("yes"));
    assertSaid(1, "\\u{1b}[2J", conform("printf '\\033[2J'"));
  }

  @Test
  void oneThatIsNotThere() {
    assertSaid(2, "the encoder cannot be run", conform("no-such-encoder-anywhere 2> /dev/null"));
  }

  @Test
  void vectorsThatAreNone() throws IOException {
    Shell none = Shell.run("conform", "--vectors", folder.resolve("no"), "--encoder", "true");
    assertSaid(2, "does not exist", none);
    Path other = Files.createDirectories(folder.resolve("other"));
    for (String name : OTHERS) {
      Files.copy(VECTORS.resolve(name), other.resolve(name));
    }
    for (String text : List.of("", "{", "[]", "{\"accepted\":[{}]}", "{\"accepted\":[3]}")) {
      Files.writeString(other.resolve("statements.json"), text);
      Shell shell = Shell.run("conform", "--vectors", other, "--encoder", "true");
      assertSaid(2, "is not a usable vector file: ", shell);
    }
    Files.copy(
        folder.resolve("statements.json"), other.resolve("statements.json"), REPLACE_EXISTING);
    for (String name : OTHERS) {
      Files.writeString(other.resolve(name), "{}");
      Shell shell = Shell.run("conform", "--vectors", other, "--encoder", "true");
      assertSaid(2, "is not a usable vector file: ", shell);
      Files.delete(other.resolve(name));
      assertSaid(
          2, "does not exist", Shell.run("conform", "--vectors", other, "--encoder", "true"));
      Files.copy(VECTORS.resolve(name), other.resolve(name));
    }
    assertSaid(64, "--kind: no case is of kind none", conform("true", "--kind=none"));
    assertSaid(64, "--timeout", conform("true", "--timeout=0"));
    assertSaid(1, "0 of 1 cases are ok.", conform("true", "--kind=attach,none"));
  }
}
