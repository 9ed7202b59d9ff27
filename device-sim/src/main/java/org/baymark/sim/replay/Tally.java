package org.baymark.sim.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.baymark.protocol.bytes.Digest;

/** What became of the rows that were sent. Safe for many threads. */
final class Tally {

  /**
   * The numbers at one moment.
   *
   * @param answeredStatements acknowledged or refused
   * @param refused rows, by the name of the reason
   * @param lastRefusal what the gateway said last when it refused; empty if it never did
   * @param busy answers that asked for another try
   * @param lost statements that were sent again because no answer came
   */
  record Numbers(
      long sentRows,
      long sentStatements,
      long acknowledgedRows,
      long acknowledgedStatements,
      long answeredStatements,
      Map<String, Long> refused,
      Optional<String> lastRefusal,
      long busy,
      long lost) {}

  // All guarded by this.
  private final Map<Digest, Integer> acknowledged = new LinkedHashMap<>();
  private final Map<String, Long> refused = new TreeMap<>();
  private Optional<String> lastRefusal = Optional.empty();
  private long sentRows;
  private long sentStatements;
  private long acknowledgedRows;
  private long refusedStatements;
  private long busy;
  private long lost;

  synchronized void sent(int rows) {
    sentRows += rows;
    sentStatements++;
  }

  synchronized void acknowledged(Digest id, int rows) {
    acknowledged.put(id, rows);
    acknowledgedRows += rows;
  }

  synchronized void refused(String reason, String text, int rows) {
    refusedStatements++;
    refused.merge(reason, (long) rows, Long::sum);
    lastRefusal = Optional.of(text);
  }

  synchronized void again(boolean wasBusy) {
    busy += wasBusy ? 1 : 0;
    lost += wasBusy ? 0 : 1;
  }

  synchronized Numbers numbers() {
    return new Numbers(
        sentRows,
        sentStatements,
        acknowledgedRows,
        acknowledged.size(),
        acknowledged.size() + refusedStatements,
        Map.copyOf(refused),
        lastRefusal,
        busy,
        lost);
  }

  /** The ids of all that was acknowledged. */
  synchronized List<Digest> acknowledgedIds() {
    return new ArrayList<>(acknowledged.keySet());
  }

  /** How many rows these statements hold. */
  synchronized long rowsOf(Iterable<Digest> ids) {
    long rows = 0;
    for (Digest id : ids) {
      rows += acknowledged.getOrDefault(id, 0);
    }
    return rows;
  }
}
