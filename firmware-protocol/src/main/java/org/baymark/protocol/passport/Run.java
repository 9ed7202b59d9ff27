package org.baymark.protocol.passport;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.statement.Kind;
import org.baymark.protocol.statement.LogisticsEvent;
import org.baymark.protocol.statement.Sensor;
import org.baymark.protocol.statement.Sensor.Place;
import org.baymark.protocol.statement.Unverified;

/**
 * A sensor's time on a shipment, in the sensor's own numbers.
 *
 * @param after the last statement before it was attached; empty if the attach does not say
 * @param until the last statement before it was detached; empty if it was not, or the detach does
 *     not say
 */
public record Run(DevUrn sensor, Optional<Place> after, Optional<Place> until) {
  /**
   * The runs that the attaches and detaches among a shipment's statements make: from each attach to
   * the first detach at or after it. A sensor attached twice before it is detached makes one run,
   * from the earlier attach. Attaches that do not say where make one run together, with no known
   * start, to the last detach that ends no other run. So a walk over all runs of a sensor costs at
   * most two walks over its statements.
   */
  public static List<Run> of(List<Unverified> statements) {
    Map<DevUrn, Brackets> sensors = new TreeMap<>();
    for (Unverified statement : statements) {
      if (statement.content() instanceof LogisticsEvent event && isBracket(event.kind())) {
        for (Sensor sensor : event.sensors()) {
          sensors
              .computeIfAbsent(sensor.name(), name -> new Brackets())
              .add(event.kind(), sensor.last());
        }
      }
    }
    List<Run> runs = new ArrayList<>();
    sensors.forEach((name, brackets) -> brackets.close(name, runs));
    return List.copyOf(runs);
  }

  /** A handover names sensors too, and leaves them where they are. */
  private static boolean isBracket(Kind kind) {
    return kind == Kind.ATTACH || kind == Kind.DETACH;
  }

  /** Where one sensor was attached and detached. */
  private static final class Brackets {
    private final TreeSet<Place> starts = new TreeSet<>();
    private final TreeSet<Place> ends = new TreeSet<>();
    private boolean startsSomewhere;

    void add(Kind kind, Optional<Place> last) {
      if (kind == Kind.ATTACH) {
        last.ifPresentOrElse(starts::add, () -> startsSomewhere = true);
      } else {
        last.ifPresent(ends::add);
      }
    }

    void close(DevUrn sensor, List<Run> runs) {
      TreeSet<Place> free = new TreeSet<>(ends);
      Optional<Optional<Place>> closed = Optional.empty();
      for (Place start : starts) {
        Optional<Place> until = Optional.ofNullable(ends.ceiling(start));
        until.ifPresent(free::remove);
        // Starts ascend, so the ends that they lead to do.
        if (!closed.equals(Optional.of(until))) {
          runs.add(new Run(sensor, Optional.of(start), until));
        }
        closed = Optional.of(until);
      }
      if (startsSomewhere) {
        Optional<Place> until = free.isEmpty() ? Optional.empty() : Optional.of(free.last());
        runs.add(new Run(sensor, Optional.empty(), until));
      }
    }
  }

  /** Whether the sensor's numbers at both ends are known. */
  public boolean isBracketed() {
    return after.isPresent() && until.isPresent();
  }

  String text() {
    String from = after.map(Place::toString).orElse("?");
    return sensor + " after " + from + " until " + until.map(Place::toString).orElse("?");
  }
}
