package org.baymark.gateway.transport.mqtt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.Assumptions;

/** Somebody else's client: Debian's package mosquitto-clients. */
public final class Mosquitto {
  private Mosquitto() {}

  /** What it printed, and how it ended. */
  public record Ended(int exitCode, String output) {}

  public static String file(Path folder, Bytes content) {
    try {
      return Files.write(folder.resolve("statement.cose"), content.toArray()).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Publishes {@code file} with QoS 1; the rest is words for mosquitto_pub. */
  public static Ended publish(int port, String version, String topic, String file, String... more) {
    List<String> words = new ArrayList<>(List.of("mosquitto_pub", "-h", "localhost", "-q", "1"));
    words.addAll(List.of("-p", Integer.toString(port), "-V", version, "-t", topic, "-f", file));
    words.addAll(List.of(more));
    return run(words);
  }

  /** Runs a program; the test is skipped where there is none of that name. */
  public static Ended run(List<String> words) {
    boolean isThere =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, words.get(0))));
    String missing = "there is no " + words.get(0) + " on this machine";
    if (!isThere && "true".equals(System.getenv("CI"))) {
      throw new AssertionError(missing + ", and CI may not skip what needs it");
    }
    Assumptions.assumeTrue(isThere, "skipped: " + missing);
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return new Ended(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
