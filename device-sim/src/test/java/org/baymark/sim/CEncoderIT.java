package org.baymark.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.baymark.sim.World.Ended;
import org.baymark.sim.alliance.Launcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the encoder in C says a reading to a gateway, which keeps and anchors it. */
class CEncoderIT {
  private static final String NAME = "urn:dev:org:32473-in-c-1";
  private static final String STRANGER = "urn:dev:org:32473-in-c-2";

  /** A reader shall see the whole of it at once. */
  private static final int LINES_MAX = 60;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path temp;

  /** Builds the example as the comment at its head says. */
  private String build(Path folder) throws IOException, InterruptedException {
    String compiler = World.demandTool("cc", "gcc", "clang");
    for (String header : List.of("mosquitto.h", "openssl/x509.h")) {
      Ended found =
          World.theirs(
              compiler, "-E", "-include", header, "-x", "c", "/dev/null", "-o", "/dev/null");
      World.demand(found.exitCode() == 0, header + " is not installed");
    }
    List<String> lines = Files.readAllLines(folder.resolve("publish.c"));
    assertTrue(lines.size() <= LINES_MAX, "the example has " + lines.size() + " lines");
    String line =
        lines.stream()
            .dropWhile(comment -> !comment.startsWith(" *   cc "))
            .takeWhile(comment -> comment.startsWith(" *"))
            .map(
                comment ->
                    comment.replaceFirst("^ \\*", "").replaceFirst("\\\\$|\\*/$", "").strip())
            .collect(Collectors.joining(" "));
    String program = temp.resolve("publish").toString();
    String command =
        line.replaceFirst("cc ", compiler + " ").replace("-o publish", "-o " + program);
    Ended built = World.theirs("sh", "-c", "cd '" + folder + "' && " + command);
    assertEquals(0, built.exitCode(), built.output());
    return program;
  }

  private String key(World world, String name) throws IOException, InterruptedException {
    String key = temp.resolve("key of " + name.charAt(name.length() - 1)).toString();
    world.ours("sim", "key", "--name", name, "--out", key);
    return key;
  }

  /** A stranger is shown the reading, once it is anchored. */
  private void assertProven(World world) throws IOException, InterruptedException {
    String passport = temp.resolve("in-c.baymark").toString();
    String folder = world.alliance.gatewayFolder().toString();
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<String> words = List.of("passport", "--dir", folder, NAME, "--out", passport);
    while (world.launcher.run(words).exitCode() != 0) {
      assertTrue(System.nanoTime() < end, "the reading is not anchored");
      // Nothing tells us: a batch is sealed and anchored once a second.
      Thread.sleep(200);
    }
    String trust = world.alliance.nodeFolder().resolve("trust.policy").toString();
    String verdict = world.ours("verify", passport, "--trust", trust);
    assertTrue(verdict.contains("all 1 statements of all 1 batches"), verdict);
  }

  @Test
  void theExampleIsBelievedAndAStrangerIsNot() throws Exception {
    String program =
        build(
            Launcher.ofEnvironment(System.getenv())
                .home()
                .resolve("firmware-protocol")
                .resolve("c"));
    try (World world = new World(Files.createDirectories(temp.resolve("world")))) {
      URI mqtt = world.api.doors().mqtt();
      String port = Integer.toString(mqtt.getPort());
      String key = key(world, NAME);
      String folder = world.alliance.gatewayFolder().toString();
      world.ours("device", "add", "--dir", folder, "--card", key + ".card");

      Ended ended = World.theirs(program, mqtt.getHost(), port, key, NAME);
      assertEquals(0, ended.exitCode(), ended.output());
      assertEquals("Success\n", ended.output());
      assertProven(world);

      Ended refused = World.theirs(program, mqtt.getHost(), port, key(world, STRANGER), STRANGER);
      assertEquals(1, refused.exitCode(), refused.output());
      assertTrue(refused.output().contains("Not authorized"), refused.output());
    }
  }
}
