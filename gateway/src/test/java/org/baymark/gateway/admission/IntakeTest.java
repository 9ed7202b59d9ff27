package org.baymark.gateway.admission;

import static org.baymark.gateway.GatewayFixture.NOW;
import static org.baymark.gateway.GatewayFixture.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.baymark.gateway.GatewayFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.store.ClaimedTime;
import org.baymark.gateway.store.Recent;
import org.baymark.gateway.store.StoredStatements.Stored;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of statements that come again, late, or twice with one number. */
class IntakeTest {
  private static final Outcome NEXT = new Outcome.Accepted(false, false);
  private static final Outcome LATE = new Outcome.Accepted(true, false);
  private static final Outcome LIE = new Outcome.Accepted(false, true);
  private static final Outcome LATE_LIE = new Outcome.Accepted(true, true);
  private static final Outcome DUPLICATE = new Outcome.Duplicate();

  private final TestDevice thermometer = TestDevice.named("thermometer", Suite.EDDSA);
  private final TestDevice scanner = TestDevice.named("scanner", Suite.ES256);

  @TempDir Path folder;
  private GatewayFixture gateway;

  @BeforeEach
  void start() {
    gateway = GatewayFixture.start(folder).with(thermometer).with(scanner, Kind.SCAN);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void aStatementIsStoredExactlyAsItCameUnderItsSubject() {
    Subject shipment = Subject.ofSscc("106141412345678908");
    Sign1 scan = scanner.scans(1, 0, shipment);
    assertEquals(NEXT, take(scan));
    assertEquals(
        List.of(new Stored(1, 0, scan.id(), shipment.text(), scan.encoded(), false, false)),
        gateway.stored());
  }

  @Test
  void theSameAgainIsAcknowledgedAndStoredOnce() {
    Sign1 first = thermometer.says(1, 0);
    assertEquals(NEXT, take(first));
    assertEquals(NEXT, take(thermometer.says(1, 1)));
    assertEquals(DUPLICATE, take(first));
    assertEquals(DUPLICATE, take(thermometer.says(1, 1)));
    assertEquals(2, gateway.stored().size());
  }

  @Test
  void theSameWithAnotherSignatureIsTheSame() {
    // Anyone can turn s of an ECDSA signature into n - s; the id does not cover the signature.
    Sign1 scan = scanner.scans(1, 0, Subject.of(scanner.name()));
    assertEquals(NEXT, take(scan));
    assertEquals(DUPLICATE, take(Signatures.withOtherS(scan)));
    assertEquals(scan.encoded(), gateway.stored().get(0).bytes());
  }

  @Test
  void bothCopiesInOneCommitAreAcknowledgedAndStoredOnce() {
    Sign1 first = thermometer.says(1, 0);
    CountDownLatch gathered = new CountDownLatch(1);
    Future<Integer> plug = gateway.holdUpTheDatabase(gathered);
    List<Future<Outcome>> outcomes = new ArrayList<>();
    for (Sign1 each : List.of(first, first, thermometer.says(1, 1), first)) {
      outcomes.add(gateway.intake.take(arrival(each)));
    }
    gathered.countDown();
    join(plug);
    assertEquals(
        List.of(NEXT, DUPLICATE, NEXT, DUPLICATE),
        outcomes.stream().map(GatewayFixture::join).toList());
    assertEquals(2, gateway.stored().size());
  }

  @Test
  void anOlderNumberNotSeenBeforeIsAcceptedAndMarkedLate() {
    assertEquals(NEXT, take(thermometer.says(1, 5)));
    assertEquals(LATE, take(thermometer.says(1, 3)));
    assertEquals(DUPLICATE, take(thermometer.says(1, 3)));
    assertEquals(LATE, take(thermometer.says(0, 9)));
    assertEquals(NEXT, take(thermometer.says(2, 0)));
    assertEquals(
        List.of(false, true, true, false), gateway.stored().stream().map(Stored::late).toList());
  }

  @Test
  void aTimeThatCannotBeIsStoredAsItIsAndMarked() {
    List<Sign1> said = new ArrayList<>();
    for (long seconds : new long[] {0, NOW.getEpochSecond(), NOW.getEpochSecond() + 86_400}) {
      said.add(thermometer.saysAt(1, said.size(), seconds));
    }
    List<ClaimedTime> times = List.of(ClaimedTime.PAST, ClaimedTime.PLAUSIBLE, ClaimedTime.FUTURE);
    for (int i = 0; i < said.size(); i++) {
      assertEquals(new Outcome.Accepted(false, false, times.get(i)), take(said.get(i)));
    }
    assertEquals(
        said.stream().map(Sign1::encoded).toList(),
        gateway.stored().stream().map(Stored::bytes).toList());
    List<Recent.Said> shown = join(gateway.database.read(tx -> new Recent().statements(tx, 3)));
    assertEquals(List.of(false, false, true), shown.stream().map(Recent.Said::past).toList());
    assertEquals(List.of(true, false, false), shown.stream().map(Recent.Said::future).toList());
    assertEquals(1, gateway.counters.snapshot().future());
    assertEquals(1, gateway.counters.snapshot().past());
  }

  @Test
  void oneNumberForTwoStatementsIsKeptAndMarkedOnBoth() {
    assertEquals(NEXT, take(thermometer.says(1, 0, "20.5")));
    assertEquals(LIE, take(thermometer.says(1, 0, "4.5")));
    assertEquals(NEXT, take(thermometer.says(1, 1)));
    assertEquals(LATE_LIE, take(thermometer.says(1, 0, "3.5")));
    assertEquals(DUPLICATE, take(thermometer.says(1, 0, "4.5")));
    assertEquals(
        List.of(true, true, false, true), gateway.stored().stream().map(Stored::lie).toList());
  }

  @Test
  void aRestartForgetsNothing() {
    take(thermometer.says(1, 5));
    take(thermometer.says(1, 3));
    gateway.close();
    gateway = GatewayFixture.start(folder);
    assertEquals(DUPLICATE, take(thermometer.says(1, 3)));
    assertEquals(DUPLICATE, take(thermometer.says(1, 5)));
    assertEquals(LATE, take(thermometer.says(1, 4)));
    assertEquals(LIE, take(thermometer.says(1, 5, "4.5")));
    assertEquals(NEXT, take(thermometer.says(1, 6)));
  }

  @Test
  void whatIsRefusedIsCountedAndKeptWithItsBytes() {
    Bytes nonsense = Bytes.ofUtf8("{\"temp\": 20.5}");
    Outcome outcome = join(gateway.intake.take(arrival(nonsense)));
    assertTrue(outcome instanceof Outcome.Refused, outcome.toString());
    assertEquals(nonsense, gateway.refused().get(0).bytes());
    assertEquals("mqtt", gateway.refused().get(0).transport());
    Counters.Snapshot counts = gateway.counters.snapshot();
    assertEquals(1, counts.received());
    assertEquals(0, counts.accepted());
    assertEquals(1L, counts.refused().values().stream().mapToLong(Long::longValue).sum());
  }

  @Test
  void moreThanMayWaitIsAnsweredBusyAtOnce() {
    CountDownLatch gathered = new CountDownLatch(1);
    Future<Integer> plug = gateway.holdUpTheDatabase(gathered);
    Bytes large = Bytes.owning(new byte[16_000]);
    List<Future<Outcome>> outcomes = new ArrayList<>();
    for (int i = 0; i < 600; i++) { // 9.6 MB
      outcomes.add(gateway.intake.take(arrival(large)));
    }
    assertTrue(outcomes.get(599).result() instanceof Outcome.Busy);
    gathered.countDown();
    join(plug);
    outcomes.forEach(GatewayFixture::join);
    assertEquals(0, gateway.intake.waiting());
    assertEquals(NEXT, take(thermometer.says(1, 0)));
    assertTrue(gateway.counters.snapshot().refused().containsKey("busy"));
  }

  private Outcome take(Sign1 statement) {
    return join(gateway.intake.take(arrival(statement)));
  }

  private static Arrival arrival(Sign1 statement) {
    return new Arrival(
        statement.encoded(),
        "mqtt",
        statement.issuer().text(),
        Optional.of("baymark/v1/" + statement.issuer()));
  }

  private static Arrival arrival(Bytes bytes) {
    return new Arrival(bytes, "mqtt", "somebody", Optional.empty());
  }
}
