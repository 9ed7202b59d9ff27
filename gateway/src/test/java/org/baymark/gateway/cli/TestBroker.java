package org.baymark.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.baymark.gateway.OutgoingFixture;
import org.junit.jupiter.api.Assumptions;

/** The broker of a site: Mosquitto of Debian's package of that name. */
final class TestBroker implements AutoCloseable {
  private final Process process;
  private final int port;
  private final Path log;

  private TestBroker(Path folder, String program, String more) throws IOException {
    Files.createDirectories(folder);
    try (ServerSocket socket = new ServerSocket(0)) {
      this.port = socket.getLocalPort();
    }
    this.log = folder.resolve("mosquitto.log");
    Path config = folder.resolve("mosquitto.conf");
    Files.writeString(
        config,
        """
        listener %d 127.0.0.1
        allow_anonymous true
        max_queued_messages 0
        user %s
        log_type all
        %s
        """
            // As root it would become another, who may not read here.
            .formatted(port, System.getProperty("user.name"), more));
    this.process =
        new ProcessBuilder(program, "-c", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    OutgoingFixture.until(this::isThere);
  }

  /** Starts one; the test is skipped, with one clear line, where there is none, but not in CI. */
  static TestBroker start(Path folder) throws IOException {
    return start(folder, "");
  }

  /**
   * The same.
   *
   * @param more lines of its settings
   */
  static TestBroker start(Path folder, String more) throws IOException {
    Optional<String> program = program();
    if (program.isEmpty()) {
      String what = "skipped: no mosquitto here (Debian: apt install mosquitto)";
      assertFalse("true".equals(System.getenv("CI")), what + ", and CI may not skip it");
      Assumptions.abort(what);
    }
    return new TestBroker(folder, program.orElseThrow(), more);
  }

  /** Debian puts it where not everybody looks for programs. */
  static Optional<String> program() {
    return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin"))
        .map(folder -> Path.of(folder, "mosquitto"))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  private boolean isThere() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  int port() {
    return port;
  }

  /** What it said of its clients. */
  String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
