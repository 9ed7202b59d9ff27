package org.baymark.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;

/** A layer under a program that makes one of its writes to the store fail or hang. */
final class FailingDisk {
  /** Linux: no space left on the device. */
  static final int ENOSPC = 28;

  /** Linux: an error of the device. */
  static final int EIO = 5;

  private static final int SIZE = 16;
  private static final int ERROR_AT = 4;
  private static final int DONE_AT = 8;
  private static final int FAILED_AT = 12;

  private final Path library;
  private final Path control;
  private final MappedByteBuffer shared;

  private FailingDisk(Path library, Path control, MappedByteBuffer shared) {
    this.library = library;
    this.control = control;
    this.shared = shared;
  }

  /** Compiles it; the test is skipped where there is no gcc, but not in CI. */
  static FailingDisk in(Path folder) throws IOException, InterruptedException {
    Path source = folder.resolve("failing-disk.c");
    Path library = folder.resolve("failing-disk.so");
    try (InputStream in = FailingDisk.class.getResourceAsStream("failing-disk.c")) {
      Files.copy(Objects.requireNonNull(in), source);
    }
    try {
      Process gcc =
          new ProcessBuilder(
                  "gcc",
                  "-Wall",
                  "-Werror",
                  "-O1",
                  "-shared",
                  "-fPIC",
                  "-o",
                  library.toString(),
                  source.toString(),
                  "-ldl")
              .inheritIO()
              .start();
      assertEquals(0, gcc.waitFor());
    } catch (IOException none) {
      String what = "skipped: no gcc here (Debian: apt install gcc libc6-dev)";
      assertFalse("true".equals(System.getenv("CI")), what + ", and CI may not skip it");
      assumeTrue(false, what);
    }
    Path control = Files.write(folder.resolve("failing-disk.control"), new byte[SIZE]);
    try (FileChannel channel =
        FileChannel.open(control, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MappedByteBuffer shared = channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE);
      shared.order(ByteOrder.nativeOrder());
      return new FailingDisk(library, control, shared);
    }
  }

  /** What a program that stands on it has in its environment. */
  Map<String, String> environment() {
    return Map.of("LD_PRELOAD", library.toString(), "FAILING_DISK", control.toString());
  }

  /**
   * Lets one operation fail.
   *
   * @param operation 1 for the next one
   * @param isDone whether it is done all the same
   */
  void failAt(int operation, int error, boolean isDone) {
    shared.putInt(ERROR_AT, error);
    shared.putInt(DONE_AT, isDone ? 1 : 0);
    shared.putInt(0, operation);
  }

  /** The next operation gets no answer, until {@link #goOn}. */
  void hang() {
    shared.putInt(DONE_AT, 2);
    shared.putInt(0, 1);
  }

  /** What hangs is done. */
  void goOn() {
    shared.putInt(DONE_AT, 0);
  }

  /** How many have failed. */
  int failed() {
    return shared.getInt(FAILED_AT);
  }
}
