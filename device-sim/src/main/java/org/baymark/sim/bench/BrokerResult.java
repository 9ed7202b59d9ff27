package org.baymark.sim.bench;

/**
 * What a broker did under the load of a gateway.
 *
 * @param seconds how long full load was measured
 * @param acknowledged messages in that time
 * @param cpuSeconds that the broker used in that time
 * @param full latency of acknowledgements under full load
 * @param moderate the same under {@link GatewayBench#MODERATE_RATE} messages a second
 * @param others answers that were no acknowledgement
 */
record BrokerResult(
    double seconds,
    long acknowledged,
    double cpuSeconds,
    Latencies.Summary full,
    Latencies.Summary moderate,
    long residentBytes,
    long others) {

  double perSecond() {
    return acknowledged / seconds;
  }
}
