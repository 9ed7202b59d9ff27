package org.baymark.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What 'sim replay' says to a command line, a file or a gateway that is wrong. */
class ReplayCommandTest {
  @TempDir private Path temp;
  private final StringWriter err = new StringWriter();

  private int replay(String recording, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "sim",
                "replay",
                temp.resolve(recording).toString(),
                "--gateway",
                "http://127.0.0.1:1",
                "--token-file",
                temp.resolve("token").toString(),
                "--keys",
                temp.resolve("keys").toString()));
    words.addAll(List.of(more));
    CommandLine line = Main.line(InstantSource.fixed(Instant.EPOCH));
    line.setOut(new PrintWriter(new StringWriter()));
    line.setErr(new PrintWriter(err));
    return line.execute(words.toArray(String[]::new));
  }

  @BeforeEach
  void files() throws IOException {
    Files.writeString(temp.resolve("good.csv"), "t,v\n2026-01-01,1\n");
    Files.writeString(temp.resolve("token"), "x\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--time t",
        "--value v",
        "--time t --value v:a:b:c",
        "--time t --value v:~",
        "--time t --value v --value v",
        "--time t --value v --via udp",
        "--time t --value v --zone Atlantis",
        "--time t --value v --time-format banana",
        "--time t --value v --name logger",
        "--time t --value v --suite rsa",
        "--time t --value v --speed 0",
        "--time t --value v --speed NaN",
        "--time t --value v --speed fast",
        "--time t --value v --readings 0",
        "--time t --value v --readings 129",
        "--time t --value v --gap 0",
        "--time t --value v --separator \"",
        "--time t --value v --separator ab",
        "--time t --value v --separator=",
        "--time t --value v --charset none",
        "--time t --value v --gateway http://",
        "--time t --value v --gateway http://127.0.0.1:65536",
        "--time t --value v --gateway ftp://x",
        "--time t --value v --colour",
      })
  void aCommandLineThatIsWrongGetsASentence(String words) {
    assertEquals(64, replay("good.csv", words.split(" ")), err::toString);
    assertTrue(err.toString().startsWith("baymark: "), err.toString());
    assertFalse(err.toString().contains("Exception"), err.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"none.csv", "empty.csv", "torn.csv", "."})
  void aRecordingThatCannotBeUsedIsNamedBeforeAnyoneIsAsked(String name) throws IOException {
    Files.writeString(temp.resolve("empty.csv"), "");
    Files.writeString(temp.resolve("torn.csv"), "a,b\n1,2\n");
    assertEquals(2, replay(name, "--time", "t", "--value", "v"), err::toString);
    assertTrue(err.toString().contains(temp.toString()), err.toString());
    assertFalse(Files.exists(temp.resolve("keys")));
  }

  @Test
  void whatIsNoFileIsNotWaitedFor() throws Exception {
    Path pipe = temp.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    assertEquals(2, replay("pipe", "--time", "t", "--value", "v"), err::toString);
    assertEquals(2, replay("/dev/zero", "--time", "t", "--value", "v"), err::toString);
  }

  @Test
  void aReportThatCannotBeWrittenIsSaidBeforehand() {
    String json = temp.resolve("none/report.json").toString();
    assertEquals(2, replay("good.csv", "--time", "t", "--value", "v", "--json", json));
    assertTrue(err.toString().contains(json + ": its folder does not exist"), err.toString());
  }

  @Test
  void theNamesInAHeaderDoNotCommandTheTerminal() throws IOException {
    Files.writeString(temp.resolve("escape.csv"), "\u001b[2Jt,v\n2026-01-01,1\n");
    assertEquals(2, replay("escape.csv", "--time", "t", "--value", "v"));
    assertTrue(err.toString().contains("\\u{1b}[2Jt"), err.toString());
  }

  @Test
  void aTabSeparates() throws IOException {
    Files.writeString(temp.resolve("tabs.csv"), "t\tv\n2026-01-01\t1\n");
    assertEquals(69, replay("tabs.csv", "--time", "t", "--value", "v", "--separator", "\\t"));
  }

  @Test
  void aTokenFileThatIsNotThereIsNamed() throws IOException {
    Files.delete(temp.resolve("token"));
    assertEquals(2, replay("good.csv", "--time", "t", "--value", "v"), err::toString);
  }

  @Test
  void aGatewayThatDoesNotAnswerIsSaidBeforeADeviceStarts() {
    assertEquals(69, replay("good.csv", "--time", "t", "--value", "v"), err::toString);
    assertFalse(Files.exists(temp.resolve("keys")));
  }
}
