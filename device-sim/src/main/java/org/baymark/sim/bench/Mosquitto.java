package org.baymark.sim.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.baymark.sim.alliance.Ports;

/**
 * Mosquitto as Debian packages it, with persistence on, on a free port: what the gateway is held
 * against. It acknowledges a message before it is on the disk, to which it writes when it ends.
 */
final class Mosquitto implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  /** Unanswered messages of one client: as many as the load has, and Paho takes no 65,535. */
  private static final int INFLIGHT = 100;

  private final int port;
  private final Process process;

  private Mosquitto(int port, Process process) {
    this.port = port;
    this.process = process;
  }

  /** Where the program lies; Debian puts it where not everybody looks. */
  static Optional<Path> program() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(Stream.of(path.split(":")), Stream.of("/usr/sbin"))
        .map(folder -> Path.of(folder, "mosquitto"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts it and waits for it.
   *
   * @param folder does not exist
   */
  static Mosquitto start(Path program, Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    int port = Ports.free();
    Path settings = folder.resolve("mosquitto.conf");
    Files.writeString(
        settings,
        """
        listener %d 127.0.0.1
        allow_anonymous true
        persistence true
        persistence_location %s/
        max_inflight_messages %d
        user %s
        """
            // As root it would become another, who may not write here.
            .formatted(port, folder, INFLIGHT, System.getProperty("user.name")));
    Path log = folder.resolve("mosquitto.log");
    Process process =
        new ProcessBuilder(program.toString(), "-c", settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Mosquitto started = new Mosquitto(port, process);
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!started.isThere()) {
      if (System.nanoTime() > end || !process.isAlive()) {
        started.close();
        throw new IOException("mosquitto did not start: " + Files.readString(log).strip());
      }
      Thread.sleep(50);
    }
    return started;
  }

  private boolean isThere() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  URI url() {
    return URI.create("mqtt://127.0.0.1:" + port);
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
