package org.baymark.sim.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.baymark.sim.shell.Unusable;

/** Where the databases of one measurement lie; goes with it. */
record BenchFolder(Path path) implements AutoCloseable {

  /** A new one in the given folder, or else in the one for temporary files. */
  static BenchFolder in(Optional<Path> given) throws Unusable {
    Path above = given.orElse(Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
    try {
      return new BenchFolder(
          Files.createTempDirectory(Files.createDirectories(above), "baymark-bench-"));
    } catch (IOException e) {
      throw Unusable.unwritten(above, e);
    }
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> inside = Files.walk(path)) {
      for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
