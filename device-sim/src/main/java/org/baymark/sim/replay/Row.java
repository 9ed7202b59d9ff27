package org.baymark.sim.replay;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * One row of a recording, understood.
 *
 * @param line of the file, from 1
 * @param group value of the group column; empty where there is none
 * @param values in the order of the value columns; empty where the recording has none
 */
record Row(long line, String group, TimeFormat.Moment moment, List<Optional<BigDecimal>> values) {

  /** Whether it holds any value at all. */
  boolean hasValue() {
    return values.stream().anyMatch(Optional::isPresent);
  }
}
