package org.baymark.protocol.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md, section 15.2: every small command, before every small device. */
class CommandTest {
  private static final long NOW = 1_800_000_000L;
  private static final DevUrn GATEWAY = new DevUrn("urn:dev:os:32473-gateway1");
  private static final DevUrn DEVICE = new DevUrn("urn:dev:os:32473-logger1");
  private static final DevUrn OTHER = new DevUrn("urn:dev:os:32473-logger2");

  private static SigningKey key(Suite suite, String octet) {
    return SigningKey.ofSecret(suite, Bytes.ofHex(octet.repeat(32))).toOptional().orElseThrow();
  }

  /** What it is read as is what was said, in every suite and at each edge. */
  @Test
  void whatIsSignedIsReadAgain() {
    for (Suite suite : Suite.values()) {
      SigningKey gateway = key(suite, "05");
      for (Order order : orders()) {
        for (long number : new long[] {1, 2, (1L << 32), (1L << 53) - 1}) {
          Command said =
              new Command(
                  GATEWAY, DEVICE, gateway.verifyingKey().thumbprint(), number, 0, 1, order);
          Sign1 signed = said.sign(gateway);
          Command read = Command.parse(parsed(signed.encoded())).toOptional().orElseThrow();
          assertEquals(said, read);
        }
      }
    }
  }

  private static List<Order> orders() {
    return List.of(
        Order.time(),
        Order.interval(1),
        Order.interval(600),
        Order.interval(Order.INTERVAL_MAX),
        Order.rollOver());
  }

  private static Sign1 parsed(Bytes encoded) {
    return Sign1.parse(encoded, Command.SIZE_MAX).toOptional().orElseThrow();
  }

  /**
   * One of two gateways, devices, keys and signers each; numbers below, at and above the last;
   * clocks before, at and after the end, and none. A device obeys exactly where all is right, and
   * names the first fault in the order of the section.
   */
  @Test
  void aDeviceObeysExactlyWhatIsToItAndNew() {
    SigningKey right = key(Suite.EDDSA, "05");
    SigningKey wrong = key(Suite.EDDSA, "06");
    SigningKey own = key(Suite.EDDSA, "07");
    int obeyed = 0;
    for (int world = 0; world < 16; world++) {
      DevUrn gateway = (world & 1) == 0 ? GATEWAY : OTHER;
      DevUrn device = (world & 2) == 0 ? DEVICE : OTHER;
      SigningKey named = (world & 4) == 0 ? own : wrong;
      SigningKey signer = (world & 8) == 0 ? right : wrong;
      for (Order order : orders()) {
        for (long number = 1; number <= 3; number++) {
          Command command =
              new Command(
                  gateway, device, named.verifyingKey().thumbprint(), number, NOW, NOW + 1, order);
          Bytes message = command.sign(signer).encoded();
          for (long last = 0; last <= 3; last++) {
            for (OptionalLong clock : clocks()) {
              Addressee addressee =
                  new Addressee(
                      DEVICE, own.verifyingKey(), GATEWAY, right.verifyingKey(), last, clock);
              Optional<Refusal> expected = expected(world, order, number, last, clock);
              Parsed<Command> judged = addressee.judge(message);
              assertEquals(
                  expected, judged.match(it -> Optional.empty(), no -> Optional.of(no.refusal())));
              obeyed += expected.isEmpty() ? 1 : 0;
            }
          }
        }
      }
    }
    // Of 3 numbers before 4 lasts 6 are new; the time at 4 clocks, the others at the 2 in time.
    assertEquals(6 * (4 + 4 * 2), obeyed);
  }

  private static List<OptionalLong> clocks() {
    return List.of(
        OptionalLong.empty(),
        OptionalLong.of(NOW),
        OptionalLong.of(NOW + 1),
        OptionalLong.of(NOW * 2));
  }

  private static Optional<Refusal> expected(
      int world, Order order, long number, long last, OptionalLong clock) {
    if ((world & 1) != 0) {
      return Optional.of(Refusal.UNKNOWN_DEVICE);
    }
    if ((world & 2) != 0) {
      return Optional.of(Refusal.BAD_SUBJECT);
    }
    if ((world & 4) != 0) {
      return Optional.of(Refusal.UNKNOWN_KEY);
    }
    if ((world & 8) != 0) {
      return Optional.of(Refusal.BAD_SIGNATURE);
    }
    if (number <= last) {
      return Optional.of(Refusal.OLD_COMMAND);
    }
    boolean isLate = clock.isPresent() && clock.getAsLong() > NOW;
    return isLate && order.kind() != Order.Kind.TIME
        ? Optional.of(Refusal.EXPIRED_COMMAND)
        : Optional.empty();
  }

  /** Each byte of a command, changed in each bit: never another command, always refused. */
  @Test
  void noBitCanBeChanged() {
    SigningKey gateway = key(Suite.EDDSA, "05");
    SigningKey own = key(Suite.EDDSA, "07");
    Addressee device =
        new Addressee(
            DEVICE, own.verifyingKey(), GATEWAY, gateway.verifyingKey(), 0, OptionalLong.empty());
    Command said =
        new Command(
            GATEWAY, DEVICE, own.verifyingKey().thumbprint(), 1, NOW, NOW + 1, Order.interval(600));
    Bytes good = said.sign(gateway).encoded();
    assertEquals(Optional.of(said), device.judge(good).toOptional());
    List<String> obeyed = new ArrayList<>();
    for (int bit = 0; bit < good.size() * 8; bit++) {
      byte[] changed = good.toArray();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      if (device.judge(Bytes.owning(changed)).toOptional().isPresent()) {
        obeyed.add("bit " + bit);
      }
    }
    assertEquals(List.of(), obeyed);
    for (int size = 0; size < good.size(); size++) {
      assertEquals(Optional.empty(), device.judge(good.slice(0, size)).toOptional());
    }
  }

  @Test
  void whatCannotBeSaidCannotBeMade() {
    assertThrows(IllegalArgumentException.class, () -> Order.interval(0));
    assertThrows(IllegalArgumentException.class, () -> Order.interval(Order.INTERVAL_MAX + 1));
    assertThrows(
        IllegalArgumentException.class, () -> new Order(Order.Kind.TIME, OptionalLong.of(1)));
    assertThrows(
        IllegalArgumentException.class, () -> new Order(Order.Kind.INTERVAL, OptionalLong.empty()));
    SigningKey own = key(Suite.EDDSA, "07");
    var thumbprint = own.verifyingKey().thumbprint();
    assertThrows(
        IllegalArgumentException.class,
        () -> new Command(GATEWAY, DEVICE, thumbprint, 0, NOW, NOW + 1, Order.time()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Command(GATEWAY, DEVICE, thumbprint, 1, NOW, NOW, Order.time()));
  }
}
