package org.baymark.node.running;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The real program, started through the launcher as a user does. */
final class Program implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;

  private Program(Process process) {
    this.process = process;
    this.out = process.inputReader();
  }

  /** A command of ours, with what it says on standard error to be seen. */
  static ProcessBuilder launcher(String jvm, String... words) {
    return launcher(List.of(), jvm, List.of(words));
  }

  /**
   * @param within what stands before the command
   */
  private static ProcessBuilder launcher(List<String> within, String jvm, List<String> words) {
    String home =
        Optional.ofNullable(System.getenv("BAYMARK_HOME"))
            .orElseThrow(() -> new AssertionError("BAYMARK_HOME is not set; see the parent pom"));
    List<String> command = new ArrayList<>(within);
    command.add(Path.of(home, "baymark").toString());
    command.addAll(words);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    if (!jvm.isEmpty()) {
      builder.environment().put("BAYMARK_JAVA_OPTS", jvm);
    }
    return builder;
  }

  /** Runs a short command; answers its exit code. */
  static int run(String... words) throws IOException, InterruptedException {
    return run(List.of(), "", List.of(words));
  }

  /** With these words before it, and these for its JVM. */
  static int run(List<String> within, String jvm, List<String> words)
      throws IOException, InterruptedException {
    return launcher(within, jvm, words)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  static Program start(Path dir) throws IOException {
    return start(dir, Map.of());
  }

  /**
   * With these words before it, and these for its JVM.
   *
   * @param said where what it says on standard error is added
   */
  static Program start(
      List<String> within, Path dir, String jvm, Map<String, String> environment, Path said)
      throws IOException {
    List<String> words = List.of("node", "run", "--dir", dir.toString());
    ProcessBuilder builder = launcher(within, jvm, words);
    builder.environment().putAll(environment);
    return new Program(
        builder.redirectError(ProcessBuilder.Redirect.appendTo(said.toFile())).start());
  }

  /** With this in its environment. */
  static Program start(Path dir, Map<String, String> environment) throws IOException {
    ProcessBuilder builder = launcher("", "node", "run", "--dir", dir.toString());
    builder.environment().putAll(environment);
    return new Program(builder.start());
  }

  /** Another program, of the tests, in the folder of a member. */
  static Program start(Class<?> main, String jvm, Path dir, Path said) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(jvm.split(" ")));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.add(dir.toString());
    return new Program(
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(said.toFile()))
            .start());
  }

  /** The one line that it prints when it serves. */
  String readyLine() throws IOException {
    return String.valueOf(out.readLine());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL: no shutdown hook, no flush. */
  void kill() {
    process.destroyForcibly();
  }

  /** SIGTERM, and waits until it has ended. */
  void stop() throws InterruptedException {
    process.toHandle().destroy();
    process.waitFor();
  }

  /** SIGTERM; answers the exit code. It has printed nothing more. */
  int terminate() throws IOException, InterruptedException {
    process.toHandle().destroy(); // unlike Process.destroy it leaves the pipe open
    String more = out.readLine();
    if (more != null) {
      throw new AssertionError("more than one line on stdout: " + more);
    }
    return process.waitFor();
  }

  /** Of one that ends by itself. */
  int awaitExit() throws InterruptedException {
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      throw new AssertionError("it does not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }
}
