package org.baymark.gateway.store;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.statement.Sensor.Place;

/** How often each device said that it will speak. */
public final class IntervalTable {
  /** Notes what the hello with this number says, if no later one was read. */
  public void declare(Transaction transaction, DevUrn device, Place place, OptionalLong seconds) {
    transaction.update(
        "INSERT INTO alarm_interval (device, boot, seq, seconds) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (device) DO UPDATE SET boot = excluded.boot, seq = excluded.seq,"
            + " seconds = excluded.seconds WHERE (excluded.boot, excluded.seq) >= (boot, seq)",
        device.text(),
        place.boot(),
        place.seq(),
        seconds.isPresent() ? seconds.getAsLong() : null);
  }

  /** In seconds; devices that did not say are left out. */
  public Map<DevUrn, Long> all(Transaction transaction) {
    Map<DevUrn, Long> intervals = new HashMap<>();
    transaction.each(
        "SELECT device, seconds FROM alarm_interval WHERE seconds IS NOT NULL",
        row -> intervals.put(new DevUrn(row.text(1)), row.integer(2)));
    return intervals;
  }
}
