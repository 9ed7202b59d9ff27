package org.baymark.protocol.passport;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
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
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.statement.Cover;
import org.baymark.protocol.statement.EventField;
import org.baymark.protocol.statement.Hidden;
import org.baymark.protocol.statement.LogisticsEvent;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Sensor;
import org.baymark.protocol.statement.Telemetry;

/** A device with a key that counts what it says. Its key is the same in every run. */
final class Speaker {
  final DevUrn name;
  final SigningKey key;
  private final LongSupplier clock;
  private long boot = 1;
  private long seq;
  private Optional<Bytes> previous = Optional.empty();
  private long recorded;
  private Bytes link = Cover.START;
  private Cover lastCover = new Cover(0, 1, 1, Cover.START, List.of(Cover.START));

  Speaker(String name, Suite suite, LongSupplier clock) {
    this.name = new DevUrn("urn:dev:os:32473-" + name);
    this.key = key(suite, name);
    this.clock = clock;
  }

  static SigningKey key(Suite suite, String name) {
    Bytes secret = Digest.sha256(Bytes.ofUtf8("key of " + name)).bytes();
    return SigningKey.ofSecret(suite, secret).toOptional().orElseThrow();
  }

  /** About itself. */
  Sign1 reads(String value) {
    return reads(value, BigDecimal.valueOf(clock.getAsLong()));
  }

  Sign1 reads(String value, BigDecimal time) {
    Reading reading = Reading.of(name.text() + ":t", "Cel", time, new BigDecimal(value));
    return says(Subject.of(name), ContentType.TELEMETRY, new Telemetry(List.of(reading)).encoded());
  }

  /** Some records more, unsigned. */
  List<ChainRecord> records(int count) {
    List<ChainRecord> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      made.add(recordAs(recorded + i, "" + i));
    }
    recorded += count;
    return made;
  }

  /** A record of this boot, in its own words. */
  ChainRecord recordAs(long number, String value) {
    Reading reading = Reading.of("t", "Cel", BigDecimal.ZERO, new BigDecimal(value));
    Bytes kid = key.verifyingKey().kid();
    return ChainRecord.of(kid, boot, number, new Telemetry(List.of(reading)));
  }

  /** Signs for records that follow those it signed for last. */
  Sign1 covers(List<ChainRecord> records, int stride) {
    List<Bytes> links = new ArrayList<>();
    Bytes before = link;
    for (int i = 0; i < records.size(); i++) {
      link = records.get(i).linkAfter(link);
      if ((i + 1) % stride == 0 || i + 1 == records.size()) {
        links.add(link);
      }
    }
    lastCover = new Cover(records.get(0).number(), records.size(), stride, before, links);
    return coversAgain();
  }

  Sign1 coversAgain() {
    return says(Subject.of(name), ContentType.RECORDS, lastCover.encoded());
  }

  Sign1 scans(Subject thing) {
    return event(thing, LogisticsEvent.scan(Optional.empty(), Bytes.ofUtf8("]C1" + thing)));
  }

  Sign1 attaches(Subject thing, Sensor... sensors) {
    return event(thing, LogisticsEvent.attach(Optional.empty(), List.of(sensors)));
  }

  Sign1 detaches(Subject thing, Sensor... sensors) {
    return event(thing, LogisticsEvent.detach(Optional.empty(), List.of(sensors)));
  }

  /** Gives the thing with these sensors on it. */
  Sign1 gives(Subject thing, Subject taker, Sensor... sensors) {
    LogisticsEvent given = LogisticsEvent.give(Optional.empty(), Optional.of(taker));
    return event(thing, given.with(EventField.SENSORS, List.of(sensors)));
  }

  /** Takes what was given, with these sensors on it. */
  Sign1 takes(Subject thing, Subject giver, Sign1 given, Sensor... sensors) {
    LogisticsEvent taken = LogisticsEvent.take(Optional.empty(), Optional.of(giver), given.id());
    return event(thing, taken.with(EventField.SENSORS, List.of(sensors)));
  }

  /** An event of whatever kind. */
  Sign1 tells(Subject thing, LogisticsEvent event) {
    return event(thing, event);
  }

  private Sign1 event(Subject thing, LogisticsEvent event) {
    return says(thing, ContentType.EVENT, event.encoded());
  }

  /** Binds {@code content} and does not hold it. */
  Sign1 hides(Subject about, Bytes salt, Bytes content) {
    OptionalLong now = OptionalLong.of(clock.getAsLong());
    Position position = new Position(boot, seq, previous, OptionalLong.empty());
    return counted(
        Hidden.of("text/plain", salt, content)
            .sign(key, new Claims(name, about, now, Optional.of(position))));
  }

  Sign1 says(Subject about, ContentType type, Bytes payload) {
    return saysAt(OptionalLong.of(clock.getAsLong()), about, type, payload);
  }

  Sign1 saysAt(OptionalLong issuedAt, Subject about, ContentType type, Bytes payload) {
    Position position = new Position(boot, seq, previous, OptionalLong.empty());
    Sign1 said =
        Sign1.sign(key, type, new Claims(name, about, issuedAt, Optional.of(position)), payload);
    return counted(said);
  }

  private Sign1 counted(Sign1 said) {
    seq++;
    previous = Optional.of(said.id().bytes().slice(0, Position.PREVIOUS_SIZE));
    return said;
  }

  /** Where it stands, as an attach or a detach names it. */
  Sensor here() {
    return new Sensor(name, Optional.of(new Sensor.Place(boot, seq - 1)));
  }

  Sensor somewhere() {
    return new Sensor(name, Optional.empty());
  }

  /** Counts on to {@code number}, from which the next statement is made. */
  void jumpTo(long number) {
    seq = number;
  }

  void forgetPrevious() {
    previous = Optional.empty();
  }

  void claimPrevious(Bytes link) {
    previous = Optional.of(link);
  }

  void restart() {
    boot++;
    seq = 0;
  }

  Subject subject() {
    return Subject.of(name);
  }
}
