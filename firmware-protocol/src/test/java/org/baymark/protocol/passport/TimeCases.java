package org.baymark.protocol.passport;

import static org.baymark.protocol.statement.Kind.SCAN;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.registration.Registration;

/** Section 14.11: the last second that is allowed, and the first that is not. */
final class TimeCases {
  private static final String FAIL = "times=fail,runs=not checked";
  private static final String PASS = "runs=not checked";
  private final List<VectorCase> cases = new ArrayList<>();

  static List<VectorCase> all() {
    TimeCases all = new TimeCases();
    all.checkpoints();
    all.batches();
    all.statements();
    all.keys();
    all.readings();
    return all.cases;
  }

  private void add(String note, Papers papers, String expected) {
    cases.add(VectorCase.of(note, papers, expected));
  }

  private void checkpoints() {
    Trip trip = new Trip().scan();
    Papers papers = trip.goods();
    long dated = trip.world.tick() - 10; // all four witnesses said the same second
    cases.add(VectorCase.of("14.11 a checkpoint 300 s ahead", papers, PASS).at(dated - 300));
    cases.add(VectorCase.of("14.11 a checkpoint 301 s ahead", papers, FAIL).at(dated - 301));
  }

  /** One scan in a batch with these times, in milliseconds from the checkpoint's. */
  private void batch(String note, long opened, long sealed, String expected) {
    Trip trip = new Trip();
    trip.gateway.take(trip.scanner.scans(Trip.GOODS));
    long checkpoint = 1000 * (trip.world.tick() + 10);
    trip.gateway.sealAt(
        Optional.empty(), checkpoint + opened, checkpoint + sealed, trip.gateway.self.key);
    add(note, trip.goods(), expected);
  }

  private void batches() {
    batch("14.11 sealed 300 s after the checkpoint", 0, 300_000, PASS);
    batch("14.11 sealed 300.001 s after the checkpoint", 0, 300_001, FAIL);
    batch("14.11 opened as it is sealed", -1, -1, PASS);
    batch("14.11 opened a millisecond after it is sealed", 0, -1, FAIL);
  }

  /** A scan said so many seconds after its batch was sealed. */
  private void said(String note, long after, String expected) {
    Trip trip = new Trip();
    Bytes scan = trip.scanner.scans(Trip.GOODS).payload();
    long now = trip.world.tick();
    OptionalLong issuedAt = OptionalLong.of(now + after);
    trip.gateway.take(trip.scanner.saysAt(issuedAt, Trip.GOODS, ContentType.EVENT, scan));
    trip.gateway.sealAt(Optional.empty(), 1000 * now, 1000 * now, trip.gateway.self.key);
    add(note, trip.goods(), expected);
  }

  private void statements() {
    said("14.11 said 300 s after its batch was sealed", 300, PASS);
    said("14.11 said 301 s after its batch was sealed", 301, FAIL);
  }

  /** A scan by a key that is valid so many seconds after it; without iat, after the batch. */
  private void valid(String note, long after, boolean timed, String expected) {
    Trip trip = new Trip();
    Bytes scan = trip.scanner.scans(Trip.GOODS).payload();
    Speaker young = trip.world.stranger("young");
    long now = trip.world.tick() + 20;
    Registration registration =
        new Registration(young.name, young.key.verifyingKey(), "x", Set.of(SCAN), now + after);
    trip.world.register(
        registration, trip.world.alliance.registrar(0), trip.world.alliance.name(0));
    OptionalLong issuedAt = timed ? OptionalLong.of(now) : OptionalLong.empty();
    trip.gateway.take(young.saysAt(issuedAt, Trip.GOODS, ContentType.EVENT, scan));
    trip.gateway.sealAt(Optional.empty(), 1000 * now, 1000 * now, trip.gateway.self.key);
    add(note, trip.goods(), expected);
  }

  private void keys() {
    valid("14.11 valid_from 300 s after what was said", 300, true, PASS);
    valid("14.11 valid_from 301 s after what was said", 301, true, FAIL);
    valid("14.11 without iat, valid_from 300 s after sealed", 300, false, PASS);
    valid("14.11 without iat, valid_from 301 s after sealed", 301, false, FAIL);
    Trip trip = new Trip();
    Bytes scan = trip.scanner.scans(Trip.GOODS).payload();
    OptionalLong longAgo = OptionalLong.of(World.START);
    trip.gateway.take(trip.scanner.saysAt(longAgo, Trip.GOODS, ContentType.EVENT, scan));
    long now = trip.world.tick() + 80_000;
    trip.gateway.sealAt(Optional.empty(), 1000 * now, 1000 * now, trip.gateway.self.key);
    Papers papers = trip.goods();
    papers.checkpoint = trip.world.alliance.sign(papers.checkpoint.checkpoint(), now);
    add("14.11 reported a day late", papers, PASS);
  }

  private void reading(String note, BigDecimal time, String expected) {
    Trip trip = new Trip();
    long now = World.START + 100;
    trip.gateway.take(trip.sensor.reads("1", time));
    trip.gateway.sealAt(Optional.empty(), 1000 * now, 1000 * now + 999, trip.gateway.self.key);
    add(note, Papers.issue(trip.world, trip.sensor.subject()), expected);
  }

  private void readings() {
    long last = World.START + 400; // floor(sealed / 1000) + 300
    reading("14.11 a reading 300 s after its batch", BigDecimal.valueOf(last), PASS);
    reading("14.11 a reading 300.001 s after its batch", new BigDecimal(last + ".001"), FAIL);
    reading("14.11 a reading a minute before it was sent", BigDecimal.valueOf(-60), PASS);
    reading("14.11 a relative time below 2^28", BigDecimal.valueOf((1 << 28) - 1), PASS);
  }
}
