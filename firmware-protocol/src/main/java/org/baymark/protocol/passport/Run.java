package org.baymark.protocol.passport;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private record End(DevUrn sensor, Optional<Place> until) {}

  /** By name, then from the widest run: an attach that does not say where comes first. */
  private static final Comparator<Sensor> WIDEST_FIRST =
      Comparator.comparing(Sensor::name)
          .thenComparing(Run::orFirst)
          .thenComparing(sensor -> sensor.last().isPresent());

  /**
   * The runs that the attaches and detaches among a shipment's statements make. A sensor attached
   * twice before it is detached makes one run, from the earlier attach; so those of a sensor do not
   * overlap, and a walk over all of them costs no more than its statements.
   */
  public static List<Run> of(List<Unverified> statements) {
    List<Sensor> attached = new ArrayList<>();
    Map<DevUrn, TreeSet<Place>> ends = new HashMap<>();
    for (Unverified statement : statements) {
      if (statement.content() instanceof LogisticsEvent event) {
        if (event.kind() == Kind.ATTACH) {
          attached.addAll(event.sensors());
        } else {
          event.sensors().forEach(sensor -> addEnd(ends, sensor));
        }
      }
    }
    Map<End, Run> runs = new LinkedHashMap<>();
    attached.sort(WIDEST_FIRST);
    for (Sensor sensor : attached) {
      // The first detach at or after the attach.
      TreeSet<Place> own = ends.getOrDefault(sensor.name(), new TreeSet<>());
      Optional<Place> until = Optional.ofNullable(own.ceiling(orFirst(sensor)));
      runs.putIfAbsent(new End(sensor.name(), until), new Run(sensor.name(), sensor.last(), until));
    }
    return List.copyOf(runs.values());
  }

  private static void addEnd(Map<DevUrn, TreeSet<Place>> ends, Sensor detached) {
    detached
        .last()
        .ifPresent(
            place -> ends.computeIfAbsent(detached.name(), name -> new TreeSet<>()).add(place));
  }

  private static Place orFirst(Sensor sensor) {
    return sensor.last().orElse(new Place(0, 0));
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
