package org.baymark.sim.sign;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.gs1.Gs1;
import org.baymark.protocol.statement.EventField;
import org.baymark.protocol.statement.LogisticsEvent;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Telemetry;
import picocli.CommandLine.Option;

/** What a statement says, as words of a command line: exactly one of the kinds. */
final class Saying {
  private static final Optional<Subject> NONE = Optional.empty();

  @Option(
      names = "--telemetry",
      arity = "1..*",
      paramLabel = "NAME:UNIT:VALUE",
      description = "Readings, measured now: temp:Cel:4.25. The unit may be empty.")
  private List<String> telemetry = List.of();

  @Option(names = "--scan", paramLabel = "TEXT", description = "What a scanner has read.")
  private Optional<String> scan = Optional.empty();

  @Option(names = "--load", paramLabel = "SUBJECT", description = "What the subject goes into.")
  private Optional<String> load = Optional.empty();

  @Option(names = "--unload", paramLabel = "SUBJECT", description = "What the subject leaves.")
  private Optional<String> unload = Optional.empty();

  @Option(
      names = "--attach",
      arity = "1..*",
      paramLabel = "URN:BOOT:SEQ",
      description = "Sensors that the subject gets, each with its last number; URN:- if unknown.")
  private List<String> attach = List.of();

  @Option(
      names = "--detach",
      arity = "1..*",
      paramLabel = "URN:BOOT:SEQ",
      description = "Sensors that the subject loses, each with its last number.")
  private List<String> detach = List.of();

  @Option(names = "--seal", paramLabel = "NUMBER", description = "The seal that it gets.")
  private Optional<String> seal = Optional.empty();

  @Option(names = "--unseal", paramLabel = "NUMBER", description = "The seal that is opened.")
  private Optional<String> unseal = Optional.empty();

  @Option(names = "--give", description = "The subject is handed over.")
  private boolean give;

  @Option(
      names = "--take",
      paramLabel = "ID",
      description = "The subject is taken over; the id of the giver's statement.")
  private Optional<String> take = Optional.empty();

  @Option(
      names = "--alert",
      paramLabel = "CODE",
      description = "Something is wrong: door-open, for example.")
  private Optional<String> alert = Optional.empty();

  @Option(
      names = "--retract",
      paramLabel = "ID",
      description = "The device takes back its statement with this id.")
  private Optional<String> retract = Optional.empty();

  @Option(
      names = "--close",
      paramLabel = "SIZE:ROOT:IDS:ROOT",
      description = "Agree to so many ids: a checkpoint, and the root of the subject's small log.")
  private Optional<String> close = Optional.empty();

  @Option(
      names = "--hello",
      paramLabel = "VERSION:SHA256",
      description = "The device has started, with this firmware.")
  private Optional<String> hello = Optional.empty();

  @Option(
      names = "--cover",
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "The records of this start from number 0 on, as --record wrote them: each gets a link.")
  private List<Path> cover = List.of();

  @Option(
      names = "--hide",
      paramLabel = "FILE",
      description =
          "The statement binds what stands in FILE and does not hold it: what may have to be erased"
              + " one day. It and its random salt go into OUT.reveal, to be sent behind OUT.")
  private Optional<Path> hide = Optional.empty();

  /** What is to be hidden, where the statement hides. */
  Optional<Path> hidden() {
    return hide;
  }

  /** A payload and its type. */
  record Said(ContentType type, Bytes payload) {}

  /**
   * The payload that these words make.
   *
   * @param party the other side of a handover
   * @param interval that a hello declares
   * @throws IllegalArgumentException with a sentence for the person who wrote them
   */
  Said said(
      Optional<Subject> place, Optional<Subject> party, Optional<Duration> interval, Instant now)
      throws IOException {
    if (!cover.isEmpty()) {
      return new Said(ContentType.RECORDS, Records.covered(cover).encoded());
    }
    if (!telemetry.isEmpty()) {
      return new Said(ContentType.TELEMETRY, pack(now));
    }
    LogisticsEvent event = event();
    if (interval.isPresent()) {
      event = event.with(EventField.INTERVAL, interval.get());
    }
    if (place.isPresent()) {
      event = event.with(EventField.PLACE, place.get());
    }
    if (party.isPresent()) {
      event = event.with(EventField.PARTY, party.get());
    }
    return new Said(ContentType.EVENT, event.encoded());
  }

  /** What the label names that was scanned. */
  Optional<Subject> scanned() {
    return scan.flatMap(text -> Gs1.subjectOf(Bytes.ofUtf8(text)).toOptional());
  }

  private LogisticsEvent event() {
    return Stream.of(
            scan.map(text -> LogisticsEvent.scan(NONE, Bytes.ofUtf8(text))),
            load.map(carrier -> LogisticsEvent.load(NONE, new Subject(carrier))),
            unload.map(carrier -> LogisticsEvent.unload(NONE, new Subject(carrier))),
            Words.sensors(attach).map(sensors -> LogisticsEvent.attach(NONE, sensors)),
            Words.sensors(detach).map(sensors -> LogisticsEvent.detach(NONE, sensors)),
            seal.map(number -> LogisticsEvent.seal(NONE, number)),
            unseal.map(number -> LogisticsEvent.unseal(NONE, number)),
            take.map(id -> LogisticsEvent.take(NONE, NONE, Words.digest(id))),
            alert.map(code -> LogisticsEvent.alert(NONE, code)),
            retract.map(id -> LogisticsEvent.retract(Words.digest(id))),
            close.map(words -> LogisticsEvent.close(Words.closing(words))),
            hello.map(words -> LogisticsEvent.hello(Words.firmware(words))))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> LogisticsEvent.give(NONE, NONE)); // picocli saw to it that one was given
  }

  /** The record that these words make; they have to be readings. */
  Bytes record(Bytes kid, long boot, long number, Instant now) {
    if (telemetry.isEmpty()) {
      throw new IllegalArgumentException("--record goes with --telemetry alone");
    }
    return Records.record(kid, boot, number, pack(now));
  }

  private Bytes pack(Instant now) {
    BigDecimal time = BigDecimal.valueOf(now.toEpochMilli(), 3);
    List<Reading> readings = new ArrayList<>();
    for (String word : telemetry) {
      // From the right: a SenML name may hold colons itself.
      int value = word.lastIndexOf(':');
      int unit = word.lastIndexOf(':', value - 1);
      if (unit < 1) {
        throw new IllegalArgumentException(
            "'" + word + "' is not NAME:UNIT:VALUE, as in temp:Cel:4.25");
      }
      readings.add(
          Reading.of(
              word.substring(0, unit),
              word.substring(unit + 1, value),
              time,
              Words.number(word.substring(value + 1))));
    }
    try {
      return new Telemetry(readings).encoded();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("a value has more digits than can be held exactly", e);
    }
  }
}
