package org.baymark.protocol.passport;

import static org.baymark.protocol.passport.Verdicts.assertVerdict;
import static org.baymark.protocol.statement.Kind.ATTACH;
import static org.baymark.protocol.statement.Kind.DETACH;
import static org.baymark.protocol.statement.Kind.TELEMETRY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.statement.Sensor;
import org.junit.jupiter.api.Test;

/** Which detach ends which attach, where an attach does not say where: step "runs". */
class RunPairsTest {
  private static final Subject GOODS = Journey.SHIPMENT;
  private static final String DEVICE = "urn:dev:os:32473-sensor";

  private final World world = new World();
  private final Gateway gateway = world.gateway("gw");
  private final Speaker scanner = world.device("scanner", ATTACH, DETACH);
  private final Speaker sensor = world.device("sensor", TELEMETRY);

  private void attach() {
    gateway.take(sensor.reads("1"), scanner.attaches(GOODS, sensor.here())).seal();
  }

  private void detach() {
    gateway.take(scanner.detaches(GOODS, sensor.here())).seal();
  }

  private Verdict check(String... expected) {
    Passport passport = Papers.issue(world, GOODS, sensor.subject()).together();
    assertVerdict(Journey.verification(world, GOODS), passport, expected);
    return Verdicts.verdict(Journey.verification(world, GOODS), passport);
  }

  private void attachSomewhere() {
    gateway.take(scanner.attaches(GOODS, sensor.somewhere())).seal();
  }

  private void detachAt(long seq) {
    Sensor.Place place = new Sensor.Place(1, seq);
    Sensor last = new Sensor(sensor.name, Optional.of(place));
    gateway.take(scanner.detaches(GOODS, last)).seal();
  }

  private List<String> sensors(String... expected) {
    return check(expected).account().sensors();
  }

  /** The null attach takes the detach that the known one leaves over. */
  @Test
  void anAttachThatDoesNotSayWhereHasItsOwnDetach() {
    attach();
    gateway.take(sensor.reads("2"));
    detach();
    attachSomewhere();
    gateway.take(sensor.reads("3"));
    detach();
    assertEquals(
        List.of(DEVICE + " after 1/0 until 1/1", DEVICE + " after ? until 1/2"),
        sensors("runs | not checked | open end: where " + DEVICE + " began is not known"));
  }

  @Test
  void aGapInTheRunOfANullAttachIsAGap() {
    attach();
    gateway.take(sensor.reads("2"));
    detach();
    attachSomewhere();
    sensor.jumpTo(3);
    gateway.take(sensor.reads("3"));
    detach();
    check("runs | fail | gap: " + DEVICE + " between 1/1 and 1/3");
  }

  @Test
  void aNullAttachWithoutADetachOfItsOwnIsOpenAtBothEnds() {
    attach();
    attachSomewhere();
    gateway.take(sensor.reads("2"));
    detach();
    assertEquals(
        List.of(DEVICE + " after 1/0 until 1/1", DEVICE + " after ? until ?"),
        sensors("runs | not checked | open end: where " + DEVICE + " began is not known"));
  }

  /** Null attaches make one run together, to the last detach that ends no other. */
  @Test
  void twoNullAttachesMakeOneRunToTheLastFreeDetach() {
    attachSomewhere();
    gateway.take(sensor.reads("1"));
    detach();
    attachSomewhere();
    gateway.take(sensor.reads("2"));
    detach();
    assertEquals(
        List.of(DEVICE + " after ? until 1/1"),
        sensors("runs | not checked | open end: where " + DEVICE + " began is not known"));
  }

  /** The null attach came first; its detach is below the known attach. */
  @Test
  void aDetachBelowTheKnownAttachIsFree() {
    attachSomewhere();
    gateway.take(sensor.reads("1"));
    detach();
    gateway.take(sensor.reads("2"), scanner.attaches(GOODS, sensor.here()));
    gateway.take(sensor.reads("3"));
    detach();
    assertEquals(
        List.of(DEVICE + " after 1/1 until 1/2", DEVICE + " after ? until 1/0"),
        sensors("runs | not checked | open end: where " + DEVICE + " began is not known"));
  }

  /**
   * Two known attaches end at one detach: the second run is the first's, the detach is not free.
   */
  @Test
  void aDetachThatEndsARunThatIsNotCountedIsNotFree() {
    attach();
    gateway.take(sensor.reads("2"), scanner.attaches(GOODS, sensor.here()), sensor.reads("3"));
    detachAt(2);
    attachSomewhere();
    assertEquals(
        List.of(DEVICE + " after 1/0 until 1/2", DEVICE + " after ? until ?"),
        sensors("runs | not checked | open end: where " + DEVICE + " began is not known"));
  }
}
