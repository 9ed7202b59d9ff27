package org.baymark.protocol.passport;

import static org.baymark.protocol.statement.Kind.HANDOVER;
import static org.baymark.protocol.statement.Kind.TELEMETRY;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;

/** Section 14.9. */
final class RunCases {
  private static final String FAIL = "runs=fail";
  private static final String OPEN = "runs=not checked";
  private static final Subject GIVER = new Subject("https://id.gs1.org/417/9521321000025");
  private static final Subject TAKER = new Subject("https://id.gs1.org/417/9521321000032");
  private final List<VectorCase> cases = new ArrayList<>();

  static List<VectorCase> all() {
    RunCases all = new RunCases();
    all.gaps();
    all.links();
    all.reboots();
    all.brackets();
    all.unknownStarts();
    all.handovers();
    all.speakers();
    all.equivocations();
    return all.cases;
  }

  private void add(String note, Trip trip, String expected) {
    cases.add(VectorCase.of(note, trip.papers(), expected));
  }

  private void gaps() {
    Trip trip = new Trip().attach();
    trip.sensor.jumpTo(2);
    add("14.9 the first number is missing", trip.detach(), FAIL);
    trip = new Trip().attach().rides();
    trip.sensor.jumpTo(7);
    trip.gateway.take(trip.scanner.detaches(Trip.GOODS, trip.sensor.here())).seal();
    add("14.9 the last number is missing", trip, FAIL);
    trip = new Trip().attach();
    trip.gateway.take(trip.scanner.detaches(Trip.GOODS, trip.at(0))).seal();
    add("14.9 a run of nothing", trip, "");
    trip = new Trip().attach();
    trip.gateway.take(trip.scanner.detaches(Trip.GOODS, trip.at(0)));
    trip.sensor.jumpTo(5);
    trip.gateway.take(trip.sensor.reads("5")).seal();
    add("14.9 a gap after until", trip, "");
    trip = new Trip();
    trip.gateway.take(trip.sensor.reads("0")).seal();
    trip.sensor.jumpTo(4);
    add("14.9 a gap before after", trip.attach().detach(), "");
  }

  private void links() {
    Bytes elsewhere = Bytes.ofHex("00".repeat(16));
    Trip trip = new Trip().attach().rides();
    trip.sensor.claimPrevious(elsewhere);
    add("14.9 names another statement before it", trip.detach(), FAIL);
    trip = new Trip().attach();
    trip.sensor.claimPrevious(elsewhere);
    add("14.9 the first names another than the attach", trip.rides().detach(), FAIL);
    trip = new Trip();
    trip.gateway.take(trip.scanner.attaches(Trip.GOODS, trip.at(0)));
    trip.sensor.jumpTo(1);
    trip.sensor.claimPrevious(elsewhere);
    add("14.9 the first names what is not in the file", trip.rides().detach(), "");
    trip = new Trip().attach();
    trip.sensor.forgetPrevious();
    add("14.9 previous is null in the same boot", trip.rides().detach(), "");
  }

  private void reboots() {
    Trip trip = new Trip().attach().rides();
    trip.sensor.restart();
    add("14.9 a reboot with a link", trip.detach(), "");
    trip = new Trip().attach().rides();
    trip.sensor.restart();
    trip.sensor.forgetPrevious();
    add("14.9 a reboot that nothing links", trip.detach(), OPEN);
    trip = new Trip().attach().rides();
    trip.sensor.reads("2.5");
    trip.sensor.restart();
    add("14.9 a reboot that links elsewhere", trip.detach(), FAIL);
    trip = new Trip().attach().rides();
    trip.sensor.restart();
    trip.sensor.jumpTo(1);
    add("14.9 a reboot that does not start at 0", trip.detach(), FAIL);
    trip = new Trip();
    trip.gateway.take(trip.scanner.attaches(Trip.GOODS, trip.at(0)));
    trip.sensor.claimPrevious(Bytes.ofHex("00".repeat(16)));
    trip.sensor.restart();
    add("14.9 a reboot after a place that is not in the file", trip.detach(), OPEN);
  }

  private void brackets() {
    add("14.9 no run", new Trip().rides(), OPEN);
    add("14.9 still attached", new Trip().attach().rides(), OPEN);
    Trip trip = new Trip().attach().rides();
    trip.gateway.take(trip.scanner.detaches(Trip.GOODS, trip.sensor.somewhere())).seal();
    add("14.9 a detach with null", trip, OPEN);
    trip = new Trip().attach();
    trip.sensor.jumpTo(2);
    trip.gateway.take(trip.scanner.attaches(Trip.GOODS, trip.at(1)), trip.sensor.reads("2"));
    add("14.9 two attaches make one run from the first", trip.detach(), FAIL);
    trip = new Trip().attach();
    trip.gateway.take(trip.sensor.reads("1"), trip.scanner.detaches(Trip.GOODS, trip.at(1)));
    trip.sensor.jumpTo(5);
    trip.gateway.take(trip.sensor.reads("5"), trip.scanner.attaches(Trip.GOODS, trip.at(5)));
    add("14.9 two runs with a gap between them", trip.detach(), "");
  }

  private void unknownStarts() {
    add("14.9 an attach with null beside a known one", twice(false), OPEN);
    add("14.9 an attach with null, a gap in its run", twice(true), FAIL);
    Trip trip = new Trip().attach();
    trip.gateway.take(trip.scanner.attaches(Trip.GOODS, trip.sensor.somewhere()));
    add("14.9 an attach with null and no end of its own", trip.rides().detach(), OPEN);
  }

  /** A known run until 1/1, then attached again somewhere, and detached after 1/3. */
  private static Trip twice(boolean gap) {
    Trip trip = new Trip().attach();
    trip.gateway.take(trip.sensor.reads("1"), trip.scanner.detaches(Trip.GOODS, trip.at(1)));
    trip.gateway.take(trip.scanner.attaches(Trip.GOODS, trip.sensor.somewhere())).seal();
    if (gap) {
      trip.sensor.reads("2");
    } else {
      trip.gateway.take(trip.sensor.reads("2"));
    }
    return trip.detach();
  }

  private void handovers() {
    Trip trip = handedOver(1, 1);
    add("14.9 a handover names the sensor, giver and taker", trip.detach(), "");
    add("14.9 a handover, and still attached", handedOver(1, 1), OPEN);
    trip = handedOver(1, 2);
    add("14.9 a taker names a number that the sensor never had", trip, FAIL);
    trip = new Trip().attach();
    trip.sensor.jumpTo(2);
    trip.gateway.take(trip.sensor.reads("2"));
    add("14.9 a giver names a number that is missing", handOver(trip, 1, 2).detach(), FAIL);
    trip = handedOver(0, 9);
    add("14.9 handovers at the start and after the end", trip.detach(), "");
    trip = new Trip().attach().rides();
    Speaker giver = trip.world.device("giver", HANDOVER);
    trip.gateway.take(giver.gives(Trip.GOODS, TAKER, trip.sensor.somewhere()));
    add("14.9 a handover with null", trip.detach(), "");
    trip = new Trip().rides();
    add("14.9 a handover of what was never attached", handOver(trip, 0, 0), OPEN);
  }

  /** Attached, one reading, handed over at these numbers. */
  private static Trip handedOver(long given, long taken) {
    return handOver(new Trip().attach().rides(), given, taken);
  }

  private static Trip handOver(Trip trip, long given, long taken) {
    Speaker giver = trip.world.device("giver", HANDOVER);
    Speaker taker = trip.world.device("taker", HANDOVER);
    Sign1 gave = giver.gives(Trip.GOODS, TAKER, trip.at(given));
    trip.gateway.take(gave, taker.takes(Trip.GOODS, GIVER, gave, trip.at(taken))).seal();
    return trip;
  }

  private void speakers() {
    Trip trip = new Trip().attach();
    trip.gateway.take(trip.scanner.scans(trip.sensor.subject()));
    trip.scanner.jumpTo(9);
    add("14.9 a scanner speaks about the sensor", trip.rides().detach(), "");
    trip = new Trip().attach();
    Bytes reading = trip.world.device("x", TELEMETRY).reads("1").payload();
    OptionalLong now = OptionalLong.of(trip.world.tick());
    Sign1 said = trip.sensor.saysAt(now, Trip.GOODS, ContentType.TELEMETRY, reading);
    trip.gateway.take(said);
    add("14.9 the sensor speaks about the shipment", trip.detach(), "");
    cases.add(
        VectorCase.of("14.9 a device that is only spoken about", spokenAbout(new Trip()), OPEN));
    trip = new Trip().attach();
    Sign1 once = trip.sensor.reads("1");
    trip.gateway.take(once);
    trip.world.gateway("gw2").take(once).seal();
    add("14.9 one statement through two gateways", trip.detach(), "");
    trip = new Trip().attach();
    Sign1 late = trip.sensor.reads("1");
    trip.gateway.take(trip.sensor.reads("2")).seal();
    trip.gateway.take(late);
    add("14.9 a statement filed after its successor", trip.detach(), "");
  }

  private static Papers spokenAbout(Trip trip) {
    trip.gateway.take(trip.scanner.scans(trip.sensor.subject())).seal();
    return Papers.issue(trip.world, trip.sensor.subject());
  }

  private void equivocations() {
    Trip trip = new Trip();
    trip.gateway.take(trip.scanner.scans(Trip.GOODS));
    trip.scanner.jumpTo(0);
    trip.gateway.take(trip.scanner.scans(Trip.GOODS)).seal();
    cases.add(VectorCase.of("14.9 a scanner equivocates and there is no run", trip.goods(), FAIL));
    trip = new Trip().attach().rides().detach();
    trip.sensor.jumpTo(0);
    trip.gateway.take(trip.sensor.reads("7")).seal();
    add("14.9 an equivocation outside the run", trip, FAIL);
  }
}
