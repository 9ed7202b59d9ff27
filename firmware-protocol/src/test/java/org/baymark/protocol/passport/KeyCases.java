package org.baymark.protocol.passport;

import static org.baymark.protocol.statement.Kind.BATCH;
import static org.baymark.protocol.statement.Kind.SCAN;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.index.RegistrarState;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Revocation;

/** Sections 14.3 and 14.4. No sensor rides along, so no run is checked in any of these. */
final class KeyCases {
  private static final String NO_RUN = "runs=not checked";
  private final List<VectorCase> cases = new ArrayList<>();

  static List<VectorCase> all() {
    KeyCases all = new KeyCases();
    all.signatures();
    all.formerRegistrars();
    all.headers();
    all.statements();
    all.revokedGateways();
    all.revokedDevices();
    return all.cases;
  }

  private void add(String note, Papers papers, String expected) {
    cases.add(VectorCase.of(note, papers, expected + (expected.isEmpty() ? "" : ",") + NO_RUN));
  }

  private void signatures() {
    Trip trip = new Trip();
    trip.gateway.take(Lie.forged(trip.scanner.scans(Trip.GOODS))).seal();
    add("14.3 a statement not signed by its key", trip.goods(), "signatures=fail");
    trip = new Trip();
    trip.gateway.take(trip.world.stranger("other").scans(Trip.GOODS)).seal();
    add(
        "14.3 a statement without a signer",
        trip.goods(),
        "signatures=fail,keys=fail,times=not checked");
    trip = new Trip();
    trip.gateway.forges();
    add("14.3 a header not signed by its key", trip.scan().goods(), "signatures=fail");
    SigningKey wrong = Trip.whole().scanner.key;
    DevUrn first = new World().alliance.name(0);
    registered("14.3 a registration that its member did not sign", wrong, first);
    DevUrn nobody = new DevUrn("urn:dev:org:32473-nobody");
    registered("14.3 a registration by no member", new World().alliance.registrar(0), nobody);
    DevUrn second = new World().alliance.name(1);
    registered(
        "14.3 a registration under another member's name",
        new World().alliance.registrar(0),
        second);
    trip = new Trip().scan();
    Sign1 entry = revocation(trip).sign(member(trip), trip.world.alliance.name(0), 9);
    trip.world.revoke(revocation(trip), Lie.forged(entry));
    add("14.3 a revocation that its member did not sign", trip.goods(), "signatures=fail");
  }

  private void registered(String note, SigningKey registrar, DevUrn member) {
    Trip trip = new Trip();
    Speaker device = trip.world.stranger("device");
    Registration registration =
        new Registration(device.name, device.key.verifyingKey(), "x", Set.of(SCAN), 0);
    trip.world.register(registration, registrar, member);
    trip.gateway.take(device.scans(Trip.GOODS)).seal();
    add(note, trip.goods(), "signatures=fail");
  }

  /** A registration by a key that its member has given up since. */
  private void formerRegistrars() {
    DevUrn second = new World().alliance.name(1);
    DevUrn third = new World().alliance.name(2);
    String by = "14.3 a registration by a former registrar";
    add(by, former(second, 0, 1).goods(), "");
    add(by + ", later than its last entry", former(second, 0, 0).goods(), "signatures=fail");
    add(by + ", earlier than its first entry", former(second, 1, 2).goods(), "signatures=fail");
    add(by + " of another member", former(third, 0, 1).goods(), "signatures=fail");
    Papers papers = former(second, 0, 1).goods();
    papers.registrars.clear();
    add(by + " that the file does not hold", papers, "signatures=fail");
    papers = former(second, 0, 1).goods();
    FormerRegistrar real = papers.registrars.get(0);
    RegistrarState longer =
        new RegistrarState(second, real.state().from(), real.state().until() + 1);
    papers.registrars.set(0, new FormerRegistrar(real.key(), longer, real.status()));
    add("14.4 a former registrar of whom the index says otherwise", papers, "keys=fail");
  }

  /** The registration stands at {@code from} or later, before {@code until}; both as offsets. */
  private static Trip former(DevUrn name, long from, long until) {
    Trip trip = new Trip();
    SigningKey old = Speaker.key(Suite.ES256, "a former registrar");
    Speaker device = trip.world.stranger("device");
    Registration registration =
        new Registration(device.name, device.key.verifyingKey(), "x", Set.of(SCAN), 0);
    long at = trip.world.log.size();
    trip.world.register(registration, old, trip.world.alliance.name(1));
    trip.world.former(
        old.verifyingKey(), new RegistrarState(name, from == 0 ? 0 : at + from, at + until));
    trip.gateway.take(device.scans(Trip.GOODS)).seal();
    return trip;
  }

  private static SigningKey member(Trip trip) {
    return trip.world.alliance.registrar(0);
  }

  private static Revocation revocation(Trip trip) {
    return new Revocation(
        trip.scanner.name, trip.scanner.key.verifyingKey().thumbprint(), OptionalLong.empty(), "");
  }

  private void headers() {
    Papers papers = new Trip().scan().goods();
    papers.registrations.remove(0);
    add("14.4 a header without a signer", papers, "signatures=fail,keys=fail");
    papers = new Trip().scan().goods();
    LoggedRegistration other = papers.registrations.get(0);
    Lie.change(
        papers.registrations,
        1,
        one ->
            new LoggedRegistration(
                one.logged(), one.registration(), other.status(), one.revocation()));
    add("14.4 the status of another key", papers, "keys=fail");
    Trip trip = new Trip();
    new Gateway(trip.world, trip.scanner).take(trip.scanner.scans(Trip.GOODS)).seal();
    add("14.4 a header by a key without the kind batch", trip.goods(), "keys=fail");
    trip = new Trip();
    Speaker late = trip.world.stranger("late");
    new Gateway(trip.world, late).take(trip.scanner.scans(Trip.GOODS)).seal();
    trip.world.register(late, BATCH);
    add("14.4 a gateway registered after its header", trip.goods(), "keys=fail");
  }

  private void statements() {
    Trip trip = new Trip();
    Speaker late = trip.world.stranger("late");
    trip.gateway.take(late.scans(Trip.GOODS)).seal();
    trip.world.register(late, SCAN);
    add("14.4 a device registered after the header", trip.goods(), "keys=fail");
    trip = new Trip();
    trip.gateway.take(trip.sensor.scans(Trip.GOODS)).seal();
    add("14.4 a scan by a key for telemetry", trip.goods(), "keys=fail");
    Papers papers = new Trip().scan().goods();
    papers.headers.remove(0);
    add(
        "14.4 a filing without a header",
        papers,
        "keys=not checked,in-batch=fail,times=not checked");
  }

  private void revokedGateways() {
    Trip trip = new Trip().scan().scan();
    trip.world.revoke(trip.gateway.self, OptionalLong.of(2));
    add("14.4 a header that is the revoked gateway's last", trip.goods(), "");
    trip = new Trip().scan().scan();
    trip.world.revoke(trip.gateway.self, OptionalLong.of(1));
    add("14.4 a header above last_batch", trip.goods(), "keys=fail");
    trip = new Trip().scan();
    trip.world.revoke(trip.gateway.self, OptionalLong.empty());
    add("14.4 a gateway revoked with last_batch null", trip.goods(), "keys=fail");
    trip = new Trip().scan();
    trip.world.revoke(trip.gateway.self, OptionalLong.of(2));
    add("14.4 a header after its gateway's revocation", trip.scan().goods(), "keys=fail");
  }

  private void revokedDevices() {
    Trip trip = new Trip().scan();
    trip.world.revoke(trip.scanner, OptionalLong.empty());
    add("14.4 a statement filed before the revocation", trip.goods(), "");
    revoked("14.4 said in the second of the revocation", OptionalLong.of(0), "keys=fail");
    revoked("14.4 said a second after the revocation", OptionalLong.of(1), "keys=fail");
    revoked("14.4 said a second before, filed after", OptionalLong.of(-1), "keys=not checked");
    revoked("14.4 without iat, filed after", OptionalLong.empty(), "keys=not checked");
    trip = new Trip();
    trip.world.revoke(trip.scanner, OptionalLong.empty());
    Papers papers = trip.scan().goods();
    Lie.change(
        papers.registrations,
        1,
        one ->
            new LoggedRegistration(
                one.logged(), one.registration(), one.status(), Optional.empty()));
    add("14.4 a revocation left out", papers, "keys=fail");
  }

  /** A scan whose iat is {@code shift} seconds from the revocation's, filed after it. */
  private void revoked(String note, OptionalLong shift, String expected) {
    Trip trip = new Trip();
    Bytes scan = trip.scanner.scans(Trip.GOODS).payload();
    long at = trip.world.tick();
    Revocation revocation = revocation(trip);
    trip.world.revoke(revocation, revocation.sign(member(trip), trip.world.alliance.name(0), at));
    OptionalLong issuedAt =
        shift.isPresent() ? OptionalLong.of(at + shift.getAsLong()) : OptionalLong.empty();
    Sign1 said = trip.scanner.saysAt(issuedAt, Trip.GOODS, ContentType.EVENT, scan);
    trip.gateway.take(said).seal();
    add(note, trip.goods(), expected);
  }
}
