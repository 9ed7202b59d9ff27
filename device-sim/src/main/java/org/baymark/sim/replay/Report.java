package org.baymark.sim.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.cose.DevUrn;

/**
 * What a replay did: what the recording held and what became of it.
 *
 * @param columns the value columns
 * @param gapFactor a gap is longer than this many medians
 * @param devices names of the devices, by group
 * @param sending how long it took to send
 * @param arrival what the gateway said afterwards; empty if it was not asked, because somebody
 *     stopped us
 */
record Report(
    String file,
    List<ValueColumn> columns,
    int gapFactor,
    Map<String, DevUrn> devices,
    Survey.Findings found,
    Tally.Numbers sent,
    Duration sending,
    Optional<Arrival> arrival,
    Instant begun) {

  /**
   * What became of the rows that were acknowledged.
   *
   * @param stored rows whose statements the gateway has
   * @param anchored rows whose statements are final
   * @param waited from the last acknowledgement on
   */
  record Arrival(long stored, long anchored, Duration waited) {}

  /** Whether every row that has a value arrived and is final, and no row was skipped. */
  boolean isComplete() {
    return found.malformed() == 0
        && sent.sentRows() == found.playable()
        && arrival.map(all -> all.anchored() == found.playable()).orElse(false);
  }
}
