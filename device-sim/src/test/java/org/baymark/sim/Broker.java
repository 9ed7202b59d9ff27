package org.baymark.sim;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.baymark.sim.alliance.Ports;

/** The broker of a site: Mosquitto of Debian's package, which keeps sessions on its disk. */
final class Broker implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Path folder;
  private final int port;
  private final String program;
  private Process process;

  Broker(Path folder) throws IOException, InterruptedException {
    this.folder = Files.createDirectories(folder);
    this.port = Ports.free();
    this.program = program();
    Files.writeString(
        folder.resolve("mosquitto.conf"),
        """
        listener %d 127.0.0.1
        allow_anonymous true
        persistence true
        persistence_location %s/
        max_queued_messages 0
        user %s
        """
            // As root it would become another, who may not write here.
            .formatted(port, folder, System.getProperty("user.name")));
    start();
  }

  /** Debian puts it where not everybody looks for programs. */
  private static String program() {
    Path sbin = Path.of("/usr/sbin/mosquitto");
    return Files.isExecutable(sbin) ? sbin.toString() : World.demandTool("mosquitto");
  }

  URI url() {
    return URI.create("mqtt://127.0.0.1:" + port);
  }

  int port() {
    return port;
  }

  void start() throws IOException, InterruptedException {
    process =
        new ProcessBuilder(program, "-c", folder.resolve("mosquitto.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("mosquitto.log").toFile()))
            .start();
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!isThere()) {
      if (System.nanoTime() > end || !process.isAlive()) {
        throw new IOException("no broker: see " + folder.resolve("mosquitto.log"));
      }
      Thread.sleep(50);
    }
  }

  private boolean isThere() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** SIGTERM: Mosquitto writes down what it keeps when it ends, and not with each message. */
  void stop() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
