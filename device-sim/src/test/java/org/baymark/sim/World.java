package org.baymark.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.baymark.protocol.bytes.Digest;
import org.baymark.sim.alliance.Alliance;
import org.baymark.sim.alliance.GatewayApi;
import org.baymark.sim.alliance.Launcher;
import org.baymark.sim.alliance.Program;
import org.junit.jupiter.api.Assumptions;

/** A real node and a real gateway for one test, and what the tests ask of them. */
final class World implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  final Launcher launcher;
  final Alliance alliance;
  Program node;
  Program gateway;
  GatewayApi api;

  World(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    launcher = Launcher.ofEnvironment(System.getenv());
    alliance = new Alliance(launcher, folder);
    alliance.initNode(Duration.ofSeconds(1));
    node = alliance.runNode();
    alliance.initGateway(Duration.ofSeconds(1));
    gateway = alliance.runGateway();
    api = alliance.api(gateway);
  }

  /** Skips the test, with one clear line, where a program is missing; never in CI. */
  static String demandTool(String... names) {
    for (String name : names) {
      for (String folder : System.getenv("PATH").split(":", -1)) {
        if (Path.of(folder, name).toFile().canExecute()) {
          return name;
        }
      }
    }
    demand(false, String.join(" or ", names) + " is not installed");
    throw new IllegalStateException("aborted");
  }

  /** Skips the test, with one clear line, unless what it needs is there; never in CI. */
  static void demand(boolean there, String missing) {
    if (!there) {
      assertTrue(
          !"true".equals(System.getenv("CI")), missing + ", and CI may not skip what needs it");
      Assumptions.abort(missing + ": skipped");
    }
  }

  /** Runs a command of ours that has to succeed; gives what it printed. */
  String ours(String... words) throws IOException, InterruptedException {
    return launcher.demand(List.of(words)).out().strip();
  }

  /** How a command of somebody else ended. */
  record Ended(int exitCode, String output) {}

  static Ended theirs(String... words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return new Ended(process.exitValue(), output);
  }

  /** Waits until all of these are stored and anchored. */
  void assertAnchored(List<Digest> ids) throws IOException, InterruptedException {
    assertAnchored(api, ids);
  }

  static void assertAnchored(GatewayApi api, List<Digest> ids)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      GatewayApi.Found found = api.find(ids);
      assertEquals(List.of(), new ArrayList<>(found.missing()), "acknowledged and not stored");
      if (found.unanchored().isEmpty()) {
        return;
      }
      assertTrue(System.nanoTime() < end, found.unanchored().size() + " are not anchored");
      // Nothing tells us: a batch is sealed and anchored once a second.
      Thread.sleep(200);
    }
  }

  void assertMissing(List<Digest> ids) throws IOException, InterruptedException {
    assertEquals(ids.size(), api.find(ids).missing().size(), "stored and forged");
  }

  /** How often the gateway has refused for this reason. */
  long refused(String reason) throws IOException, InterruptedException {
    return Optional.ofNullable(api.stats().path("refused").get(reason))
        .map(count -> count.asLong())
        .orElse(0L);
  }

  @Override
  public void close() {
    alliance.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.filter(file -> file.toString().endsWith(".log")).forEach(World::assertExpected);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a program did not foresee is a fault of ours, whatever the test is about. */
  private static void assertExpected(Path log) {
    try {
      String text = Files.readString(log);
      int at = text.indexOf("Unhandled exception");
      if (at >= 0) {
        String said = text.substring(at, Math.min(text.length(), at + 2_000));
        throw new AssertionError(log.getFileName() + ": " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
