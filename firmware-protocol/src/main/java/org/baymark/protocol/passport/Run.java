package org.baymark.protocol.passport;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.statement.Content;
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
record Run(DevUrn sensor, Optional<Place> after, Optional<Place> until) {
  private record Bracket(Kind kind, Sensor sensor) {}

  /** The runs that the attaches and detaches among a shipment's statements make. */
  static List<Run> of(List<Unverified> statements) {
    List<Bracket> brackets = new ArrayList<>();
    for (Unverified statement : statements) {
      Content content = statement.content();
      if (content instanceof LogisticsEvent event) {
        event.sensors().forEach(sensor -> brackets.add(new Bracket(event.kind(), sensor)));
      }
    }
    return brackets.stream()
        .filter(bracket -> bracket.kind() == Kind.ATTACH)
        .map(Bracket::sensor)
        .distinct()
        .sorted(Comparator.comparing(Sensor::name).thenComparing(Run::orFirst))
        .map(attached -> new Run(attached.name(), attached.last(), end(attached, brackets)))
        .toList();
  }

  /** The first detach at or after the attach. */
  private static Optional<Place> end(Sensor attached, List<Bracket> brackets) {
    return brackets.stream()
        .filter(bracket -> bracket.kind() == Kind.DETACH)
        .map(Bracket::sensor)
        .filter(sensor -> sensor.name().equals(attached.name()))
        .flatMap(sensor -> sensor.last().stream())
        .filter(last -> last.compareTo(orFirst(attached)) >= 0)
        .min(Comparator.naturalOrder());
  }

  private static Place orFirst(Sensor sensor) {
    return sensor.last().orElse(new Place(0, 0));
  }

  boolean isBracketed() {
    return after.isPresent() && until.isPresent();
  }

  boolean holds(Place place) {
    return after.map(start -> place.compareTo(start) > 0).orElse(true)
        && until.map(end -> place.compareTo(end) <= 0).orElse(true);
  }

  String text() {
    String from = after.map(Place::toString).orElse("?");
    return sensor + " after " + from + " until " + until.map(Place::toString).orElse("?");
  }
}
