package org.baymark.protocol.fuzz;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;

/**
 * Runs Jazzer on each target in a JVM of its own, from the vectors and from what earlier runs kept,
 * and prints a line each. The profile {@code fuzz} of the pom starts it.
 *
 * <p>Words: the folder to work in; seconds for each target; the targets, with commas, or {@code
 * all}. What is found stays in the folder as {@code crash-} files; then the exit code is 1.
 */
public final class Fuzz {
  private static final String ENGINE = "com.code_intelligence.jazzer.Jazzer";

  private final Path folder;
  private final String seconds;
  private final PrintStream out;

  private Fuzz(Path folder, String seconds, PrintStream out) {
    this.folder = folder;
    this.seconds = seconds;
    this.out = out;
  }

  public static void main(String[] words) throws IOException, InterruptedException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Fuzz fuzz = new Fuzz(Path.of(words[0]).toAbsolutePath(), words[1], out);
    List<Target> targets =
        words[2].equals("all")
            ? List.of(Target.values())
            : Stream.of(words[2].split(",")).map(Target::ofWireName).toList();
    out.printf("%-11s %6s %11s %6s %9s%n", "target", "seeds", "executions", "edges", "features");
    boolean clean = true;
    for (Target target : targets) {
      clean &= fuzz.run(target);
    }
    System.exit(clean ? 0 : 1);
  }

  /** Whether nothing was found. */
  private boolean run(Target target) throws IOException, InterruptedException {
    Path home = folder.resolve(target.wireName());
    Path kept = Files.createDirectories(home.resolve("kept"));
    Path seeds = Files.createDirectories(home.resolve("seeds"));
    for (Bytes seed : Corpus.seeds(target)) {
      Files.write(seeds.resolve(Digest.sha256(seed).hex()), seed.unsafeArray());
    }
    Path log = home.resolve("log");
    Process engine =
        new ProcessBuilder(command(target, home, kept, seeds))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int exit = engine.waitFor();
    List<String> said;
    try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
      said = lines.toList();
    }
    out.printf(
        "%-11s %6d %11s %6s %9s  %s%n",
        target.wireName(),
        Corpus.seeds(target).size(),
        last(said, "stat::number_of_executed_units:"),
        last(said, "cov:"),
        last(said, "ft:"),
        exit == 0 ? "nothing found" : "FOUND, or failed (" + exit + "): see " + log);
    return exit == 0;
  }

  private List<String> command(Target target, Path home, Path kept, Path seeds) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() > 20) {
      command.add("-XX:+EnableDynamicAgentLoading");
    }
    // Little memory, so that more than its share is noticed.
    command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC"));
    command.add("-D" + OneInput.PROPERTY + "=" + target.wireName());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), ENGINE));
    command.add("--target_class=" + OneInput.class.getName());
    command.add("--instrumentation_includes=org.baymark.protocol.**");
    command.add("--instrumentation_excludes=org.baymark.protocol.fuzz.**");
    command.add("--reproducer_path=" + home);
    command.add("-artifact_prefix=" + home + "/");
    command.add("-max_total_time=" + seconds);
    // One input that takes longer, in seconds, is out of proportion, also where others use the
    // machine.
    command.add("-timeout=25");
    command.add("-print_final_stats=1");
    command.addAll(List.of(kept.toString(), seeds.toString()));
    return command;
  }

  /** The word behind the last {@code label}. */
  private static String last(List<String> lines, String label) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      int at = lines.get(i).indexOf(label);
      if (at >= 0) {
        return lines.get(i).substring(at + label.length()).strip().split("\\s+", 2)[0];
      }
    }
    return "-";
  }
}
