package org.baymark.sim.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.statement.EventField;
import org.baymark.protocol.statement.Firmware;
import org.baymark.protocol.statement.LogisticsEvent;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Sensor;
import org.baymark.protocol.statement.Telemetry;

/**
 * A device as its firmware would be: a name, a key, and its place in its own history. It opens
 * nothing and reads no clock. Not safe for many threads: one owner ticks it.
 */
public final class VirtualDevice {

  /** What a device measures. */
  @FunctionalInterface
  public interface Source {
    /**
     * The readings of one statement.
     *
     * @param index of the statement among those that the schedule makes, from 0
     * @param at when the schedule wants it
     */
    List<Reading> readings(int index, Instant at);
  }

  /**
   * When a device measures by itself.
   *
   * @param offset of the first statement from the beginning
   * @param count of statements; 0 for a device that only speaks when it is told to
   */
  public record Schedule(Duration offset, Duration every, int count) {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration WEEK = Duration.ofSeconds(EventField.INTERVAL_SECONDS_MAX);

    public static final Schedule NEVER = new Schedule(Duration.ZERO, Duration.ofSeconds(1), 0);

    /**
     * How often a device of this schedule says that it will speak: whole seconds, and a minute at
     * least, since what it says may be that long on its way; none if it only speaks when told.
     */
    Optional<Duration> interval() {
      if (count == 0) {
        return Optional.empty();
      }
      Duration whole = Duration.ofSeconds(every.plusNanos(999_999_999).toSeconds());
      return Optional.of(Collections.min(List.of(WEEK, Collections.max(List.of(MINUTE, whole)))));
    }

    Duration at(int index) {
      return offset.plus(every.multipliedBy(index));
    }
  }

  /** What every simulated device says it runs. */
  private static final Firmware FIRMWARE =
      new Firmware("1.0.0", Digest.sha256(Bytes.ofUtf8("baymark simulated firmware 1.0.0")));

  private final DevUrn name;
  private final SigningKey key;
  private final long boot;
  private final Schedule schedule;
  private final Source source;

  private Optional<Instant> begun = Optional.empty();
  private int nextIndex;
  private long nextSeq;
  private Optional<Bytes> previous = Optional.empty();
  private final Chain chain = new Chain();

  /**
   * @param boot how often it has started; its numbers begin at 0 with each start
   */
  public VirtualDevice(DevUrn name, SigningKey key, long boot, Schedule schedule, Source source) {
    this.name = name;
    this.key = key;
    this.boot = boot;
    this.schedule = schedule;
    this.source = source;
  }

  public DevUrn name() {
    return name;
  }

  public SigningKey key() {
    return key;
  }

  /** Sets the moment from which the schedule counts. Before that nothing falls due. */
  public void begin(Instant start) {
    begun = Optional.of(start);
  }

  /** Every statement that has fallen due and was not made yet, in order. */
  public List<Sign1> tick(Instant now) {
    List<Sign1> due = new ArrayList<>();
    while (nextIndex < schedule.count() && begun.isPresent()) {
      Instant at = begun.get().plus(schedule.at(nextIndex));
      if (at.isAfter(now)) {
        break;
      }
      due.add(measure(source.readings(nextIndex, at), at));
      nextIndex++;
    }
    return due;
  }

  /** Whether the schedule has nothing more to come. */
  public boolean isDone() {
    return nextIndex >= schedule.count();
  }

  /** What a device says first after its start; one with a schedule says how often it will speak. */
  public Sign1 hello(Instant at) {
    LogisticsEvent hello = LogisticsEvent.hello(FIRMWARE);
    return report(
        Subject.of(name),
        schedule.interval().map(every -> hello.with(EventField.INTERVAL, every)).orElse(hello),
        at);
  }

  /** The same of one that was told how often to report. */
  public Sign1 hello(Instant at, Duration every) {
    LogisticsEvent hello = LogisticsEvent.hello(FIRMWARE).with(EventField.INTERVAL, every);
    return report(Subject.of(name), hello, at);
  }

  /** A statement of these readings, about the device itself. */
  public Sign1 measure(List<Reading> readings, Instant at) {
    Bytes pack = new Telemetry(readings).encoded();
    return say(ContentType.TELEMETRY, Subject.of(name), pack, at);
  }

  /** A record of these readings: nobody signs it before {@link #cover}. */
  public ChainRecord note(List<Reading> readings) {
    return chain.note(key.verifyingKey().kid(), boot, new Telemetry(readings));
  }

  /**
   * A statement that covers all records since the one before it.
   *
   * @param stride after how many of them each link stands
   */
  public Sign1 cover(int stride, Instant at) {
    return say(ContentType.RECORDS, Subject.of(name), chain.cover(stride).encoded(), at);
  }

  /** A statement of what happened to {@code subject}. */
  public Sign1 report(Subject subject, LogisticsEvent event, Instant at) {
    return say(ContentType.EVENT, subject, event.encoded(), at);
  }

  private Sign1 say(ContentType type, Subject subject, Bytes payload, Instant at) {
    Sign1 said = Sign1.sign(key, type, claims(subject, at, nextSeq, previous), payload);
    previous = Optional.of(said.id().bytes().slice(0, Position.PREVIOUS_SIZE));
    nextSeq++;
    return said;
  }

  /**
   * Signs other content under the number that {@code said} has already: what a device that lies
   * does. Its history goes on from {@code said}.
   */
  public Sign1 again(Sign1 said, Bytes payload) {
    return Sign1.sign(key, said.contentType(), said.claims(), payload);
  }

  private Claims claims(Subject subject, Instant at, long seq, Optional<Bytes> before) {
    Position position = new Position(boot, seq, before, OptionalLong.empty());
    return new Claims(name, subject, OptionalLong.of(at.getEpochSecond()), Optional.of(position));
  }

  /** This device as an attach or a detach names it now. */
  public Sensor asSensor() {
    return new Sensor(
        name, nextSeq == 0 ? Optional.empty() : Optional.of(new Sensor.Place(boot, nextSeq - 1)));
  }
}
