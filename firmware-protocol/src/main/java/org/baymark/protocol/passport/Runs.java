package org.baymark.protocol.passport;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.chain.Coverage;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.statement.Sensor.Place;
import org.baymark.protocol.statement.Unverified;

/**
 * Step "runs": between the two brackets of each run every number of the sensor is here, once. A
 * device's own passport has no brackets: what it holds is checked, and its ends are open.
 */
final class Runs {
  private Runs() {}

  static Finding check(Dossier dossier) {
    Faults faults = new Faults();
    for (String twice : equivocations(dossier)) {
      faults.demand(false, twice);
    }
    List<Run> runs = runs(dossier);
    for (Run run : runs) {
      History history = History.over(run, dossier.saidBy(run.sensor()));
      history.gaps().forEach(gap -> faults.demand(false, "gap: " + gap));
      history.openEnds().forEach(end -> faults.unknown("open end: " + end));
      lost(dossier, run).forEach(gap -> faults.demand(false, "gap: " + gap));
    }
    if (runs.isEmpty() && faults.isEmpty()) {
      return Finding.notChecked(
          Step.RUNS, "no sensor is attached, and a scanner's numbers serve many shipments");
    }
    return faults.finding(Step.RUNS, runs.size() + " sensor runs without a gap");
  }

  /** Records that the sensor covered during its run and that are not here. */
  private static List<String> lost(Dossier dossier, Run run) {
    List<String> lost = new ArrayList<>();
    for (Unverified said : History.within(run, dossier.saidBy(run.sensor()))) {
      dossier.covers().by(said).stream()
          .flatMap(coverage -> coverage.lost().stream())
          .map(gap -> text(said.position().boot(), gap) + " of " + run.sensor())
          .forEach(lost::add);
    }
    return lost;
  }

  private static String text(long boot, Coverage.Lost gap) {
    return gap.count() == 1
        ? "record " + boot + "/" + gap.first()
        : "records " + boot + "/" + gap.first() + " to " + gap.last();
  }

  /** The runs of the sensors attached to a shipment, or of the device the passport is about. */
  static List<Run> runs(Dossier dossier) {
    if (dossier.passport().about().isDevice()) {
      DevUrn device = new DevUrn(dossier.passport().about().text());
      return dossier.saidBy(device).isEmpty()
          ? List.of()
          : List.of(new Run(device, Optional.empty(), Optional.empty()));
    }
    return Run.of(statements(dossier.filedOf(0)));
  }

  private static List<Unverified> statements(List<Filed> filed) {
    return filed.stream().flatMap(one -> one.statements().stream()).toList();
  }

  /** Two statements of one number with different ids, anywhere in the file. */
  static List<String> equivocations(Dossier dossier) {
    // Two maps, since a map of strangers' keys needs keys with an order.
    Map<DevUrn, Map<Place, Unverified>> first = new HashMap<>();
    List<String> found = new ArrayList<>();
    for (Unverified one : statements(dossier.filed())) {
      DevUrn device = one.signed().issuer();
      Place place = Place.of(one.position());
      Unverified before =
          first.computeIfAbsent(device, name -> new HashMap<>()).putIfAbsent(place, one);
      if (before != null && !before.signed().id().equals(one.signed().id())) {
        found.add("equivocation: " + device + " signed two statements with the number " + place);
      }
    }
    return found;
  }
}
