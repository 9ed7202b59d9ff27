package org.baymark.protocol.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.command.Addressee;
import org.baymark.protocol.command.Command;
import org.baymark.protocol.command.Order;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.VerifyingKey;

/** commands.json: a device, what it knows when a command arrives, and whether it obeys. */
final class CommandVectors {
  private static final long NUMBER = 1_788_000_000L;
  private static final long EXPIRES = Story.T0 + 604_800;
  private static final OptionalLong NO_CLOCK = OptionalLong.empty();

  private final ArrayNode list;

  private CommandVectors(ArrayNode list) {
    this.list = list;
  }

  static Bytes make() {
    ObjectNode root = Files.object();
    root.put("name", Story.SENSOR.text());
    root.put("coseKey", TestKeys.SENSOR.verifyingKey().encoded().hex());
    root.put("gateway", Story.GATEWAY.text());
    root.put("gatewayKey", TestKeys.GATEWAY.verifyingKey().encoded().hex());
    CommandVectors vectors = new CommandVectors(root.putArray("commands"));
    vectors.good();
    vectors.refused();
    return Files.json(root);
  }

  /** To the story's sensor, for a week. */
  static Command command(long number, Order order) {
    return to(Story.GATEWAY, Story.SENSOR, TestKeys.SENSOR.verifyingKey(), number, order);
  }

  private static Command to(
      DevUrn gateway, DevUrn device, VerifyingKey key, long number, Order order) {
    return new Command(gateway, device, key.thumbprint(), number, Story.T0, EXPIRES, order);
  }

  /** One with another time of its end. */
  static Bytes payload(Consumer<CborWriter> expires, String order) {
    CborWriter out = new CborWriter().map(4).integer(1);
    out.digest(TestKeys.SENSOR.verifyingKey().thumbprint()).integer(2).integer(1);
    expires.accept(out);
    return out.integer(4).text(order).toBytes();
  }

  private void good() {
    for (Order order : List.of(Order.time(), Order.interval(600), Order.rollOver())) {
      String what = order.kind().wireName();
      arrive(what, signed(NUMBER, order), 0, NO_CLOCK);
      arrive(what + ", one above the last", signed(NUMBER, order), NUMBER - 1, NO_CLOCK);
      arrive(what + ", in its last second", signed(NUMBER, order), 0, at(EXPIRES - 1));
    }
    arrive("an interval of one second", signed(NUMBER, Order.interval(1)), 0, NO_CLOCK);
    arrive(
        "an interval of a week", signed(NUMBER, Order.interval(Order.INTERVAL_MAX)), 0, NO_CLOCK);
    arrive("the time, to a clock that is ahead", signed(NUMBER, Order.time()), 0, at(EXPIRES));
    arrive("the highest number", signed((1L << 53) - 1, Order.rollOver()), NUMBER, NO_CLOCK);
  }

  private void refused() {
    Order order = Order.interval(600);
    Sign1 good = signed(NUMBER, order);
    arrive("the same again", good, NUMBER, NO_CLOCK);
    arrive("an older one", good, NUMBER + 1, NO_CLOCK);
    arrive("the time again", signed(NUMBER, Order.time()), NUMBER, at(Story.T0));
    arrive("one that expires in this second", good, 0, at(EXPIRES));
    arrive("a roll-over that expired", signed(NUMBER, Order.rollOver()), 0, at(EXPIRES + 1));
    SigningKey gateway = TestKeys.GATEWAY;
    VerifyingKey own = TestKeys.SENSOR.verifyingKey();
    arrive(
        "of another gateway",
        to(Story.SCANNER, Story.SENSOR, own, NUMBER, order).sign(gateway),
        0,
        NO_CLOCK);
    arrive(
        "to another device",
        to(Story.GATEWAY, Story.SCANNER, own, NUMBER, order).sign(gateway),
        0,
        NO_CLOCK);
    VerifyingKey former = EnrolmentVectors.NEW.verifyingKey();
    arrive(
        "to another key of the device",
        to(Story.GATEWAY, Story.SENSOR, former, NUMBER, order).sign(gateway),
        0,
        NO_CLOCK);
    arrive(
        "signed by the device itself", command(NUMBER, order).sign(TestKeys.SENSOR), 0, NO_CLOCK);
    arrive("a request", request(), 0, NO_CLOCK);
    byte[] octets = good.encoded().toArray();
    octets[octets.length - 1] ^= 1;
    arrive("with a wrong signature", Bytes.owning(octets), 0, NO_CLOCK);
    arrive(
        "1,025 bytes",
        good.encoded().concat(Bytes.of(new byte[1025 - good.encoded().size()])),
        0,
        NO_CLOCK);
  }

  /** Something else that the gateway signs, about itself. */
  private static Sign1 request() {
    Bytes payload = command(NUMBER, Order.rollOver()).sign(TestKeys.GATEWAY).payload();
    Claims claims =
        new Claims(
            Story.GATEWAY, Subject.of(Story.GATEWAY), OptionalLong.of(Story.T0), Optional.empty());
    return Sign1.sign(TestKeys.GATEWAY, ContentType.REQUEST, claims, payload);
  }

  private static OptionalLong at(long seconds) {
    return OptionalLong.of(seconds);
  }

  private static Sign1 signed(long number, Order order) {
    return command(number, order).sign(TestKeys.GATEWAY);
  }

  private void arrive(String note, Sign1 signed, long last, OptionalLong clock) {
    arrive(note, signed.encoded(), last, clock);
  }

  private void arrive(String note, Bytes signed, long last, OptionalLong clock) {
    Addressee device =
        new Addressee(
            Story.SENSOR,
            TestKeys.SENSOR.verifyingKey(),
            Story.GATEWAY,
            TestKeys.GATEWAY.verifyingKey(),
            last,
            clock);
    ObjectNode one = list.addObject().put("note", note).put("signed", signed.hex());
    one.put("last", last);
    clock.ifPresentOrElse(it -> one.put("clock", it), () -> one.putNull("clock"));
    Optional<Refusal> reason =
        device.judge(signed).match(it -> Optional.empty(), no -> Optional.of(no.refusal()));
    one.put("reason", reason.map(Refusal::wireName).orElse(null));
    one.put("number", reason.map(Refusal::number).orElse(null));
    device
        .judge(signed)
        .toOptional()
        .ifPresent(
            it -> {
              ObjectNode said = one.putObject("command");
              said.put("number", it.number()).put("iat", it.issued()).put("expires", it.expires());
              said.put("order", it.order().kind().wireName());
              it.order().seconds().ifPresent(seconds -> said.put("interval", seconds));
            });
  }
}
