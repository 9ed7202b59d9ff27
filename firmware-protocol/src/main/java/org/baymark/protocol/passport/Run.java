package org.baymark.protocol.passport;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
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
 * @param after the last statement before it was attached or handed over; empty if the attach does
 *     not say
 * @param until the last statement before it was detached or handed over; empty if it was neither,
 *     or the detach does not say
 */
public record Run(DevUrn sensor, Optional<Place> after, Optional<Place> until) {
  /**
   * The runs that the attaches and detaches among a shipment's statements make: from each attach to
   * the first detach at or after it. A sensor attached twice before it is detached makes one run,
   * from the earlier attach. Attaches that do not say where make one run together, with no known
   * start, to the last detach that ends no other run. A handover that says where the sensor was
   * cuts a run in two, one for each holder. So a walk over all runs of a sensor costs at most two
   * walks over its statements.
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

  private static boolean isBracket(Kind kind) {
    return kind == Kind.ATTACH || kind == Kind.DETACH || kind == Kind.HANDOVER;
  }

  /** Where one sensor was attached, handed over and detached. */
  private static final class Brackets {
    private final TreeSet<Place> starts = new TreeSet<>();
    private final TreeSet<Place> ends = new TreeSet<>();
    private final TreeSet<Place> handovers = new TreeSet<>();
    private boolean startsSomewhere;

    void add(Kind kind, Optional<Place> last) {
      if (kind == Kind.ATTACH) {
        last.ifPresentOrElse(starts::add, () -> startsSomewhere = true);
      } else {
        last.ifPresent(kind == Kind.DETACH ? ends::add : handovers::add);
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
          cut(new Run(sensor, Optional.of(start), until), runs);
        }
        closed = Optional.of(until);
      }
      if (startsSomewhere) {
        Optional<Place> until = free.isEmpty() ? Optional.empty() : Optional.of(free.last());
        cut(new Run(sensor, Optional.empty(), until), runs);
      }
    }

    /** At each handover between its ends. */
    private void cut(Run whole, List<Run> runs) {
      NavigableSet<Place> inside = handovers;
      if (whole.after.isPresent()) {
        inside = inside.tailSet(whole.after.get(), false);
      }
      if (whole.until.isPresent()) {
        inside = inside.headSet(whole.until.get(), false);
      }
      Optional<Place> from = whole.after;
      for (Place handover : inside) {
        runs.add(new Run(whole.sensor, from, Optional.of(handover)));
        from = Optional.of(handover);
      }
      runs.add(new Run(whole.sensor, from, whole.until));
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
