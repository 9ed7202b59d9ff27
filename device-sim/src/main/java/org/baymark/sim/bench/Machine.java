package org.baymark.sim.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a measurement was made.
 *
 * @param disk file system under the databases
 */
record Machine(
    String java, String system, String processor, int cores, String disk, String jvmOptions) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  static Machine of(Path folder) throws IOException {
    return new Machine(
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        processorName().orElse("unknown processor"),
        Runtime.getRuntime().availableProcessors(),
        Files.getFileStore(folder).type(),
        Optional.ofNullable(System.getenv("BAYMARK_JAVA_OPTS")).orElse(""));
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
        "JVM       " + java + (jvmOptions.isEmpty() ? "" : ", with " + jvmOptions));
  }
}
