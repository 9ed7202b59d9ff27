package org.baymark.sim.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.command.Command;
import org.baymark.protocol.command.Order;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.Test;

/**
 * PROTOCOL.md, section 15.2, on the device's side: what a command changes, and what it does not.
 */
class ObedienceTest {
  private static final Instant MACHINE = Instant.parse("2026-11-30T00:00:00Z");
  private static final DevUrn GATEWAY = new DevUrn("urn:dev:org:32473-gateway1");
  private static final DevUrn DEVICE = new DevUrn("urn:dev:org:32473-logger1");
  private static final SigningKey GATEWAY_KEY = key("05");
  private static final SigningKey KEY = key("07");
  private static final Obedience FIRST =
      new Obedience(0, Duration.ofHours(2), Duration.ofSeconds(60));

  private static SigningKey key(String octet) {
    return SigningKey.ofSecret(Suite.EDDSA, Bytes.ofHex(octet.repeat(32)))
        .toOptional()
        .orElseThrow();
  }

  private static Bytes told(long number, Order order) {
    long now = MACHINE.getEpochSecond();
    Command command =
        new Command(
            GATEWAY, DEVICE, KEY.verifyingKey().thumbprint(), number, now, now + 86_400, order);
    return command.sign(GATEWAY_KEY).encoded();
  }

  private static Optional<Obedience> after(Obedience before, Bytes message) {
    return before
        .take(message, DEVICE, KEY.verifyingKey(), GATEWAY, GATEWAY_KEY.verifyingKey(), MACHINE)
        .toOptional()
        .map(Obedience.Obeyed::after);
  }

  @Test
  void theTimeSetsTheClockAndAnIntervalThePace() {
    assertEquals(MACHINE.plus(Duration.ofHours(2)), FIRST.clock(MACHINE));
    Obedience timed = after(FIRST, told(5, Order.time())).orElseThrow();
    assertEquals(new Obedience(5, Duration.ZERO, Duration.ofSeconds(60)), timed);
    assertEquals(MACHINE, timed.clock(MACHINE));
    Obedience paced = after(timed, told(6, Order.interval(600))).orElseThrow();
    assertEquals(new Obedience(6, Duration.ZERO, Duration.ofSeconds(600)), paced);
    assertEquals(
        new Obedience(7, Duration.ZERO, Duration.ofSeconds(600)),
        after(paced, told(7, Order.rollOver())).orElseThrow());
  }

  @Test
  void whatWasTakenIsNotTakenAgainAndChangesNothing() {
    Bytes message = told(5, Order.interval(600));
    Obedience paced = after(FIRST, message).orElseThrow();
    assertEquals(Optional.empty(), after(paced, message));
    assertEquals(Optional.empty(), after(paced, told(4, Order.interval(30))));
    Refusal why =
        paced
            .take(message, DEVICE, KEY.verifyingKey(), GATEWAY, GATEWAY_KEY.verifyingKey(), MACHINE)
            .match(obeyed -> Refusal.BUSY, no -> no.refusal());
    assertEquals(Refusal.OLD_COMMAND, why);
  }

  /** Its clock is two days ahead, so that it takes a command for expired; the time mends that. */
  @Test
  void aClockThatIsAheadIsMendedByTheTimeAlone() {
    Obedience ahead = new Obedience(0, Duration.ofDays(2), Duration.ofSeconds(60));
    assertEquals(Optional.empty(), after(ahead, told(1, Order.interval(600))));
    Obedience mended = after(ahead, told(2, Order.time())).orElseThrow();
    assertEquals(
        Duration.ofSeconds(600), after(mended, told(3, Order.interval(600))).orElseThrow().every());
  }
}
