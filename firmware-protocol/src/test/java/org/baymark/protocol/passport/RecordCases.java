package org.baymark.protocol.passport;

import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.chain.ChainRecord;

/** Section 14.3 and 14.9 where a passport holds records. */
final class RecordCases {
  private final List<VectorCase> cases = new ArrayList<>();

  static List<VectorCase> all() {
    RecordCases all = new RecordCases();
    for (int stride : new int[] {1, 2, 4}) {
      all.withStride(stride);
    }
    all.beside();
    all.malformed();
    return all.cases;
  }

  private void add(String note, Papers papers, String expected) {
    cases.add(VectorCase.of(note, papers, expected));
  }

  private static List<ChainRecord> without(List<ChainRecord> records, int index) {
    List<ChainRecord> rest = new ArrayList<>(records);
    rest.remove(index);
    return rest;
  }

  private void withStride(int stride) {
    Trip trip = new Trip();
    List<ChainRecord> records = trip.recorded(stride);
    String note = "records with a link after every " + stride;
    add("14.3 " + note, trip.papers().with(records), "");
    add("14.9 a record lost, " + note, trip.papers().with(without(records, 1)), "runs=fail");
    List<ChainRecord> changed = new ArrayList<>(records);
    changed.set(1, trip.sensor.recordAs(1, "99"));
    add("14.3 a record changed, " + note, trip.papers().with(changed), "signatures=fail");
    String both = stride == 1 ? "signatures=fail,runs=fail" : "runs=fail";
    add(
        "14.3 a record changed and its neighbour lost, " + note,
        trip.papers().with(without(changed, 0)),
        both);
  }

  /** What no cover speaks of. */
  private void beside() {
    Trip trip = new Trip();
    List<ChainRecord> records = new ArrayList<>(trip.recorded(2));
    records.add(trip.sensor.recordAs(5, "1"));
    add("14.3 a record that nobody covered", trip.papers().with(records), "");
    trip = new Trip();
    records = new ArrayList<>(trip.recorded(2));
    trip.sensor.restart();
    records.add(trip.sensor.recordAs(0, "1"));
    add("14.3 a record of another boot", trip.papers().with(records), "");
    trip = Trip.whole();
    add("14.3 records and no cover", trip.papers().with(trip.sensor.records(2)), "");
    trip = new Trip().attach();
    records = trip.sensor.records(2);
    trip.gateway.take(trip.sensor.covers(records, 1), trip.sensor.coversAgain()).seal();
    add("14.3 records covered twice", trip.detach().papers().with(records), "");
    add("14.9 all records lost", trip.papers(), "runs=fail");
  }

  private void malformed() {
    Trip trip = new Trip();
    List<ChainRecord> records = trip.recorded(1);
    List<ChainRecord> twice = new ArrayList<>(records);
    twice.add(records.get(4));
    add("13 a record twice", trip.papers().with(twice), "unusable");
    List<ChainRecord> swapped = List.of(records.get(1), records.get(0));
    add("13 records out of order", trip.papers().with(swapped), "unusable");
  }
}
