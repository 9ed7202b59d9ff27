package org.baymark.protocol.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.passport.PassportFiles;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a person and a program get to read, and what a shell gets to know. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerifyCommandTest {
  @TempDir private static Path folder = Path.of("");
  private PassportFiles files;

  @BeforeAll
  void write() throws IOException {
    files = new PassportFiles(folder);
  }

  private Shell verify(Path passport, Object... more) {
    List<Object> words = new ArrayList<>(List.of("verify", passport, "--trust", files.trust));
    words.addAll(List.of(more));
    return Shell.run(words.toArray());
  }

  @Test
  void everyRequiredStepPassed() {
    Shell shell = verify(files.whole, "--shipment-key", files.shipmentKey);
    assertEquals(0, shell.exit(), shell.err());
    assertEquals("", shell.err());
    for (String line :
        List.of(
            "passport       https://id.gs1.org/00/003456789012345670",
            "13 statements in 5 batches",
            "trust file     issued 2026-05-28T20:26:40Z (24 hours ago)",
            "  * well-formed    pass         every byte was understood",
            "  * complete       pass         all 3 statements of all 3 batches about it",
            "    jurisdictions  not checked  no jurisdictions policy was given",
            "    runs           pass         2 sensor runs without a gap",
            "gateway        urn:dev:os:32473-truck, last batch 3",
            "sensor         urn:dev:os:32473-warm after 1/1 until 1/4",
            "event          2026-05-28T20:28:40Z, 1/0 of urn:dev:os:32473-scanner: attach with urn",
            "devices claim  2026-05-28T",
            "readings of    2026-05-28T",
            "received       2026-05-28T",
            "  - legal title",
            "PASSED: every required step passed.")) {
      assertTrue(shell.out().contains(line), () -> line + "\nis not in\n" + shell.out());
    }
  }

  @Test
  void aRequiredStepFailed() {
    Shell shell = verify(files.tampered, "--shipment-key", files.shipmentKey);
    assertEquals(1, shell.exit());
    assertTrue(shell.out().contains("  * signatures     fail         statement "), shell.out());
    assertTrue(shell.out().contains("FAILED: a required step failed."), shell.out());
    assertEquals(1, verify(files.whole, "--shipment-key", files.otherKey).exit());
    assertEquals(1, verify(files.partial, "--shipment-key", files.shipmentKey).exit());
  }

  @Test
  void aRequiredStepCouldNotBeChecked() {
    Shell shell = verify(files.whole);
    assertEquals(3, shell.exit());
    assertTrue(
        shell.out().contains("UNDECIDED: nothing required failed, but not all of it could be"),
        shell.out());
  }

  @Test
  void theVerifierChoosesWhatIsRequired() {
    assertEquals(0, verify(files.whole, "--require", "signatures,keys").exit());
    assertEquals(0, verify(files.partial, "--require", "signatures, keys , in-log").exit());
    assertEquals(3, verify(files.whole, "--require", "jurisdictions").exit());
    assertEquals(1, verify(files.partial, "--require=complete").exit());
    Object[] all = {"--shipment-key", files.shipmentKey, "--jurisdictions", files.halves};
    Shell shell = verify(files.whole, all);
    assertEquals(0, shell.exit());
    assertTrue(shell.out().contains("  * jurisdictions  pass "), "given, so required");
  }

  @Test
  void whatHoldsInTextHoldsInJson() throws IOException {
    Shell shell = verify(files.partial, "--json", "--shipment-key", files.shipmentKey);
    assertEquals(1, shell.exit());
    assertEquals("", shell.err());
    JsonNode root = new ObjectMapper().readTree(shell.out());
    assertEquals(1, shell.out().lines().count());
    assertEquals("fail", root.path("outcome").textValue());
    assertEquals(1, root.path("exit").intValue());
    assertEquals(10, root.path("steps").size());
    JsonNode complete = root.path("steps").path(8);
    assertEquals("complete", complete.path("step").textValue());
    assertEquals("fail", complete.path("outcome").textValue());
    assertTrue(complete.path("required").booleanValue());
    assertTrue(complete.path("detail").textValue().startsWith("2 of 3 batches disclosed"));
    assertEquals(12, root.path("statements").intValue());
    assertEquals(86_400, root.path("trust").path("ageSeconds").intValue());
    assertEquals(3, root.path("gateways").path("urn:dev:os:32473-truck").intValue());
    assertEquals(2, root.path("sensors").size());
    assertEquals(0, root.path("software").size());
    assertEquals("attach", root.path("events").path(0).path("kind").textValue());
    assertEquals(0, root.path("events").path(0).path("notes").size());
    assertTrue(root.path("measured").path("first").textValue().startsWith("2026-05-28T"));
    assertTrue(root.path("notProven").size() > 3);
  }

  @Test
  void aWrongCommandLineIsExplained() {
    assertUsage("Missing required option", "verify", files.whole);
    assertUsage("Missing required parameter", "verify", "--trust", files.trust);
    assertUsage("Unknown option: '--tru'", "verify", "a", "--trust", files.trust, "--tru");
    assertUsage("Unmatched argument", "verify", files.whole, "b", "--trust", files.trust);
    assertUsage("Missing required subcommand");
    assertUsage("Unmatched argument", "verfy");
    assertUsage(
        "there is no step 'signature'; the steps are well-formed, signatures, keys, in-batch,",
        "verify",
        files.whole,
        "--trust",
        files.trust,
        "--json",
        "--require",
        "signature");
    for (String none : List.of("", ",", " , ")) {
      assertUsage(
          "--require: no step is named",
          "verify",
          files.whole,
          "--trust",
          files.trust,
          "--require",
          none);
    }
  }

  private static void assertUsage(String said, Object... words) {
    Shell shell = Shell.run(words);
    assertEquals(64, shell.exit(), shell.err());
    assertTrue(shell.err().contains(said), shell.err());
    assertEquals("", shell.out(), "nothing was checked, with --json too");
    String who = words.length > 0 && words[0].equals("verify") ? "baymark verify" : "baymark";
    assertTrue(shell.err().contains("See '" + who + " --help'."), shell.err());
    assertEquals("", shell.out());
  }

  @Test
  void helpNamesTheExitCodesAndWhatIsRequired() {
    Shell shell = Shell.run("verify", "--help");
    assertEquals(0, shell.exit());
    String help = shell.out().replaceAll("\\s+", " ");
    for (String said :
        List.of(
            "Exit codes:",
            "0 every required step passed",
            "1 a required step failed",
            "2 the passport, the trust file or another given file is unusable",
            "3 cannot decide",
            "64 the command line is wrong",
            "Default: well-formed,signatures,keys, in-batch,in-log,co-signed,complete;")) {
      assertTrue(
          help.contains(said) || help.replace(", ", ",").contains(said.replace(", ", ",")),
          () -> said + "\nis not in\n" + help);
    }
    assertFalse(shell.out().lines().anyMatch(line -> line.length() > 200));
    assertEquals(0, Shell.run("--help").exit());
  }
}
