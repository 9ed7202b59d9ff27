package org.baymark.sim.alliance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.baymark.sim.shell.ExitCode;

/**
 * The file that starts every program of Baymark.
 *
 * @param home the folder it lies in
 */
public record Launcher(Path home) {
  /** Set by the launcher for the programs it starts. */
  public static final String HOME = "BAYMARK_HOME";

  private static final String NO_BUILD = "BAYMARK_NO_BUILD";

  /** How long a short command may take. */
  public static final Duration PATIENCE = Duration.ofSeconds(120);

  /** How a short command ended. */
  public record Result(int exitCode, String out, String err) {}

  /**
   * The launcher that started us.
   *
   * @throws IOException if we were started some other way
   */
  public static Launcher ofEnvironment(Map<String, String> environment) throws IOException {
    String home = environment.get(HOME);
    if (home == null || !Files.isRegularFile(Path.of(home, "baymark"))) {
      throw new IOException(
          "the programs are started through the file 'baymark' of the project, and "
              + HOME
              + " does not name its folder; start this one as ./baymark too");
    }
    return new Launcher(Path.of(home));
  }

  /** A process of these words; what is already built is run as it is. */
  ProcessBuilder process(List<String> words) {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("baymark").toString());
    command.addAll(words);
    ProcessBuilder process = new ProcessBuilder(command);
    process.environment().put(NO_BUILD, "1");
    return process;
  }

  /** A short command, started; its output goes to files that end with it. */
  private record Running(List<String> words, Process process, Path out, Path err)
      implements AutoCloseable {

    Result await(Duration patience) throws IOException, InterruptedException {
      if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException(
            "'" + String.join(" ", words) + "' did not end in " + patience.toSeconds() + " s");
      }
      if (process.exitValue() == ExitCode.INTERRUPTED) {
        throw new InterruptedException("stopped");
      }
      return new Result(
          process.exitValue(),
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
      process.destroyForcibly();
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    }
  }

  private Running start(List<String> words) throws IOException, InterruptedException {
    Path out = Files.createTempFile("baymark", ".out");
    Path err = Files.createTempFile("baymark", ".err");
    try {
      out.toFile().deleteOnExit(); // when Ctrl-C ends us before close()
      err.toFile().deleteOnExit();
    } catch (IllegalStateException e) { // it came already, and the JVM is ending
      Files.delete(out);
      Files.delete(err);
      throw new InterruptedException("stopped");
    }
    Process process =
        process(words).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    process.getOutputStream().close();
    return new Running(words, process, out, err);
  }

  /**
   * Runs a command to its end.
   *
   * @throws InterruptedException if it was stopped by Ctrl-C, which is meant for us too
   */
  public Result run(List<String> words) throws IOException, InterruptedException {
    return run(words, PATIENCE);
  }

  /**
   * The same of a command that may take longer.
   *
   * @throws IOException also if it did not end by then; it is stopped
   */
  public Result run(List<String> words, Duration patience)
      throws IOException, InterruptedException {
    try (Running command = start(words)) {
      return command.await(patience);
    }
  }

  /**
   * Runs a command that has to succeed.
   *
   * @throws IOException with what it said, if it does not
   */
  public Result demand(List<String> words) throws IOException, InterruptedException {
    return succeeded(words, run(words));
  }

  /** Runs commands side by side, of which every one has to succeed. */
  void demandAll(List<List<String>> commands) throws IOException, InterruptedException {
    List<Running> all = new ArrayList<>();
    try {
      for (List<String> words : commands) {
        all.add(start(words));
      }
      for (Running one : all) {
        succeeded(one.words(), one.await(PATIENCE));
      }
    } finally {
      for (Running one : all) {
        one.close();
      }
    }
  }

  private static Result succeeded(List<String> words, Result result) throws IOException {
    if (result.exitCode() != 0) {
      throw new IOException(
          "'"
              + String.join(" ", words)
              + "' failed with "
              + result.exitCode()
              + ": "
              + result.err().strip());
    }
    return result;
  }
}
