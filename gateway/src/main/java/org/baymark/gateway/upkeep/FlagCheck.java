package org.baymark.gateway.upkeep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.gateway.store.ClaimedTime;
import org.baymark.gateway.store.EventLog;
import org.baymark.gateway.store.StoredRows.StatementRow;
import org.baymark.protocol.cose.Sign1;

/**
 * Holds the marks of statements against what they follow from: the numbers of those before, and the
 * claimed time beside that of receipt. It is shown all rows in their order. Pure, but for what it
 * remembers of them.
 */
final class FlagCheck {
  private static final int ALL =
      EventLog.LATE | EventLog.EQUIVOCATION | EventLog.FUTURE | EventLog.PAST;
  private static final int OF_TIME = EventLog.FUTURE | EventLog.PAST;

  private final Map<String, Long> asked;
  private final Map<String, Number> highest = new HashMap<>();
  private long unmarked;

  /**
   * @param asked when each device's registration was asked for, ms since 1970. What was received
   *     before was carried over by a restore, and came behind statements that are not here
   */
  FlagCheck(Map<String, Long> asked) {
    this.asked = asked;
  }

  private record Number(long boot, long seq) {
    static final Comparator<Number> ORDER =
        Comparator.comparingLong(Number::boot).thenComparingLong(Number::seq);
  }

  /** What is wrong with the marks of the next row, a clause each. */
  List<String> faults(StatementRow row) {
    List<String> faults = new ArrayList<>();
    String where = "the statement in row " + row.row() + " is marked ";
    if ((row.flags() & ~ALL) != 0) {
      faults.add(where + "by no mark that there is");
    }
    Optional<Sign1> signed = StatementCheck.parsed(row);
    late(row, signed).ifPresent(what -> faults.add(where + what));
    signed.flatMap(it -> time(row, it)).ifPresent(what -> faults.add(where + what));
    return faults;
  }

  /** By the number in its bytes, where they are here: a wrong column is no fault of the others. */
  private Optional<String> late(StatementRow row, Optional<Sign1> signed) {
    if (row.device().isEmpty()) {
      return Optional.empty(); // said where its bytes are looked at
    }
    String device = row.device().get();
    Number number =
        signed
            .flatMap(it -> it.claims().position())
            .map(it -> new Number(it.boot(), it.seq()))
            .orElseGet(() -> new Number(row.boot(), row.seq()));
    Number before = highest.get(device);
    boolean isLate = before != null && Number.ORDER.compare(number, before) < 0;
    if (before == null || Number.ORDER.compare(number, before) > 0) {
      highest.put(device, number);
    }
    boolean isMarked = (row.flags() & EventLog.LATE) != 0;
    if (isLate == isMarked || (isMarked && isCarried(row, device))) {
      return Optional.empty();
    }
    return Optional.of(
        isMarked
            ? "as late, and none before it has a higher number"
            : "as in order, and one before it has a higher number");
  }

  private boolean isCarried(StatementRow row, String device) {
    Long since = asked.get(device);
    return since == null || row.received() < since;
  }

  /** An older program made no such marks: that one is missing is counted. */
  private Optional<String> time(StatementRow row, Sign1 signed) {
    int due = ClaimedTime.of(signed.claims().issuedAt(), row.received()).flag();
    long marks = row.flags() & OF_TIME;
    if (marks == 0 && due != 0) {
      unmarked++;
    }
    return marks == 0 || marks == due
        ? Optional.empty()
        : Optional.of("as claiming a time far from its receipt, and does not");
  }

  /** How many claim a time far from that of their receipt and are not marked so. */
  long unmarked() {
    return unmarked;
  }
}
