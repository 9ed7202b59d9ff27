package org.baymark.gateway.command;

import static org.baymark.gateway.GatewayFixture.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.registry.DeviceRegistry;
import org.baymark.gateway.registry.Enrolling;
import org.baymark.gateway.store.ClaimTable;
import org.baymark.gateway.store.CommandTable;
import org.baymark.gateway.store.CommandTable.State;
import org.baymark.gateway.store.CommandTable.Told;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.DeviceTable;
import org.baymark.gateway.store.Outbox;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.command.Addressee;
import org.baymark.protocol.command.Command;
import org.baymark.protocol.command.Order;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PROTOCOL.md, section 15.2, on the gateway's side: what waits, in which order, until when. */
class CommandDeskTest {
  private static final TestDevice SELF = TestDevice.named("gateway", Suite.EDDSA);
  private static final TestDevice ONE = TestDevice.named("one", Suite.ES256);
  private static final TestDevice TWO = TestDevice.named("two", Suite.EDDSA);
  private static final Instant BEGIN = Instant.parse("2026-11-22T10:00:00Z");
  private static final Duration WEEK = Duration.ofDays(7);

  @TempDir Path folder;
  private Instant now = BEGIN;
  private House house;

  /** All that a desk stands on. */
  private final class House {
    final Database database;
    final DeviceRegistry registry;
    final Enrolling enrolling;
    final CommandDesk desk;
    final List<DevUrn> heard = new ArrayList<>();

    House(Path at) {
      database = Database.open(at);
      Outbox outbox = new Outbox(SELF.name(), SELF.key());
      DeviceTable devices = new DeviceTable();
      ClaimTable claims = new ClaimTable();
      registry = join(DeviceRegistry.open(database, devices, claims, outbox));
      enrolling = new Enrolling(SELF.name(), database, devices, claims, outbox);
      desk = join(CommandDesk.open(SELF.name(), SELF.key(), database, registry, () -> now));
      desk.watch(heard::add);
    }
  }

  @BeforeEach
  void start() {
    house = new House(folder);
    for (TestDevice device : List.of(ONE, TWO)) {
      join(
          house.registry.add(
              device.name(), device.key().verifyingKey(), "us", Set.of(Kind.TELEMETRY), now));
    }
  }

  @AfterEach
  void stop() {
    house.database.close();
  }

  private Told queue(TestDevice device, Order order) {
    return join(house.desk.queue(device.name(), order, WEEK)).toOptional().orElseThrow();
  }

  private Optional<Refusal> refused(TestDevice device) {
    return join(house.desk.queue(device.name(), Order.time(), WEEK))
        .match(told -> Optional.empty(), no -> Optional.of(no.refusal()));
  }

  private List<State> states(TestDevice device) {
    return join(house.desk.newest(Optional.of(device.name()), 100)).stream()
        .map(told -> told.state(now))
        .toList();
  }

  private Optional<Order> next(TestDevice device) {
    return house.desk.next(device.name(), 0).map(letter -> read(device, letter).order());
  }

  /** As the device reads it, which has no clock and took nothing before. */
  private static Command read(TestDevice device, Letter letter) {
    Parsed<Command> judged =
        new Addressee(
                device.name(),
                device.key().verifyingKey(),
                SELF.name(),
                SELF.key().verifyingKey(),
                0,
                OptionalLong.empty())
            .judge(letter.message());
    return judged.match(
        command -> command,
        no -> {
          throw new AssertionError(no.text());
        });
  }

  @Test
  void whatWaitsIsSentInItsOrderUntilItIsDelivered() {
    Told first = queue(ONE, Order.interval(600));
    Told second = queue(ONE, Order.rollOver());
    assertEquals(BEGIN.getEpochSecond(), first.number());
    assertEquals(first.number() + 1, second.number());
    assertEquals(List.of(ONE.name(), ONE.name()), house.heard);
    assertEquals(Optional.empty(), next(TWO));
    assertEquals(Optional.of(Order.interval(600)), next(ONE));
    Letter letter = house.desk.next(ONE.name(), 0).orElseThrow();
    assertTrue(join(house.desk.sending(letter, "mqtt")));
    assertEquals(List.of(State.QUEUED, State.SENT), states(ONE));
    assertTrue(join(house.desk.delivered(ONE.name(), first.number(), "mqtt")));
    assertEquals(List.of(State.QUEUED, State.DELIVERED), states(ONE));
    assertEquals(Optional.of(Order.rollOver()), next(ONE));
    assertEquals(3, house.heard.size()); // of what waits still
    assertFalse(join(house.desk.delivered(ONE.name(), first.number(), "coap")));
    assertTrue(join(house.desk.delivered(ONE.name(), second.number(), "coap")));
    assertEquals(Optional.empty(), next(ONE));
    assertEquals(List.of(), house.desk.addressees());
  }

  @Test
  void aNewerOneOfItsKindTakesThePlace() {
    Told old = queue(ONE, Order.interval(600));
    Letter letter = house.desk.next(ONE.name(), 0).orElseThrow();
    queue(ONE, Order.rollOver());
    queue(ONE, Order.interval(60));
    assertEquals(List.of(State.QUEUED, State.QUEUED, State.SUPERSEDED), states(ONE));
    assertEquals(Optional.of(Order.rollOver()), next(ONE));
    assertFalse(join(house.desk.sending(letter, "mqtt")), "it is not to be sent any more");
    // It was on its way: that it arrived is true all the same.
    assertTrue(join(house.desk.delivered(ONE.name(), old.number(), "mqtt")));
    assertEquals(List.of(State.QUEUED, State.QUEUED, State.DELIVERED), states(ONE));
  }

  @Test
  void whatExpiredIsNotSent() {
    join(house.desk.queue(ONE.name(), Order.interval(600), Duration.ofMinutes(1)));
    now = BEGIN.plusSeconds(59);
    Letter letter = house.desk.next(ONE.name(), 0).orElseThrow();
    assertEquals(BEGIN.plusSeconds(60).getEpochSecond(), read(ONE, letter).expires());
    assertEquals(List.of(ONE.name()), house.desk.addressees());
    now = BEGIN.plusSeconds(60);
    assertEquals(Optional.empty(), next(ONE));
    assertFalse(house.desk.isWaiting(ONE.name()));
    assertEquals(List.of(), house.desk.addressees());
    assertFalse(join(house.desk.sending(letter, "mqtt")));
    assertEquals(List.of(State.EXPIRED), states(ONE));
  }

  @Test
  void theTimeIsThatOfItsSignature() {
    Told told = queue(ONE, Order.time());
    for (long later : new long[] {0, 1, 61, 3_600}) {
      now = BEGIN.plusSeconds(later);
      Command command = read(ONE, house.desk.next(ONE.name(), 0).orElseThrow());
      assertEquals(now.getEpochSecond(), command.issued());
      assertEquals(told.number(), command.number());
    }
  }

  @Test
  void whatIsAskedForOftenIsSignedOnceAndNotedOnce() {
    queue(ONE, Order.rollOver());
    Letter first = house.desk.next(ONE.name(), 0).orElseThrow();
    assertTrue(join(house.desk.sending(first, "coap")));
    Instant noted = BEGIN;
    for (int second = 0; second < 60; second++) {
      now = BEGIN.plusSeconds(second);
      Letter again = house.desk.next(ONE.name(), 0).orElseThrow();
      assertTrue(join(house.desk.sending(again, "coap")));
      assertEquals(Optional.of(noted), newest(ONE).sent());
    }
    now = BEGIN.plusSeconds(60);
    assertTrue(join(house.desk.sending(first, "coap")));
    assertEquals(Optional.of(now), newest(ONE).sent());
    assertTrue(join(house.desk.sending(first, "mqtt")), "another transport is noted at once");
    assertEquals(Optional.of("mqtt"), newest(ONE).transport());
  }

  private Told newest(TestDevice device) {
    return join(house.desk.newest(Optional.of(device.name()), 1)).get(0);
  }

  @Test
  void onlyWhoIsActiveIsTold() {
    assertEquals(Optional.of(Refusal.UNKNOWN_DEVICE), refused(TestDevice.named("x", Suite.SM2)));
    queue(ONE, Order.interval(600));
    join(house.enrolling.suspend(ONE.name(), now));
    assertEquals(Optional.of(Refusal.WRONG_STATE), refused(ONE));
    assertEquals(Optional.empty(), next(ONE));
    assertEquals(List.of(), house.desk.addressees());
    join(house.enrolling.resume(ONE.name()));
    assertEquals(List.of(ONE.name()), house.desk.addressees(), "it was not forgotten");
    assertEquals(Optional.of(Order.interval(600)), next(ONE));
    join(house.registry.revoke(ONE.name(), "lost", now));
    assertEquals(Optional.of(Refusal.WRONG_STATE), refused(ONE));
    assertEquals(Optional.empty(), next(ONE));
    assertEquals(List.of(State.REVOKED), states(ONE));
    assertEquals(List.of(), house.desk.addressees());
    assertTrue(house.desk.isRevoked(ONE.name()));
  }

  @Test
  void itLastsAMinuteToAYear() {
    for (Duration wrong :
        List.of(Duration.ZERO, Duration.ofSeconds(59), Duration.ofDays(366).plusSeconds(1))) {
      assertThrows(
          IllegalArgumentException.class,
          () -> house.desk.queue(ONE.name(), Order.time(), wrong),
          wrong::toString);
    }
    assertEquals(List.of(), states(ONE));
  }

  @Test
  void ofOneDeviceSoManyAreKeptAndAllThatWait() {
    Told waits = queue(ONE, Order.rollOver());
    for (int i = 0; i < 100; i++) {
      now = now.plusSeconds(1);
      Told told = queue(ONE, Order.interval(60 + i));
      join(house.desk.delivered(ONE.name(), told.number(), "mqtt"));
    }
    List<Told> kept = join(house.desk.newest(Optional.of(ONE.name()), 1_000));
    assertEquals(CommandTable.KEPT + 1, kept.size());
    assertEquals(waits, kept.get(kept.size() - 1));
  }

  /** The clock stands or goes back: numbers rise all the same, and never fall below a lost one. */
  @Test
  void numbersRiseWhateverTheClockSays() {
    long last = 0;
    for (long step : new long[] {0, 0, -86_400, 1, 3_600, -1}) {
      now = now.plusSeconds(step);
      long number = queue(ONE, Order.time()).number();
      assertTrue(number > last, number + " after " + last);
      last = number;
    }
  }

  /**
   * Power is lost when a command was sent and before its acknowledgement came: it is sent again.
   */
  @Test
  void whatWasNotDeliveredWaitsAfterACrash(@TempDir Path copy) throws IOException {
    Told told = queue(ONE, Order.interval(600));
    Told gone = queue(TWO, Order.rollOver());
    join(house.desk.sending(house.desk.next(ONE.name(), 0).orElseThrow(), "mqtt"));
    join(house.desk.delivered(TWO.name(), gone.number(), "mqtt"));
    for (String file : List.of("gateway.db", "gateway.db-wal")) { // nothing was closed
      Files.copy(folder.resolve(file), copy.resolve(file));
    }
    House after = new House(copy);
    try {
      Letter letter = after.desk.next(ONE.name(), 0).orElseThrow();
      assertEquals(told.number(), letter.number());
      assertEquals(Optional.empty(), after.desk.next(TWO.name(), 0));
      assertTrue(join(after.desk.sending(letter, "coap")));
      assertTrue(join(after.desk.delivered(ONE.name(), letter.number(), "coap")));
    } finally {
      after.database.close();
    }
  }
}
