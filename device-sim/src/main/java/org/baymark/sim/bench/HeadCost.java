package org.baymark.sim.bench;

/**
 * What one certified head costs, at one batch a second.
 *
 * @param cpuMillis CPU time of all members together for each head
 * @param certified from handing in to certified
 * @param residentBytes of the member that has most, after that
 */
record HeadCost(int members, double cpuMillis, Latencies.Summary certified, long residentBytes) {}
