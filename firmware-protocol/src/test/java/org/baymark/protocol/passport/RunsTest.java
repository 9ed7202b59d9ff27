package org.baymark.protocol.passport;

import static org.baymark.protocol.passport.Verdicts.assertVerdict;
import static org.baymark.protocol.statement.Kind.ATTACH;
import static org.baymark.protocol.statement.Kind.DETACH;
import static org.baymark.protocol.statement.Kind.SCAN;
import static org.baymark.protocol.statement.Kind.TELEMETRY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.junit.jupiter.api.Test;

/** No number is missing or taken twice between two brackets: step "runs". */
class RunsTest {
  private static final Subject GOODS = Journey.SHIPMENT;
  private static final String DEVICE = "urn:dev:os:32473-sensor";

  private final World world = new World();
  private final Gateway gateway = world.gateway("gw");
  private final Speaker scanner = world.device("scanner", SCAN, ATTACH, DETACH);
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

  @Test
  void aRunOfNothingHasNoGap() {
    attach();
    detach();
    check();
  }

  @Test
  void aMissingNumberIsAGap() {
    attach();
    gateway.take(sensor.reads("2"));
    sensor.jumpTo(3);
    gateway.take(sensor.reads("3"));
    detach();
    check("runs | fail | gap: " + DEVICE + " between 1/1 and 1/3");
  }

  @Test
  void aMissingFirstNumberIsAGap() {
    attach();
    sensor.jumpTo(2);
    gateway.take(sensor.reads("2"));
    detach();
    check("runs | fail | gap: " + DEVICE + " between 1/0 and 1/2");
  }

  @Test
  void aMissingLastNumberIsAGap() {
    attach();
    gateway.take(sensor.reads("2"));
    sensor.jumpTo(7);
    detach();
    check("runs | fail | gap: " + DEVICE + " between 1/1 and 1/6");
  }

  @Test
  void aWrongLinkIsAGapThoughTheNumbersFollow() {
    attach();
    gateway.take(sensor.reads("2"));
    sensor.claimPrevious(Bytes.ofHex("00".repeat(16)));
    gateway.take(sensor.reads("3"));
    detach();
    check("runs | fail | " + DEVICE + " names another statement before 1/2 than 1/1");
  }

  @Test
  void theFirstLinkIsFollowedToTheStatementThatTheAttachNames() {
    attach();
    sensor.claimPrevious(Bytes.ofHex("00".repeat(16)));
    gateway.take(sensor.reads("2"));
    detach();
    check("runs | fail | " + DEVICE + " names another statement before 1/1 than 1/0");
  }

  @Test
  void inABootTheNumbersAreEnough() {
    attach();
    sensor.forgetPrevious();
    gateway.take(sensor.reads("2"));
    sensor.forgetPrevious();
    gateway.take(sensor.reads("3"));
    detach();
    check();
  }

  @Test
  void aRestartWithALinkIsNoGap() {
    attach();
    gateway.take(sensor.reads("2"));
    sensor.restart();
    gateway.take(sensor.reads("3"));
    detach();
    check();
  }

  @Test
  void aRestartWithoutALinkLeavesAnOpenEnd() {
    attach();
    gateway.take(sensor.reads("2"));
    sensor.restart();
    sensor.forgetPrevious();
    gateway.take(sensor.reads("3"));
    detach();
    check("runs | not checked | open end: nothing links " + DEVICE + " at 2/0");
  }

  @Test
  void aRestartThatLinksElsewhereIsAGap() {
    attach();
    gateway.take(sensor.reads("2"));
    sensor.reads("2.5");
    sensor.restart();
    gateway.take(sensor.reads("3"));
    detach();
    check("runs | fail | " + DEVICE + " names another statement before 2/0 than 1/1");
  }

  @Test
  void aRestartThatDoesNotStartAtZeroIsAGap() {
    attach();
    sensor.restart();
    sensor.jumpTo(1);
    gateway.take(sensor.reads("3"));
    detach();
    check("runs | fail | gap: " + DEVICE + " between 1/0 and 2/1");
  }

  /** The attach names number 0; the link of the first statement after it could reach further. */
  @Test
  void aRestartRightAfterTheAttachNeedsTheStatementThatItNames() {
    gateway.take(sensor.reads("1")).seal();
    gateway.take(scanner.attaches(GOODS, sensor.here()));
    sensor.reads("2.5");
    sensor.restart();
    gateway.take(sensor.reads("3"));
    detach();
    check("runs | fail | " + DEVICE + " names another statement before 2/0 than 1/0");

    Papers papers = Papers.issue(world, GOODS, sensor.subject());
    papers.narrow(world, 1, 1, 1);
    assertVerdict(
        Journey.verification(world, GOODS),
        papers.together(),
        "runs | not checked | open end: nothing links " + DEVICE + " at 2/0",
        "complete | fail | 1 of 2 batches disclosed");
  }

  @Test
  void anAttachThatDoesNotSayWhereLeavesAnOpenEnd() {
    gateway.take(sensor.reads("1"), scanner.attaches(GOODS, sensor.somewhere())).seal();
    detach();
    check("runs | not checked | open end: where " + DEVICE + " began is not known");
  }

  @Test
  void aDetachThatDoesNotSayWhereLeavesAnOpenEnd() {
    attach();
    gateway.take(sensor.reads("2"), scanner.detaches(GOODS, sensor.somewhere())).seal();
    check("runs | not checked | open end: where " + DEVICE + " ended is not known");
  }

  @Test
  void aSensorThatIsStillAttachedHasAnOpenEnd() {
    attach();
    gateway.take(sensor.reads("2")).seal();
    check("runs | not checked | open end: where " + DEVICE + " ended is not known");
  }

  @Test
  void aGapOutsideTheRunsIsNotOfThisShipment() {
    attach();
    gateway.take(sensor.reads("2"));
    detach();
    sensor.jumpTo(9);
    gateway.take(sensor.reads("3"), scanner.attaches(GOODS, sensor.here()));
    gateway.take(sensor.reads("4"));
    detach();
    Account account = check().account();
    assertEquals(
        List.of(DEVICE + " after 1/0 until 1/1", DEVICE + " after 1/9 until 1/10"),
        account.sensors());
  }

  @Test
  void twoStatementsOfOneNumberAreAnEquivocation() {
    attach();
    gateway.take(sensor.reads("2"));
    sensor.jumpTo(1);
    gateway.take(sensor.reads("3"));
    detach();
    String said = "equivocation: " + DEVICE + " signed two statements with the number 1/1";
    assertEquals(List.of(said), check("runs | fail | " + said).account().facts());
  }

  @Test
  void theSameStatementThroughTwoGatewaysCountsOnce() {
    attach();
    Sign1 once = sensor.reads("2");
    gateway.take(once);
    world.gateway("gw2").take(once).seal();
    detach();
    check();
  }

  @Test
  void aLateStatementIsNoGapButAFact() {
    attach();
    Sign1 late = sensor.reads("2");
    gateway.take(sensor.reads("3")).seal();
    gateway.take(late);
    detach();
    assertEquals(
        List.of("1 statements were filed after a later number of the same device"),
        check().account().facts());
  }
}
