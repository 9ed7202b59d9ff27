package org.baymark.protocol.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.PassportFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own, as a shell runs it. */
class ProgramTest {
  @TempDir private Path folder = Path.of("");

  private record Ended(int exit, String said) {}

  private Ended run(String heap, Object... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(heap, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    Arrays.stream(words).map(Object::toString).forEach(command::add);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), said);
  }

  @Test
  void theShellLearnsTheOutcome() throws IOException, InterruptedException {
    PassportFiles files = new PassportFiles(folder);
    Ended decided = run("-Xmx64m", "verify", files.tampered, "--trust", files.trust);
    assertEquals(1, decided.exit(), decided.said());
    assertTrue(decided.said().contains("FAILED"), decided.said());
    Ended usage = run("-Xmx64m", "verify");
    assertEquals(64, usage.exit(), usage.said());
  }

  /** 64 MiB of the smallest items: an array of as many zeros, and nested arrays of them. */
  @Test
  void aFullFileOfSmallItemsIsRefused() throws IOException, InterruptedException {
    PassportFiles files = new PassportFiles(folder);
    byte[] zeros = new byte[Evidence.SIZE_MAX];
    zeros[0] = (byte) 0x9a;
    int count = zeros.length - 5;
    for (int i = 0; i < 4; i++) {
      zeros[1 + i] = (byte) (count >>> (24 - 8 * i));
    }
    Path full = Files.write(folder.resolve("full.baymark"), zeros);
    Ended refused = run("-Xmx400m", "verify", full, "--trust", files.trust);
    assertEquals(2, refused.exit(), refused.said());
    assertTrue(
        refused.said().contains("is not a usable passport: wrong-shape (6)"), refused.said());
  }

  @Test
  void tooLittleMemoryIsAnAnswerToo() throws IOException, InterruptedException {
    PassportFiles files = new PassportFiles(folder);
    Path large = Files.write(folder.resolve("large.baymark"), new byte[60 << 20]);
    Ended ended = run("-Xmx32m", "verify", large, "--trust", files.trust);
    assertEquals(2, ended.exit(), ended.said());
    assertTrue(ended.said().contains("large.baymark needs more memory than the 3"), ended.said());
  }
}
