package org.baymark.protocol.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program says of the proofs of the vectors. */
class LoggedCommandTest {
  @TempDir private static Path folder = Path.of("");

  private static JsonNode proofs() throws IOException {
    return new ObjectMapper().readTree(Path.of("vectors/tlog.json").toFile()).get("proofs");
  }

  private static Shell run(JsonNode one) throws IOException {
    Path proof = Files.writeString(folder.resolve("a.tlog-proof"), one.get("proof").asText());
    Path trust = Files.writeString(folder.resolve("trust.policy"), one.get("policy").asText());
    byte[] octets = Bytes.ofHex(one.get("entry").asText()).toArray();
    Path entry = Files.write(folder.resolve("entry.bin"), octets);
    return Shell.run("logged", proof, "--entry", entry, "--trust", trust);
  }

  @Test
  void theExitCodeIsTheVerdict() throws IOException {
    for (JsonNode one : proofs()) {
      boolean included = one.get("included").asBoolean();
      boolean accepted = one.get("checkpointAccepted").asBoolean();
      Shell shell = run(one);
      assertEquals(included && accepted ? 0 : 1, shell.exit(), one.get("what").asText());
      assertEquals(included, shell.out().contains("pass  in the log: "), shell.out());
      assertEquals("", shell.err());
    }
  }

  @Test
  void itSaysWhatItFound() throws IOException {
    String said = run(proofs().get(3)).out();
    assertTrue(said.contains("pass  in the log: entry 3 of 8 of log.example.org/"), said);
    assertTrue(said.contains("pass  signed by the log: "), said);
    assertTrue(said.contains("pass  co-signed: 3 valid co-signatures, at 20"), said);
    assertTrue(said.endsWith("The log holds this entry.\n"), said);
  }

  @Test
  void aFileThatIsNoneIsNamed() throws IOException {
    run(proofs().get(0));
    Path trust = folder.resolve("trust.policy");
    Path entry = folder.resolve("entry.bin");
    Path proof = folder.resolve("a.tlog-proof");
    unusable(Shell.run("logged", trust, "--entry", entry, "--trust", trust), "usable .tlog-proof");
    unusable(Shell.run("logged", proof, "--entry", entry, "--trust", proof), "usable trust file");
    Path none = folder.resolve("none");
    unusable(Shell.run("logged", proof, "--entry", none, "--trust", trust), "the entry " + none);
    Path large = Files.write(folder.resolve("large"), new byte[65_536]);
    unusable(Shell.run("logged", proof, "--entry", large, "--trust", trust), "too large to be");
    assertEquals(64, Shell.run("logged", proof, "--entry", entry).exit());
  }

  private static void unusable(Shell shell, String said) {
    assertEquals(2, shell.exit());
    assertTrue(shell.err().startsWith("baymark: ") && shell.err().contains(said), shell.err());
    assertEquals(1, shell.err().lines().count());
  }
}
