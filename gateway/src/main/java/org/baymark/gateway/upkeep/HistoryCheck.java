package org.baymark.gateway.upkeep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.store.EventLog;
import org.baymark.gateway.store.StoredRows.StatementRow;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;

/**
 * What a device's numbers and links say of its history. A gap is a fact and not a fault: the device
 * may have said something that never came. A link that names another statement than the one before
 * is the device's own doing, for its signature covers it.
 */
final class HistoryCheck {
  private final DevUrn device;
  private List<Bytes> before = List.of(); // starts of the ids of the number before
  private List<Bytes> here = new ArrayList<>();
  private long boot = -1;
  private long seq = -1;
  private long gaps;
  private long broken;
  private long twice;
  private long unmarked; // of those with a number that was used twice
  private boolean isFirstUnmarked;
  private Optional<String> firstBroken = Optional.empty();

  HistoryCheck(DevUrn device) {
    this.device = device;
  }

  /** The next statement, by boot and number. */
  void next(StatementRow row) {
    Optional<Sign1> parsed = StatementCheck.parsed(row);
    if (parsed.isEmpty() && !row.isPruned()) {
      return; // said where its batch is checked
    }
    boolean isSame = row.boot() == boot && row.seq() == seq;
    mark(row, isSame);
    if (isSame) {
      twice++;
    } else {
      boolean follows = row.boot() == boot && row.seq() == seq + 1;
      gaps += row.boot() == boot && !follows ? 1 : 0;
      before = follows ? List.copyOf(here) : List.of();
      here = new ArrayList<>();
    }
    boot = row.boot();
    seq = row.seq();
    here.add(row.id().bytes().slice(0, Position.PREVIOUS_SIZE));
    Optional<Bytes> link =
        parsed.flatMap(signed -> signed.claims().position().orElseThrow().previous());
    if (link.isPresent() && !before.isEmpty() && !before.contains(link.get())) {
      broken++;
      firstBroken = firstBroken.or(() -> Optional.of(row.boot() + "/" + row.seq()));
    }
  }

  private void mark(StatementRow row, boolean isSame) {
    boolean isMarked = (row.flags() & EventLog.EQUIVOCATION) != 0;
    if (isSame) {
      unmarked += (isMarked ? 0 : 1) + (isFirstUnmarked ? 1 : 0);
    }
    isFirstUnmarked = !isSame && !isMarked;
  }

  /** That the gateway did not mark what it should have, which is no doing of the device. */
  Optional<Finding> unmarked() {
    return unmarked == 0
        ? Optional.empty()
        : Optional.of(
            Finding.wrong(
                "device " + device,
                Counted.of(unmarked, "statement", "statements")
                    + " with a number that was used twice, not marked so"));
  }

  /** What there is to say; empty of a device without gaps, broken links or double numbers. */
  Optional<Finding> end() {
    List<String> facts = new ArrayList<>();
    if (gaps > 0) {
      facts.add(Counted.of(gaps, "gap", "gaps") + " in its numbers");
    }
    if (twice > 0) {
      facts.add(Counted.of(twice, "number", "numbers") + " used twice");
    }
    firstBroken.ifPresent(
        first ->
            facts.add(
                broken + " of its statements link to another than the one before, first " + first));
    return facts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.noted(
                "device " + device,
                String.join("; ", facts) + ": its own doing, and passports show it"));
  }
}
