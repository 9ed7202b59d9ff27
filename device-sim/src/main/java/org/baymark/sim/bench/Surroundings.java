package org.baymark.sim.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.cose.SignatureProvider;

/**
 * How a measurement was made: without that its numbers mean nothing.
 *
 * @param disk file system under the databases
 */
record Surroundings(
    String java,
    String system,
    String processor,
    int cores,
    String disk,
    String gatewayJvmOptions,
    int connections,
    int window,
    int seconds,
    String sealAfter,
    String checkpointEvery) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  static Surroundings of(Path folder, int connections, int seconds) throws IOException {
    return new Surroundings(
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        processorName().orElse("unknown processor"),
        Runtime.getRuntime().availableProcessors(),
        Files.getFileStore(folder).type(),
        Optional.ofNullable(System.getenv("BAYMARK_JAVA_OPTS")).orElse(""),
        connections,
        GatewayBench.WINDOW,
        seconds,
        GatewayBench.SEAL_AFTER.toString(),
        GatewayBench.CHECKPOINT_EVERY.toString());
  }

  private static Optional<String> processorName() {
    try {
      return Files.readAllLines(CPU_INFO).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  List<String> lines() {
    return List.of(
        "made on   " + cores + " cores (" + processor + "), " + system + ", disk " + disk,
        "JVM       " + java + (gatewayJvmOptions.isEmpty() ? "" : ", with " + gatewayJvmOptions),
        "programs  node, gateway and load are processes of their own and share the cores",
        "store     SQLite, write-ahead log, synchronous=FULL: an acknowledgement follows an fsync",
        "load      "
            + connections
            + " MQTT 5 connections, QoS 1, up to "
            + window
            + " statements unanswered on each; signed beforehand",
        "times     "
            + seconds
            + " s of full and "
            + seconds
            + " s of moderate load; sealed after "
            + sealAfter
            + ", a checkpoint every "
            + checkpointEvery
            + "; anchored is known to "
            + AnchorWatch.POLL_MILLIS
            + " ms",
        "bare      VerifyingKey.verifies ("
            + SignatureProvider.chosen().name()
            + "), one thread, warm, the load's own JVM");
  }
}
