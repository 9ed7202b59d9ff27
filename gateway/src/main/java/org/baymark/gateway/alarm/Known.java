package org.baymark.gateway.alarm;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.baymark.gateway.store.AlarmTable;
import org.baymark.gateway.store.AlarmTable.Alarm;
import org.baymark.gateway.store.IntervalTable;
import org.baymark.gateway.store.ReadTable;
import org.baymark.gateway.store.ReadTable.Mark;
import org.baymark.gateway.store.Transaction;
import org.baymark.protocol.cose.DevUrn;

/**
 * What is kept in mind of the store, for alarms alone write it: read once, then changed with it,
 * and read again where a commit may be lost. Belongs to the round that goes on, and while that
 * waits for the store to the store's thread.
 */
final class Known {
  /** So many rows are read again after a start at most, where nothing changed. */
  private static final int UNNOTED_MAX = 1_000;

  private final ReadTable reads = new ReadTable();
  private final IntervalTable intervalTable = new IntervalTable();
  private final Map<Long, Alarm> open = new TreeMap<>(Collections.reverseOrder());
  private Map<DevUrn, Long> intervals = Map.of();
  private Optional<Mark> mark = Optional.empty();
  private OptionalLong noted = OptionalLong.empty();
  private boolean isDeclared;

  /** Something that was to be written may not be there. */
  void forget() {
    mark = Optional.empty();
  }

  /**
   * Reads what is there, where nothing is known; the first time ever from the end of the store on.
   */
  void read(Transaction transaction) {
    if (mark.isPresent()) {
      return;
    }
    Optional<Mark> stored = reads.mark(transaction);
    noted = stored.map(it -> OptionalLong.of(it.row())).orElse(OptionalLong.empty());
    open.clear();
    new AlarmTable().open(transaction).forEach(this::raised);
    intervals = intervalTable.all(transaction);
    isDeclared = false;
    mark = stored.or(() -> Optional.of(new Mark(0, reads.lastRow(transaction))));
  }

  /** How far was read. */
  Mark mark() {
    return mark.orElseThrow();
  }

  /** Whether the store has to know, though nothing else changes, that was read so far. */
  boolean isToBeNoted(Mark next) {
    return noted.isEmpty() || next.row() - noted.getAsLong() >= UNNOTED_MAX;
  }

  void passed(Mark next) {
    mark = Optional.of(next);
  }

  /** The last of what a commit writes. */
  void note(Transaction transaction, Mark next) {
    reads.keep(transaction, next);
    if (isDeclared) {
      intervals = intervalTable.all(transaction);
    }
    isDeclared = false;
    noted = OptionalLong.of(next.row());
    mark = Optional.of(next);
  }

  /** How often each device means to speak, in seconds; as of the last commit. */
  Map<DevUrn, Long> intervals() {
    return intervals;
  }

  void declare(Transaction transaction, Heard hello, OptionalLong seconds) {
    intervalTable.declare(transaction, hello.device(), hello.place(), seconds);
    isDeclared = true;
  }

  void raised(Alarm alarm) {
    open.put(alarm.number(), alarm);
  }

  void ended(long number) {
    open.remove(number);
  }

  /** The alarms that are not over, the newest first. */
  List<Alarm> open() {
    return List.copyOf(open.values());
  }

  /** The same of one device about one subject. */
  List<Alarm> open(String subject, String device) {
    return open.values().stream()
        .filter(alarm -> alarm.subject().equals(subject) && alarm.device().equals(device))
        .toList();
  }

  int countOpen() {
    return open.size();
  }
}
