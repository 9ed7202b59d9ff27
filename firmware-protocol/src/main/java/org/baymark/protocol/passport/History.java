package org.baymark.protocol.passport;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.statement.Sensor.Place;
import org.baymark.protocol.statement.Unverified;

/**
 * What one device said of itself over a run, held against its own counting.
 *
 * @param gaps numbers that must exist and are not here, for a person
 * @param openEnds where nothing says that a neighbour exists or not
 */
public record History(List<String> gaps, List<String> openEnds) {

  /**
   * The history of a sensor over {@code run}.
   *
   * @param said all that is here of the sensor, each statement once, in the order of its numbers
   */
  public static History over(Run run, List<Unverified> said) {
    History history = new History(new ArrayList<>(), new ArrayList<>());
    history.walk(run, said);
    return history;
  }

  /** Whether nothing is missing between two known ends. */
  public boolean isGapless() {
    return gaps.isEmpty() && openEnds.isEmpty();
  }

  /**
   * What of {@code said} is in the run.
   *
   * @param said of one sensor, in the order of its numbers
   */
  static List<Unverified> within(Run run, List<Unverified> said) {
    int from = run.after().map(place -> first(said, at -> at.compareTo(place) > 0)).orElse(0);
    return said.subList(from, Math.max(from, until(run, said)));
  }

  /** How many of {@code said} were said before the run ended. */
  static int until(Run run, List<Unverified> said) {
    return run.until().map(end -> first(said, at -> at.compareTo(end) > 0)).orElse(said.size());
  }

  private void walk(Run run, List<Unverified> said) {
    if (run.after().isEmpty()) {
      openEnds.add("where " + run.sensor() + " began is not known");
    }
    Optional<Place> before = run.after();
    int from = before.map(place -> first(said, at -> at.compareTo(place) > 0)).orElse(0);
    int to = until(run, said);
    // The statement that the attach names may be here too; then the first link can be followed.
    List<Unverified> atBefore =
        before
            .map(place -> said.subList(first(said, at -> at.compareTo(place) >= 0), from))
            .orElse(List.of());
    for (int i = from; i < to; ) {
      Place place = Place.of(said.get(i).position());
      int end = i + 1;
      while (end < to && Place.of(said.get(end).position()).equals(place)) {
        end++;
      }
      List<Unverified> here = said.subList(i, end);
      if (before.isPresent()) {
        step(run.sensor(), before.get(), atBefore, place, here);
      }
      before = Optional.of(place);
      atBefore = here;
      i = end;
    }
    end(run, before);
  }

  /** How many statements stand before the first whose place is {@code wanted}: a binary search. */
  private static int first(List<Unverified> said, Predicate<Place> wanted) {
    int from = 0;
    int to = said.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (wanted.test(Place.of(said.get(middle).position()))) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return from;
  }

  /** From one number to the next that is here. */
  private void step(
      DevUrn device, Place before, List<Unverified> atBefore, Place place, List<Unverified> here) {
    boolean sameBoot = place.boot() == before.boot();
    if (sameBoot ? place.seq() != before.seq() + 1 : place.seq() != 0) {
      gaps.add(device + " between " + before + " and " + place);
      return;
    }
    Optional<Bytes> previous = here.get(0).position().previous();
    if (previous.isEmpty() || atBefore.isEmpty()) {
      // Inside a boot the numbers are enough; across a boot only the link shows that none is lost.
      if (!sameBoot) {
        openEnds.add("nothing links " + device + " at " + place + " to what came before");
      }
      return;
    }
    boolean linked =
        atBefore.stream()
            .map(one -> one.signed().id().bytes().slice(0, Position.PREVIOUS_SIZE))
            .anyMatch(previous.get()::equals);
    if (!linked) {
      gaps.add(device + " names another statement before " + place + " than " + before);
    }
  }

  private void end(Run run, Optional<Place> last) {
    if (run.until().isEmpty()) {
      openEnds.add("where " + run.sensor() + " ended is not known");
    } else if (!run.until().equals(last)) {
      String from = last.map(Place::toString).orElse("its start");
      gaps.add(run.sensor() + " between " + from + " and " + run.until().get());
    }
  }
}
