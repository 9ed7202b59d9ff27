package org.baymark.protocol.passport;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.statement.Sensor.Place;
import org.baymark.protocol.statement.Unverified;

/**
 * What one device said of itself over a run, held against its own counting.
 *
 * @param gaps numbers that must exist and are not here, for a person
 * @param equivocations numbers under which the device said two things
 * @param openEnds where nothing says that a neighbour exists or not
 */
record History(List<String> gaps, List<Place> equivocations, List<String> openEnds) {

  /** The history of {@code device} over {@code run}, from all of its statements at hand. */
  static History over(Run run, List<Unverified> statements) {
    List<Unverified> own =
        statements.stream()
            .filter(one -> one.signed().issuer().equals(run.sensor()))
            .filter(one -> run.holds(Place.of(one.position())))
            .sorted(
                Comparator.comparing(Unverified::position, Position.BY_NUMBER)
                    .thenComparing(one -> one.signed().id()))
            .toList();
    History history = new History(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    history.walk(run, own);
    return history;
  }

  boolean isGapless() {
    return gaps.isEmpty() && openEnds.isEmpty();
  }

  private void walk(Run run, List<Unverified> own) {
    if (run.after().isEmpty()) {
      openEnds.add("where " + run.sensor() + " began is not known");
    }
    Optional<Place> before = run.after();
    List<Unverified> atBefore = List.of();
    for (int i = 0; i < own.size(); ) {
      Place place = Place.of(own.get(i).position());
      int end = i + 1;
      while (end < own.size() && Place.of(own.get(end).position()).equals(place)) {
        end++;
      }
      List<Unverified> here = own.subList(i, end);
      if (here.size() > 1) {
        equivocations.add(place);
      }
      if (before.isPresent()) {
        step(run.sensor(), before.get(), atBefore, place, here);
      }
      before = Optional.of(place);
      atBefore = here;
      i = end;
    }
    end(run, before);
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
    if (previous.isEmpty()) {
      // Inside a boot the numbers are enough; across a boot only the link shows that none is lost.
      if (!sameBoot) {
        openEnds.add(device + " does not say what came before " + place);
      }
      return;
    }
    boolean linked =
        atBefore.isEmpty()
            || atBefore.stream()
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
