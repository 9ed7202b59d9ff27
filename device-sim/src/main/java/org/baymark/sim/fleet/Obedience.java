package org.baymark.sim.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.Function;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.command.Addressee;
import org.baymark.protocol.command.Command;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.VerifyingKey;

/**
 * What a device remembers of commands (PROTOCOL.md, section 15.2), across its restarts.
 *
 * @param last the number of the last command that it took
 * @param ahead how far its clock has to be put forward to say the gateway's time
 * @param every how often it reports
 */
public record Obedience(long last, Duration ahead, Duration every) {

  /** What a command makes of it, and what is left to do. */
  public record Obeyed(Obedience after, Command command) {}

  /** What its clock says where the machine's says {@code machine}. */
  public Instant clock(Instant machine) {
    return machine.plus(ahead);
  }

  /** Takes a message, or refuses it and changes nothing. */
  public Parsed<Obeyed> take(
      Bytes message,
      DevUrn name,
      VerifyingKey key,
      DevUrn gateway,
      VerifyingKey gatewayKey,
      Instant machine) {
    OptionalLong now = OptionalLong.of(clock(machine).getEpochSecond());
    Parsed<Command> judged =
        new Addressee(name, key, gateway, gatewayKey, last, now).judge(message);
    Function<Command, Parsed<Obeyed>> obey =
        command -> new Parsed.Ok<>(new Obeyed(after(command, machine), command));
    return judged.match(obey, no -> new Parsed.Refused<>(no.refusal(), no.offset(), no.detail()));
  }

  private Obedience after(Command command, Instant machine) {
    return switch (command.order().kind()) {
      case TIME ->
          new Obedience(
              command.number(),
              Duration.between(machine, Instant.ofEpochSecond(command.issued())),
              every);
      case INTERVAL ->
          new Obedience(
              command.number(), ahead, Duration.ofSeconds(command.order().seconds().orElseThrow()));
      case ROLL_OVER -> new Obedience(command.number(), ahead, every);
    };
  }
}
