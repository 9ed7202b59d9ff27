package org.baymark.sim.replay;

import java.util.List;
import java.util.Optional;

/**
 * One row of a CSV file, as text.
 *
 * @param line number of its first line in the file, from 1
 * @param fields in the order of the columns; empty where the row cannot be read
 * @param fault why it cannot be read
 */
record CsvRow(long line, List<String> fields, Optional<String> fault) {

  static CsvRow of(long line, List<String> fields) {
    return new CsvRow(line, fields, Optional.empty());
  }

  static CsvRow broken(long line, String why) {
    return new CsvRow(line, List.of(), Optional.of(why));
  }
}
