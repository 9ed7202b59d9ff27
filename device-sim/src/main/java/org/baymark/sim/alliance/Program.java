package org.baymark.sim.alliance;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A program that serves until it is stopped, as a process of its own. It holds a leash, the pipe to
 * its standard input: when we die, however that happens, the pipe ends and so does the program.
 */
public final class Program implements AutoCloseable {
  /** Tells the launcher to stop the program when its standard input ends. */
  private static final String LEASH = "BAYMARK_LEASH";

  private static final String JAVA_OPTS = "BAYMARK_JAVA_OPTS";
  private static final String READY = "ready ";
  private static final long READY_SECONDS = 120;
  private static final long STOP_SECONDS = 15;

  private final String name;
  private final Process process;
  private final Path log;
  private final CompletableFuture<List<URI>> ready = new CompletableFuture<>();

  private Program(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it, and does not wait.
   *
   * @param words for the launcher
   * @param log takes what it writes to its standard error
   * @param jvm words for its JVM; those of BAYMARK_JAVA_OPTS come after them and win
   */
  public static Program start(Launcher launcher, List<String> words, Path log, String jvm)
      throws IOException {
    ProcessBuilder builder = launcher.process(words);
    builder.environment().merge(JAVA_OPTS, jvm, (theirs, ours) -> ours + " " + theirs);
    builder.environment().put(LEASH, "1");
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Program program = new Program(words.get(0), builder.start(), log);
    Thread reader = new Thread(program::read, words.get(0) + "-output");
    reader.setDaemon(true);
    reader.start();
    return program;
  }

  /** Reads its standard output to the end, so that it never waits for us. */
  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(READY)) {
          ready.complete(
              Stream.of(line.substring(READY.length()).split(" ")).map(URI::create).toList());
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      ready.completeExceptionally(e);
    }
    ready.completeExceptionally(new IOException("it ended before it was ready"));
  }

  /**
   * Waits until it says that it serves.
   *
   * @return the addresses it names, in its order
   */
  public List<URI> awaitReady() throws IOException, InterruptedException {
    try {
      return ready.get(READY_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(
          "the " + name + " did not start: " + lastWords() + " (all it said is in " + log + ")", e);
    }
  }

  private String lastWords() throws IOException {
    List<String> lines =
        Files.readAllLines(log, StandardCharsets.UTF_8).stream().filter(l -> !l.isBlank()).toList();
    return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
  }

  /** Runs this when it has ended, whatever the reason. */
  public void onEnd(Runnable action) {
    var unused = process.onExit().thenRun(action);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** Ends it at once and without warning, as a power cut does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Asks it to stop and waits for that; what does not stop is killed. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
