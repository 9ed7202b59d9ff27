package org.baymark.sim.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.baymark.sim.alliance.GatewayApi;

/**
 * What the gateway process had used and done at one moment.
 *
 * @param nanos the moment, by {@link System#nanoTime}
 * @param accepted statements stored
 * @param writtenBytes that the process caused to be written to the disk (proc(5), write_bytes);
 *     empty where the system does not tell
 * @param peakResidentBytes the most it ever had (proc(5), VmHWM); empty where the system does not
 *     tell
 */
record Figures(
    long nanos,
    long accepted,
    long cpuMillis,
    long residentBytes,
    OptionalLong peakResidentBytes,
    long databaseBytes,
    OptionalLong writtenBytes) {

  static Figures of(GatewayApi api, long pid) throws IOException, InterruptedException {
    JsonNode stats = api.stats();
    Path proc = Path.of("/proc", Long.toString(pid));
    return new Figures(
        System.nanoTime(),
        stats.path("accepted").asLong(),
        stats.path("cpuMillis").asLong(),
        stats.path("residentBytes").asLong(),
        ProcessFigures.line(proc.resolve("status"), "VmHWM:", 1024),
        stats.path("databaseBytes").asLong(),
        ProcessFigures.line(proc.resolve("io"), "write_bytes:", 1));
  }
}
