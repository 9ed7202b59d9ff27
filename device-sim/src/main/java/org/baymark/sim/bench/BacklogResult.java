package org.baymark.sim.bench;

/**
 * How a gateway catches up with an alliance that was away.
 *
 * @param batches that waited when it came back
 * @param statements in them
 * @param firstSeconds from then until the first of them was anchored: the gateway asks now and then
 * @param allSeconds from then until all of them were
 * @param acknowledged statements meanwhile
 * @param others answers meanwhile that were no acknowledgement
 * @param latency of these answers
 */
record BacklogResult(
    long batches,
    long statements,
    double firstSeconds,
    double allSeconds,
    long acknowledged,
    long others,
    Latencies.Summary latency) {

  double batchesPerSecond() {
    return batches / Math.max(0.1, allSeconds - firstSeconds);
  }
}
