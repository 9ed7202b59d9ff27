package org.baymark.protocol.passport;

import static org.baymark.protocol.passport.Lie.bent;
import static org.baymark.protocol.passport.Lie.longer;
import static org.baymark.protocol.passport.Lie.shorter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.baymark.protocol.batch.Filing;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.index.IndexProof;
import org.baymark.protocol.merkle.RangeProof;
import org.baymark.protocol.statement.Unverified;

/** Sections 14.5 and 14.10. */
final class SetCases {
  private static final Digest OTHER = Digest.sha256();
  private final List<VectorCase> cases = new ArrayList<>();

  static List<VectorCase> all() {
    SetCases all = new SetCases();
    all.sets();
    all.places();
    all.smallLogs();
    all.parts();
    all.silence();
    all.stretches();
    all.papers();
    return all.cases;
  }

  private void add(String note, Papers papers, String expected) {
    cases.add(VectorCase.of(note, papers, expected));
  }

  private static Papers whole() {
    return Trip.whole().papers();
  }

  private void sets() {
    Trip trip = new Trip();
    Subject wrong = Trip.OTHER;
    trip.gateway.take(trip.scanner.attaches(Trip.GOODS, trip.at(0)));
    trip.sensor.jumpTo(1);
    trip.gateway.takeUnder(wrong, trip.sensor.reads("2"));
    trip.gateway.take(trip.scanner.detaches(Trip.GOODS, trip.at(1))).seal();
    Papers papers = Papers.issue(trip.world, Trip.GOODS, wrong);
    Passport.Part part = papers.parts.get(1);
    papers.parts.set(1, new Passport.Part(trip.sensor.subject(), part.disclosures()));
    add("14.5 not the K of the device", papers, "in-batch=fail");
    trip = new Trip();
    trip.gateway.takeUnder(Trip.GOODS, trip.scanner.scans(Trip.OTHER)).seal();
    add("14.5 a statement of another sub", trip.goods(), "in-batch=fail,runs=not checked");
    papers = whole();
    Sets.statements(papers, 0, 0, all -> List.of(all.get(0), all.get(0)));
    add("14.5 a statement twice", papers, "in-batch=fail");
    trip = new Trip();
    trip.gateway.take(trip.scanner.scans(Trip.GOODS), trip.scanner.scans(Trip.GOODS)).seal();
    papers = trip.goods();
    Sets.statements(papers, 0, 0, SetCases::reversed);
    add("14.5 statements in another order", papers, "in-batch=fail,runs=not checked");
    papers = whole();
    Sets.exchange(papers, 0, 0, 0, 1);
    add("14.5 the sets of two batches exchanged", papers, "in-batch=fail");
    logged(
        "14.5 another n in the small log", one -> new Filing(one.headerId(), 2, one.subjectRoot()));
    logged(
        "14.5 another subject root in the small log", one -> new Filing(one.headerId(), 1, OTHER));
  }

  private static List<Unverified> reversed(List<Unverified> all) {
    List<Unverified> reversed = new ArrayList<>(all);
    Collections.reverse(reversed);
    return reversed;
  }

  /** The index vouches for a filing that is not the batch's. */
  private void logged(String note, UnaryOperator<Filing> lie) {
    Trip trip = new Trip().scan();
    Digest goods = trip.world.subjectKey(Trip.GOODS);
    Lie.change(World.get(trip.world.filings, goods), 0, lie);
    trip.world.putSubject(goods, trip.world.statements(goods));
    add(note, trip.goods(), "in-batch=fail,runs=not checked");
  }

  private void places() {
    place("14.5 another digest in an entry's path", 0, path -> bent(path));
    place("14.5 an entry's path too short", 0, path -> shorter(path));
    place("14.5 an entry's path too long", 0, path -> longer(path));
    place("14.5 another entry_index", 1, path -> path);
    place("14.5 an entry_index beyond the tree", 8, path -> path);
  }

  private void place(String note, long shift, UnaryOperator<List<Digest>> change) {
    Papers papers = whole();
    long index = Sets.disclosure(papers, 0, 0).entryIndex();
    Sets.place(papers, 0, 0, index + shift, change);
    add(note, papers, "in-batch=fail");
  }

  private void smallLogs() {
    Papers papers = whole();
    Sets.count(papers, 0, 4);
    add("14.10 another count of statements", papers, "complete=fail");
    papers = whole();
    Sets.count(papers, 1, 4);
    add("14.10 another count of the sensor's", papers, "complete=fail");
    papers = whole();
    Sets.subject(
        papers,
        0,
        key -> key,
        range -> new RangeProof(range.size(), range.first(), List.of(OTHER)),
        proof -> proof);
    add("14.10 a digest beside a whole small log", papers, "complete=fail");
    papers = whole();
    SubjectProof sensor = papers.subjects.get(1);
    Sets.subject(papers, 0, key -> key, range -> range, proof -> sensor.proof());
    add("14.10 the index path of another subject", papers, "complete=fail");
    papers = whole();
    Sets.filing(papers, 0, 1, one -> new Filing(one.headerId(), one.n(), OTHER));
    add("14.10 another filing than the index has", papers, "in-batch=fail,complete=fail");
  }

  private void parts() {
    Papers papers = whole();
    Sets.withhold(papers, 0, 1);
    add("14.10 a batch of the shipment withheld", papers, "complete=fail");
    Trip trip = Trip.whole();
    papers = trip.papers();
    papers.narrow(trip.world, 0, 1, 2);
    add("14.10 the shipment's first batch not shown", papers, "runs=not checked,complete=fail");
    trip = Trip.whole();
    papers = trip.papers();
    papers.narrow(trip.world, 0, 0, 2);
    add("14.10 the shipment's last batch not shown", papers, "runs=not checked,complete=fail");
    trip = new Trip().scan().scan();
    trip.world.putSubject(trip.world.subjectKey(Trip.GOODS), 3);
    papers = trip.goods();
    Sets.count(papers, 0, 3);
    add("14.10 counts that do not add up", papers, "runs=not checked,complete=fail");
  }

  /** A sensor that was attached, and of which nobody filed anything. */
  private static Trip silent() {
    Trip trip = new Trip();
    trip.gateway.take(trip.scanner.attaches(Trip.GOODS, trip.at(0))).seal();
    trip.gateway.take(trip.scanner.detaches(Trip.GOODS, trip.at(0))).seal();
    return trip;
  }

  private void silence() {
    add("14.10 nothing filed of the sensor", silent().papers(), "");
    add("14.10 the sensor left out", silent().goods(), "complete=not checked");
    Papers papers = silent().papers();
    Digest goods = papers.subjects.get(0).subjectKey();
    Sets.subject(papers, 1, key -> goods, range -> range, proof -> proof);
    add("14.5 nothing filed under another K", papers, "in-batch=fail,complete=fail");
    papers = silent().papers();
    IndexProof honest = papers.subjects.get(1).proof();
    Sets.subject(
        papers,
        1,
        key -> key,
        range -> range,
        proof -> new IndexProof(honest.path().subList(1, honest.path().size()), honest.other()));
    add("14.10 an absence path without its first step", papers, "complete=fail");
    papers = silent().papers();
    Sets.subject(
        papers, 1, k -> k, r -> r, proof -> new IndexProof(proof.path(), Optional.empty()));
    add("14.10 an absence of an empty index", papers, "complete=fail");
    Trip trip = Trip.whole();
    papers = trip.papers();
    SubjectProof sensor = papers.subjects.get(1);
    papers.subjects.set(1, SubjectProof.nothing(sensor.subjectKey(), sensor.proof()));
    papers.parts.set(1, new Passport.Part(papers.parts.get(1).subject(), List.of()));
    add("14.10 an absence of what was filed", papers, "runs=fail,complete=fail");
  }

  private static Trip withMargins() {
    Trip trip = new Trip();
    trip.gateway.take(trip.sensor.reads("0")).seal();
    trip.attach().rides().detach();
    trip.gateway.take(trip.sensor.reads("9")).seal();
    return trip;
  }

  private void stretches() {
    Trip trip = withMargins();
    Papers papers = trip.papers();
    papers.narrow(trip.world, 1, 1, 4);
    add("14.10 a stretch between two brackets", papers, "");
    Sets.withhold(papers, 1, 3);
    add("14.10 a null in a stretch", papers, "complete=fail");
    trip = withMargins();
    papers = trip.papers();
    Sets.withhold(papers, 1, 4);
    add("14.10 a null behind the run, all filings shown", papers, "complete=fail");
    trip = withMargins();
    papers = trip.papers();
    papers.narrow(trip.world, 1, 3, 2);
    add("14.10 a stretch that starts too late", papers, "runs=fail,complete=fail");
    trip = new Trip();
    trip.gateway.take(trip.sensor.reads("0")).seal();
    trip.gateway.take(trip.sensor.reads("1"));
    trip.gateway.take(trip.scanner.attaches(Trip.GOODS, trip.sensor.somewhere())).seal();
    papers = trip.rides().detach().papers();
    papers.narrow(trip.world, 1, 1, 3);
    add("14.10 a stretch with an open start", papers, "runs=not checked,complete=fail");
  }

  private void papers() {
    VectorCase whole =
        VectorCase.of("14.10 a key file of another sub, same k", whole(), "complete=fail");
    cases.add(whole.withKey(VectorCase.OTHER_SUB));
    Trip trip = Trip.whole();
    Papers papers = Papers.issue(trip.world, trip.sensor.subject());
    add("14.10 a shipment key beside a device's passport", papers, "runs=not checked");
  }
}
