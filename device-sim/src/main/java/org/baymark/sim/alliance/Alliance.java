package org.baymark.sim.alliance;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The smallest alliance there is: one anchor node and one gateway, on free ports of this machine,
 * with all their files under one folder.
 */
public final class Alliance implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final Launcher launcher;
  private final Path folder;
  private final Deque<Program> running = new ArrayDeque<>(); // guarded by this
  private boolean closed; // guarded by this
  private Optional<String> obituary = Optional.empty(); // guarded by this
  private Runnable onDeath = () -> {}; // guarded by this

  /**
   * @param folder exists; gets the folders node, gateway and logs
   */
  public Alliance(Launcher launcher, Path folder) {
    this.launcher = launcher;
    this.folder = folder;
  }

  public Path nodeFolder() {
    return folder.resolve("node");
  }

  public Path gatewayFolder() {
    return folder.resolve("gateway");
  }

  /** Makes the node's working folder. */
  public void initNode(Duration checkpointEvery) throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("logs"));
    launcher.demand(
        List.of(
            "node",
            "init",
            "--dir",
            nodeFolder().toString(),
            "--listen",
            HOST + ":" + freePort(),
            "--checkpoint-every",
            checkpointEvery.toString()));
  }

  /** Starts the node and waits for it. */
  public Program runNode() throws IOException, InterruptedException {
    return run(List.of("node", "run", "--dir", nodeFolder().toString()), "node");
  }

  /** Makes the gateway's working folder and presents its card to the running node. */
  public void initGateway(Duration sealAfter) throws IOException, InterruptedException {
    launcher.demand(
        List.of(
            "gateway",
            "init",
            "--dir",
            gatewayFolder().toString(),
            "--alliance",
            nodeFolder().resolve("trust.policy").toString(),
            "--alliance-key",
            nodeFolder().resolve("alliance.key").toString(),
            "--http",
            HOST + ":" + freePort(),
            "--mqtt",
            HOST + ":" + freePort(),
            "--coap",
            HOST + ":" + freePort(),
            "--seal-after",
            sealAfter.toString()));
    launcher.demand(
        List.of(
            "node",
            "admit",
            "--dir",
            nodeFolder().toString(),
            gatewayFolder().resolve("gateway.card").toString()));
  }

  /** Starts the gateway and waits for it. */
  public Program runGateway() throws IOException, InterruptedException {
    return run(List.of("gateway", "run", "--dir", gatewayFolder().toString()), "gateway");
  }

  /** The running gateway's API. */
  public GatewayApi api(Program gateway) throws IOException, InterruptedException {
    URI http = gateway.awaitReady().get(0);
    return GatewayApi.open(http, gatewayFolder().resolve("api.token"));
  }

  private Program run(List<String> words, String name) throws IOException, InterruptedException {
    Program program;
    synchronized (this) {
      if (closed) {
        throw new InterruptedException("the alliance is being stopped");
      }
      program = Program.start(launcher, words, folder.resolve("logs").resolve(name + ".log"));
      running.push(program);
    }
    program.onEnd(() -> ended(name));
    program.awaitReady();
    return program;
  }

  /** Runs this when a program ends by itself. */
  public synchronized void onDeath(Runnable action) {
    onDeath = action;
  }

  /** Which program ended by itself, in a sentence. */
  public synchronized Optional<String> obituary() {
    return obituary;
  }

  private void ended(String name) {
    Runnable action;
    synchronized (this) {
      if (closed) {
        return;
      }
      obituary =
          Optional.of(
              "the "
                  + name
                  + " ended by itself; its last words are in "
                  + folder.resolve("logs").resolve(name + ".log"));
      action = onDeath;
    }
    action.run();
  }

  /** A port that nobody uses for TCP or UDP at this moment. */
  private static int freePort() throws IOException {
    while (true) {
      try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          DatagramSocket udp = new DatagramSocket(tcp.getLocalSocketAddress())) {
        return udp.getLocalPort();
      } catch (BindException taken) {
        // By UDP alone; the next one will do.
      }
    }
  }

  /** Stops what runs, the last started first. May be called again, and on any thread. */
  @Override
  public void close() {
    while (true) {
      Program last;
      synchronized (this) {
        closed = true;
        if (running.isEmpty()) {
          return;
        }
        last = running.peek();
      }
      last.close();
      synchronized (this) {
        running.remove(last);
      }
    }
  }
}
