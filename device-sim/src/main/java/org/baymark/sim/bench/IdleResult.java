package org.baymark.sim.bench;

/**
 * What quiet clients cost a gateway.
 *
 * @param clients that it took
 * @param still of these, connected at the end; of DTLS it is not known to the client
 * @param before resident bytes of the gateway before them
 * @param with resident bytes while they are quiet
 * @param acknowledged statements of others meanwhile
 * @param others answers that were no acknowledgement
 */
record IdleResult(
    Way way,
    int clients,
    int still,
    long before,
    long with,
    long acknowledged,
    long others,
    Latencies.Summary latency) {}
