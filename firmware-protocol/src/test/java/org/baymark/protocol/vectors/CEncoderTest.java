package org.baymark.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.baymark.protocol.cli.Conformance;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The encoder in C, built without a warning, makes the same vectors. */
@Tag("one-release")
class CEncoderTest {
  /** How c/check ends where there is no compiler. */
  private static final int NO_COMPILER = 77;

  @Test
  void itsTestsPassAndItConforms(@TempDir Path built) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", Path.of("c", "check").toString(), built.toString())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    if (exit == NO_COMPILER) {
      assertFalse(
          "true".equals(System.getenv("CI")), "no C compiler, and CI may not skip what needs one");
      Assumptions.abort("no C compiler: the encoder in C is not built, and its tests are skipped");
    }
    assertEquals(0, exit, said);
    assertConforms(built.resolve("conform"));
  }

  /** Each kind and suite; only floats it does not make. */
  private static void assertConforms(Path encoder) throws IOException {
    int floats = 0;
    Path vectors = Path.of("vectors");
    String file = Files.readString(vectors.resolve("statements.json"));
    for (JsonNode one : new ObjectMapper().readTree(file).get("accepted")) {
      floats += one.get("content").toString().contains("{\"float\":") ? 1 : 0;
    }
    assertTrue(floats > 0 && floats < 10, "" + floats);
    String said = Conformance.passed(vectors, encoder.toString());
    List<String> rows = said.lines().takeWhile(line -> !line.isEmpty()).toList();
    for (String what : List.of("record", "cover", "label", "possession", "roll-over")) {
      assertTrue(rows.stream().anyMatch(row -> row.startsWith(what + ": ")), said);
    }
    int all = rows.size();
    String last = all - floats + " of " + all + " cases are ok, " + floats + " not made.";
    assertEquals(last, said.lines().reduce("", (before, line) -> line));
  }
}
