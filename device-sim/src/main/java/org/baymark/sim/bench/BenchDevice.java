package org.baymark.sim.bench;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Telemetry;

/** A device that signs in advance what it will send: about 200 bytes each, one temperature. */
final class BenchDevice {
  private static final BigDecimal STEP = new BigDecimal("0.01");

  /** A statement as it travels. */
  record Parcel(Bytes encoded, Digest id) {}

  private final DevUrn name;
  private final SigningKey key;
  private final Deque<Parcel> ready = new ArrayDeque<>(); // guarded by this
  private long nextSeq; // guarded by this
  private Optional<Bytes> previous = Optional.empty(); // guarded by this

  BenchDevice(DevUrn name, SigningKey key) {
    this.name = name;
    this.key = key;
  }

  DevUrn name() {
    return name;
  }

  SigningKey key() {
    return key;
  }

  /** Signs so many more. */
  synchronized void prepare(int count, Instant now) {
    for (int i = 0; i < count; i++) {
      Sign1 said = next(now);
      ready.add(new Parcel(said.encoded(), said.id()));
    }
  }

  /** The next statement, which is not kept. */
  synchronized Sign1 next(Instant now) {
    Reading reading =
        Reading.of(
            "temp",
            "Cel",
            BigDecimal.valueOf(now.getEpochSecond() + nextSeq),
            STEP.multiply(BigDecimal.valueOf(400 + nextSeq % 400)));
    Claims claims =
        new Claims(
            name,
            Subject.of(name),
            OptionalLong.of(now.getEpochSecond()),
            Optional.of(new Position(1, nextSeq, previous, OptionalLong.empty())));
    Sign1 said =
        Sign1.sign(key, ContentType.TELEMETRY, claims, new Telemetry(List.of(reading)).encoded());
    nextSeq++;
    previous = Optional.of(said.id().bytes().slice(0, Position.PREVIOUS_SIZE));
    return said;
  }

  /** Takes the next one that is ready, if there is one. */
  synchronized Optional<Parcel> take() {
    return Optional.ofNullable(ready.pollFirst());
  }

  /** How many were taken. */
  synchronized long taken() {
    return nextSeq - ready.size();
  }

  /** How many are ready. */
  synchronized int ready() {
    return ready.size();
  }
}
