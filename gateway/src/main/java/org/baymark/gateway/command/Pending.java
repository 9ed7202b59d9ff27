package org.baymark.gateway.command;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.baymark.gateway.store.CommandTable.Told;
import org.baymark.gateway.store.Device;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.command.Command;
import org.baymark.protocol.command.Order;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.SigningKey;

/** A command that waits, and its newest signature: whoever asks often has it signed once. */
final class Pending {
  /** A signature is good for so long, but for one that says the time: that is made each second. */
  private static final Duration GOOD_FOR = Duration.ofMinutes(1);

  /** So soon after it was sent over one transport it is not noted again that it was. */
  private static final Duration NOTED_FOR = Duration.ofMinutes(1);

  private final Told told;
  private Optional<Signed> newest = Optional.empty();

  private record Signed(Digest key, long issued, Bytes message) {}

  Pending(Told told) {
    this.told = told;
  }

  Told told() {
    return told;
  }

  /** Whether it may be sent at {@code now}: seconds are what a device counts in. */
  boolean isInTime(Instant now) {
    return now.getEpochSecond() < told.expires().getEpochSecond();
  }

  /** Whether it was noted a moment ago that it is sent over {@code transport}. */
  boolean isNoted(String transport, Instant now) {
    return told.transport().equals(Optional.of(transport))
        && told.sent().filter(at -> at.plus(NOTED_FOR).isAfter(now)).isPresent();
  }

  /** The command as it is sent at {@code now}, which is in time. */
  synchronized Bytes message(DevUrn gateway, SigningKey key, Device device, Instant now) {
    Digest thumbprint = device.key().thumbprint();
    long seconds = now.getEpochSecond();
    long goodFor = told.order().kind() == Order.Kind.TIME ? 1 : GOOD_FOR.toSeconds();
    Optional<Signed> good =
        newest.filter(
            it ->
                it.key().equals(thumbprint)
                    && seconds >= it.issued()
                    && seconds < it.issued() + goodFor);
    if (good.isEmpty()) {
      Command command =
          new Command(
              gateway,
              told.device(),
              thumbprint,
              told.number(),
              seconds,
              told.expires().getEpochSecond(),
              told.order());
      newest = Optional.of(new Signed(thumbprint, seconds, command.sign(key).encoded()));
    }
    return newest.orElseThrow().message();
  }
}
