package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A tool that npm installs into target/, as its lock file says; it stays from run to run. */
record Npm(Path folder) {
  /**
   * Skips the test, with one line, where it cannot be had; CI may not skip it.
   *
   * @param name of the folder of resources with package.json and package-lock.json
   * @param more files of that folder
   */
  static Npm install(String name, String tool, String... more) throws Exception {
    Npm npm = new Npm(Files.createDirectories(Path.of("target", name).toAbsolutePath()));
    List<String> files = new ArrayList<>(List.of("package.json", "package-lock.json"));
    files.addAll(List.of(more));
    for (String file : files) {
      try (InputStream in = Npm.class.getResourceAsStream("/" + name + "/" + file)) {
        Files.write(npm.folder.resolve(file), in.readAllBytes());
      }
    }
    try {
      String said = npm.run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
      assertTrue(Files.exists(npm.folder.resolve("node_modules").resolve(tool)), said);
    } catch (IOException | AssertionError e) {
      String what = "skipped: npm cannot install " + tool + " here: " + e.getMessage();
      assertTrue(!"true".equals(System.getenv("CI")), what + ", and CI may not skip it");
      System.out.println(what.lines().findFirst().orElse(what));
      Assumptions.abort(what);
    }
    return npm;
  }

  /** What the command says; it has to end well. */
  String run(String... command) throws IOException, InterruptedException {
    Path said = Files.createTempFile(folder, "said", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    process.destroyForcibly();
    String text = Files.readString(said);
    Files.delete(said);
    assertTrue(ended && process.waitFor() == 0, text);
    return text;
  }
}
