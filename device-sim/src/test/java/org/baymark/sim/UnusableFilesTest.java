package org.baymark.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Files that cannot be read or written are named, in words and not in Java's. */
class UnusableFilesTest {
  private static final String NAME = "urn:dev:org:32473-logger-1";

  @TempDir private Path temp;
  private final StringWriter err = new StringWriter();

  private int run(String... words) {
    CommandLine line = Main.line(InstantSource.fixed(Instant.EPOCH));
    line.setOut(new PrintWriter(new StringWriter()));
    line.setErr(new PrintWriter(err));
    return line.execute(words);
  }

  private String file(String name) {
    return temp.resolve(name).toString();
  }

  @Test
  void signAndKeyNameTheFile() throws IOException {
    run("sim", "key", "--name", NAME, "--out", file("key"));
    Path text = Files.writeString(temp.resolve("text"), "");
    String[] place = {"--boot", "1", "--seq", "1", "--scan", "x"};
    Map<String, List<String>> faults =
        Map.of(
            "cannot write " + text + "/k: Not a directory",
            List.of("sim", "key", "--name", NAME, "--out", text + "/k"),
            "cannot write " + file("none/k") + ": its folder does not exist",
            List.of("sim", "key", "--name", NAME, "--out", file("none/k")),
            "the key file " + file("none") + " cannot be read: it does not exist",
            List.of("sim", "sign", "--key", file("none"), "--name", NAME, "--out", file("out")),
            "the key file /dev/zero is larger than such a file can be",
            List.of("sim", "sign", "--key", "/dev/zero", "--name", NAME, "--out", file("out")),
            "cannot write " + temp + ": Is a directory",
            List.of("sim", "sign", "--key", file("key"), "--name", NAME, "--out", temp + ""));
    faults.forEach(
        (said, words) -> {
          List<String> all = new ArrayList<>(words);
          all.addAll(words.get(1).equals("sign") ? List.of(place) : List.of());
          assertEquals(2, run(all.toArray(String[]::new)), err::toString);
          assertTrue(err.toString().contains("baymark: " + said + "\n"), err.toString());
        });
  }
}
