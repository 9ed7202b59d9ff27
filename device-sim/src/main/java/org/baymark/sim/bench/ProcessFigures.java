package org.baymark.sim.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a process had used at one moment (proc(5)); zeros where the system does not tell.
 *
 * @param residentBytes VmRSS
 * @param peakResidentBytes VmHWM, the most it ever had
 * @param writtenBytes that it caused to be written to the disk
 */
record ProcessFigures(Duration cpu, long residentBytes, long peakResidentBytes, long writtenBytes) {

  static ProcessFigures of(long pid) {
    Path proc = Path.of("/proc", Long.toString(pid));
    Duration cpu =
        ProcessHandle.of(pid)
            .flatMap(process -> process.info().totalCpuDuration())
            .orElse(Duration.ZERO);
    return new ProcessFigures(
        cpu,
        line(proc.resolve("status"), "VmRSS:", 1024).orElse(0),
        line(proc.resolve("status"), "VmHWM:", 1024).orElse(0),
        line(proc.resolve("io"), "write_bytes:", 1).orElse(0));
  }

  /** The number in the line that begins so. */
  static OptionalLong line(Path file, String begin, int factor) {
    try {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith(begin)) {
          return OptionalLong.of(factor * Long.parseLong(line.replaceAll("[^0-9]", "")));
        }
      }
    } catch (IOException e) {
      // Not a Linux, or not ours to look at.
    }
    return OptionalLong.empty();
  }
}
