package org.baymark.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.baymark.protocol.bytes.Digest;
import org.baymark.sim.World.Ended;
import org.baymark.sim.alliance.Launcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the encoder in C says a reading to a gateway, which keeps and anchors it. */
class CEncoderIT {
  private static final String NAME = "urn:dev:org:32473-in-c-1";
  private static final String STRANGER = "urn:dev:org:32473-in-c-2";

  @TempDir private Path temp;

  /** Builds the example as the comment at its head says. */
  private String build(Path folder) throws IOException, InterruptedException {
    String compiler = World.demandTool("cc", "gcc", "clang");
    for (String header : List.of("mosquitto.h", "openssl/ecdsa.h")) {
      Ended found =
          World.theirs(
              compiler, "-E", "-include", header, "-x", "c", "/dev/null", "-o", "/dev/null");
      World.demand(found.exitCode() == 0, header + " is not installed");
    }
    String line =
        Files.readAllLines(folder.resolve("publish.c")).stream()
            .map(comment -> comment.replaceFirst("^ \\*", "").strip())
            .dropWhile(comment -> !comment.startsWith("cc "))
            .takeWhile(comment -> !comment.startsWith("./publish"))
            .map(comment -> comment.replaceFirst("\\\\$", ""))
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
      assertTrue(ended.output().endsWith(" Success\n"), ended.output());
      world.assertAnchored(List.of(Digest.ofHex(ended.output().substring(0, 64))));

      Ended refused = World.theirs(program, mqtt.getHost(), port, key(world, STRANGER), STRANGER);
      assertEquals(1, refused.exitCode(), refused.output());
      assertTrue(refused.output().contains("Not authorized"), refused.output());
    }
  }
}
