package org.baymark.sim.replay;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Telemetry;

/** A device of a recording at its place in its own history. One owner uses it. */
final class ReplayDevice {
  private final DevUrn name;
  private final SigningKey key;
  private final long boot;
  private long nextSeq;
  private Optional<Bytes> previous;

  /**
   * @param boot a number that this device never used before
   * @param previous of its last statement before this start, if it is known
   */
  ReplayDevice(DevUrn name, SigningKey key, long boot, Optional<Bytes> previous) {
    this.name = name;
    this.key = key;
    this.boot = boot;
    this.previous = previous;
  }

  DevUrn name() {
    return name;
  }

  long boot() {
    return boot;
  }

  /** First 16 bytes of the id of its last statement, if there is one. */
  Optional<Bytes> previous() {
    return previous;
  }

  /** The next statement. */
  Sign1 say(List<Reading> readings, Instant now) {
    Claims claims =
        new Claims(
            name,
            Subject.of(name),
            OptionalLong.of(now.getEpochSecond()),
            Optional.of(new Position(boot, nextSeq, previous, OptionalLong.empty())));
    Sign1 said = Sign1.sign(key, ContentType.TELEMETRY, claims, new Telemetry(readings).encoded());
    nextSeq++;
    previous = Optional.of(said.id().bytes().slice(0, Position.PREVIOUS_SIZE));
    return said;
  }
}
