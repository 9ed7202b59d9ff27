package org.baymark.protocol.measured;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.baymark.protocol.cose.SignatureProvider;
import org.baymark.protocol.cose.Suite;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks and {@code openssl speed} one after the other and prints one table. The first
 * word: how many iterations of a second each, after as many to warm up. Ends with 1 where decoding
 * allocates more than it may: that, unlike a time, hardly differs from machine to machine, once all
 * is compiled. With fewer than 5 seconds it is not.
 */
public final class Measured {
  /** What openssl calls the suites. */
  private static final Map<Suite, String> OPENSSL =
      Map.of(Suite.ES256, "ecdsap256", Suite.EDDSA, "ed25519", Suite.SM2, "sm2");

  /** Of the statement decoded, with all its values. */
  private static final int BYTES_MAX = 2_000;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private final int seconds;

  private Measured(int seconds) {
    this.seconds = seconds;
  }

  public static void main(String[] words)
      throws RunnerException, IOException, InterruptedException {
    System.exit(new Measured(Integer.parseInt(words[0])).run() ? 0 : 1);
  }

  /** Whether decoding stays within its bytes. */
  private boolean run() throws RunnerException, IOException, InterruptedException {
    Collection<RunResult> decoding = results(Decoding.class);
    decoding(decoding);
    Collection<RunResult> verifying = results(Verifying.class);
    Map<Suite, Double> openssl = new HashMap<>();
    for (Suite suite : Suite.values()) {
      openssl.put(suite, openssl(OPENSSL.get(suite)));
    }
    verifying(verifying, openssl);
    surroundings();
    return isSmall(decoding);
  }

  private boolean isSmall(Collection<RunResult> decoding) {
    double bytes =
        decoding.stream()
            .filter(one -> one.getPrimaryResult().getLabel().equals("statementDecodes"))
            .mapToDouble(Measured::allocated)
            .sum();
    boolean small = bytes > 0 && bytes <= BYTES_MAX; // 0 is not measured
    out.printf(
        "%n%s: a statement decoded takes %.0f bytes; it may take %d.%n",
        small ? "PASS" : "FAIL", bytes, BYTES_MAX);
    return small;
  }

  private Collection<RunResult> results(Class<?> benchmarks) throws RunnerException {
    return new Runner(
            new OptionsBuilder()
                .include(benchmarks.getName())
                .forks(1)
                .warmupIterations(seconds)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(seconds)
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .build())
        .run();
  }

  private void decoding(Collection<RunResult> results) {
    out.printf(
        "A telemetry statement of %d bytes%n%-22s %8s %8s %10s%n",
        Vectors.telemetry().size(), "", "ns", "ratio", "allocated");
    double jackson = 1;
    for (RunResult one : results) { // in the order of their names
      double nanos = one.getPrimaryResult().getScore();
      jackson = one.getPrimaryResult().getLabel().startsWith("jackson") ? nanos : jackson;
      out.printf(
          "%-22s %8.0f %8.2f %8.0f B%n",
          one.getPrimaryResult().getLabel(), nanos, nanos / jackson, allocated(one));
    }
  }

  private static double allocated(RunResult result) {
    return result.getSecondaryResults().entrySet().stream()
        .filter(entry -> entry.getKey().endsWith("gc.alloc.rate.norm"))
        .mapToDouble(entry -> entry.getValue().getScore())
        .sum();
  }

  private void verifying(Collection<RunResult> results, Map<Suite, Double> openssl) {
    List<SignatureProvider> providers = SignatureProvider.available();
    out.printf(
        "%nVerifications a second, one thread%n%-8s %-18s %10s %10s %8s%n",
        "", "", "here", "openssl", "ratio");
    for (RunResult one : results) {
      Suite suite = Suite.valueOf(one.getParams().getParam("suite"));
      int provider = Integer.parseInt(one.getParams().getParam("provider"));
      boolean own = suite != Suite.SM2 || provider == providers.size() - 1; // no other has SM2
      if (provider < providers.size() && own) {
        double here = one.getPrimaryResult().getScore();
        double there = openssl.getOrDefault(suite, Double.NaN);
        out.printf(
            "%-8s %-18s %10.0f %10.0f %8.2f%n",
            suite, providers.get(provider).name(), here, there, here / there);
      }
    }
  }

  /** Verifications a second by the clock, as ours are; the last number of the last line. */
  private double openssl(String algorithm) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "openssl", "speed", "-elapsed", "-seconds", Integer.toString(seconds), algorithm)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    String[] words = said.strip().split("\\s+");
    return process.waitFor() == 0 ? Double.parseDouble(words[words.length - 1]) : Double.NaN;
  }

  private void surroundings() throws IOException {
    String processor =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("unknown processor");
    String load = Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
    out.printf(
        "%nMade on %d cores (%s), load %s at the end; Java %s; JMH, one fork, %d s after %d s; ratios to%n"
            + "Jackson's parser and to `openssl speed -elapsed` in the same run.%n",
        Runtime.getRuntime().availableProcessors(),
        processor,
        load,
        System.getProperty("java.version"),
        seconds,
        seconds);
  }
}
