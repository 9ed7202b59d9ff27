package org.baymark.sim.replay;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.statement.Reading;

/** Collects the rows of each group until they fill a statement. */
final class Packs {

  /** The readings of one statement, and how many rows they come from. */
  record Pack(String group, List<Reading> readings, int rows) {}

  private static final class Open {
    private final List<Reading> readings = new ArrayList<>();
    private int rows;
  }

  private final List<ValueColumn> columns;
  private final int rowsEach;
  private final Map<String, Open> open = new LinkedHashMap<>();

  /**
   * @param rowsEach rows that fill a statement
   */
  Packs(List<ValueColumn> columns, int rowsEach) {
    this.columns = columns;
    this.rowsEach = rowsEach;
  }

  /** Takes a row that has a value; answers the pack that it fills, if it does. */
  Optional<Pack> add(Row row) {
    Open pack = open.computeIfAbsent(row.group(), group -> new Open());
    BigDecimal time = seconds(row.moment().instant());
    for (int i = 0; i < columns.size(); i++) {
      ValueColumn column = columns.get(i);
      row.values()
          .get(i)
          .ifPresent(
              value -> pack.readings.add(Reading.of(column.name(), column.unit(), time, value)));
    }
    pack.rows++;
    if (pack.rows < rowsEach) {
      return Optional.empty();
    }
    open.remove(row.group());
    return Optional.of(new Pack(row.group(), List.copyOf(pack.readings), pack.rows));
  }

  /** What was begun and is not full: for the end of the recording. */
  List<Pack> rest() {
    List<Pack> rest = new ArrayList<>();
    open.forEach((group, pack) -> rest.add(new Pack(group, List.copyOf(pack.readings), pack.rows)));
    open.clear();
    return rest;
  }

  private static BigDecimal seconds(Instant time) {
    return BigDecimal.valueOf(time.getEpochSecond()).add(BigDecimal.valueOf(time.getNano(), 9));
  }
}
