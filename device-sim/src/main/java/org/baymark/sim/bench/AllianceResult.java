package org.baymark.sim.bench;

/**
 * What was measured of one alliance.
 *
 * @param idleBytes resident memory of the member that has most, before anything is handed in
 * @param databaseBytes by which the database of one member grew for each batch, over all of the
 *     load
 * @param publishing from publishing to certified, through one gateway; see {@link Publishing}
 */
record AllianceResult(
    int members,
    long idleBytes,
    Load load,
    Lone lone,
    Leader leader,
    double databaseBytes,
    Latencies.Summary publishing) {

  /**
   * As many batches as it takes.
   *
   * @param perSecond batches certified a second
   * @param certified from handing in to certified
   * @param cpuMillis of all members together for each batch
   * @param residentBytes the most that any member ever had
   * @param writtenBytes to the disk of one member for each batch
   */
  record Load(
      double perSecond,
      Latencies.Summary certified,
      double cpuMillis,
      long residentBytes,
      double writtenBytes) {}

  /** Batches a second of one gateway alone, each handed in when the one before was taken. */
  record Lone(double atLeader, double atAnother) {}

  /**
   * A leader killed with -9.
   *
   * @param electedMillis until another one leads
   * @param gapMillis the longest time that a gateway of another member waited for an answer
   * @param headMillis until the next certified head
   */
  record Leader(double electedMillis, double gapMillis, double headMillis) {}
}
