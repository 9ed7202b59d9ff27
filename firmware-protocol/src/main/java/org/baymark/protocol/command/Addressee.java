package org.baymark.protocol.command;

import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.VerifyingKey;

/**
 * A device as commands see it: what it knows when one arrives. Pure.
 *
 * @param key its own
 * @param gateway whom it obeys, and that one's key, both told at its enrolment
 * @param last the number of the last command that it took from this gateway; 0 for none
 * @param clock seconds since 1970, where it has a clock
 */
public record Addressee(
    DevUrn name,
    VerifyingKey key,
    DevUrn gateway,
    VerifyingKey gatewayKey,
    long last,
    OptionalLong clock) {

  /**
   * What it has to obey, or why it must not, by the steps of PROTOCOL.md, section 15.2, in their
   * order.
   */
  public Parsed<Command> judge(Bytes message) {
    return Parsed.of(
        () -> {
          Sign1 signed = Sign1.read(message, Command.SIZE_MAX);
          Command command = Command.parse(signed).orRefuse();
          demandMine(command);
          demandSigned(signed);
          demandNew(command);
          demandInTime(command);
          return command;
        });
  }

  private void demandMine(Command command) throws RefusalException {
    if (!command.gateway().equals(gateway)) {
      throw new RefusalException(
          Refusal.UNKNOWN_DEVICE, command.gateway() + " is no gateway that this device obeys");
    }
    if (!command.device().equals(name)) {
      throw new RefusalException(Refusal.BAD_SUBJECT, "a command to " + command.device());
    }
    if (!command.key().equals(key.thumbprint())) {
      throw new RefusalException(Refusal.UNKNOWN_KEY, "a command to a device with another key");
    }
  }

  private void demandSigned(Sign1 signed) throws RefusalException {
    if (!signed.signedBy(gatewayKey)) {
      throw new RefusalException(Refusal.BAD_SIGNATURE, "the gateway's key did not sign this");
    }
  }

  private void demandNew(Command command) throws RefusalException {
    if (command.number() <= last) {
      throw new RefusalException(
          Refusal.OLD_COMMAND, "command " + command.number() + " after command " + last);
    }
  }

  /** The time itself is not measured by the clock that it is to put right. */
  private void demandInTime(Command command) throws RefusalException {
    boolean isMeasured = command.order().kind() != Order.Kind.TIME && clock.isPresent();
    if (isMeasured && clock.getAsLong() >= command.expires()) {
      throw new RefusalException(
          Refusal.EXPIRED_COMMAND,
          "it expired " + (clock.getAsLong() - command.expires()) + " s ago");
    }
  }
}
