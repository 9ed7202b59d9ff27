package org.baymark.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.baymark.gateway.TestMember;
import org.baymark.gateway.cli.GatewayProgram.Ran;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the Debian package lays onto a machine that has Java and nothing to build with. */
class PackageIT {
  @TempDir static Path work;
  private static Path root;

  @BeforeAll
  static void unpack() throws IOException, InterruptedException {
    boolean isDebian = Files.isExecutable(Path.of("/usr/bin/dpkg-deb"));
    if (!isDebian && System.getenv("CI") == null) {
      Assumptions.abort("skipped: dpkg-deb is not installed (Debian: it is in dpkg)");
    }
    root = work.resolve("root");
    Path made = Path.of("target", "baymark-gateway.deb").toAbsolutePath();
    Ran unpacked = run(List.of("/usr/bin/dpkg-deb", "-x", made.toString(), root.toString()));
    assertEquals(0, unpacked.code(), unpacked.err());
  }

  private static Ran baymark(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program()));
    command.addAll(List.of(words));
    return run(command);
  }

  private static String program() {
    return root.resolve("usr/bin/baymark").toString();
  }

  private static ProcessBuilder process(List<String> words) {
    ProcessBuilder builder = new ProcessBuilder(words).directory(work.toFile());
    builder.environment().remove("BAYMARK_HOME");
    builder.environment().remove("BAYMARK_NO_BUILD");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder;
  }

  private static Ran run(List<String> words) throws IOException, InterruptedException {
    Path out = Files.createTempFile(work, "out", "");
    Path err = Files.createTempFile(work, "err", "");
    Process process =
        process(words).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> words + " does not end");
    return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  @Test
  void itHoldsTheGatewayAndTheCommandsThatCheck() throws IOException, InterruptedException {
    assertTrue(baymark("--version").out().startsWith("baymark 0."));
    for (String word : List.of("gateway", "device", "passport", "verify", "accuse", "inspect")) {
      Ran help = baymark(word, "--help");
      assertEquals(0, help.code(), help.err());
      assertTrue(help.out().contains("Usage: baymark " + word), help.out());
    }
    Ran node = baymark("node", "--help");
    assertEquals(64, node.code());
    assertTrue(node.err().contains("'node' is not in this package"), node.err());
  }

  @Test
  void aGatewayIsMadeAndRuns() throws IOException, InterruptedException {
    Path policy = work.resolve("trust.policy");
    Path key = work.resolve("alliance.key");
    Files.writeString(policy, TestMember.policyText("http://127.0.0.1:1"));
    Files.writeString(key, "ab".repeat(32) + "\n");
    String dir = work.resolve("gateway").toString();
    Ran made =
        baymark(
            ("gateway init --http 127.0.0.1:0 --mqtt 127.0.0.1:0 --coap 127.0.0.1:0"
                    + " --dir %s --alliance %s --alliance-key %s")
                .formatted(dir, policy, key)
                .split(" "));
    assertEquals(0, made.code(), made.err());
    Process running =
        process(List.of(program(), "gateway", "run", "--dir", dir))
            .redirectError(work.resolve("run.err").toFile())
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(running.getInputStream(), StandardCharsets.UTF_8))) {
      String ready = String.valueOf(out.readLine());
      assertTrue(ready.startsWith("ready "), () -> ready + read(work.resolve("run.err")));
      Ran status = baymark("gateway", "status", "--dir", dir);
      assertEquals(0, status.code(), status.out() + status.err());
    } finally {
      running.toHandle().destroy();
      assertTrue(running.waitFor(30, TimeUnit.SECONDS), "it does not stop");
    }
    assertEquals(0, running.exitValue());
  }

  /** Whoever reads the unit finds what it starts, and the folder that the package makes. */
  @Test
  void theServiceStartsWhatIsThere() {
    String unit = read(root.resolve("usr/lib/systemd/system/baymark-gateway.service"));
    assertTrue(unit.contains("ExecStart=/usr/bin/baymark gateway run --dir /var/lib/baymark\n"));
    assertTrue(unit.contains("User=baymark\n"));
    assertTrue(Files.isExecutable(root.resolve("usr/bin/baymark")));
    assertTrue(Files.exists(root.resolve("usr/share/doc/baymark-gateway/gateway.md")));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
