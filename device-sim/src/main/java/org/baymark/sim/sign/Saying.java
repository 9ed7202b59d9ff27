package org.baymark.sim.sign;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.statement.LogisticsEvent;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Sensor;
import org.baymark.protocol.statement.Telemetry;
import picocli.CommandLine.Option;

/** What a statement says, as words of a command line: exactly one of four kinds. */
final class Saying {
  private static final int DIGITS_MAX = 100;

  @Option(
      names = "--telemetry",
      arity = "1..*",
      paramLabel = "NAME:UNIT:VALUE",
      description = "Readings, measured now: temp:Cel:4.25. The unit may be empty.")
  private List<String> telemetry = List.of();

  @Option(names = "--scan", paramLabel = "TEXT", description = "What a scanner has read.")
  private Optional<String> scan = Optional.empty();

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

  /** A payload and its type. */
  record Said(ContentType type, Bytes payload) {}

  /**
   * The payload that these words make.
   *
   * @throws IllegalArgumentException with a sentence for the person who wrote them
   */
  Said said(Optional<Subject> place, Instant now) {
    if (!telemetry.isEmpty()) {
      return new Said(ContentType.TELEMETRY, pack(now));
    }
    LogisticsEvent event;
    if (scan.isPresent()) {
      event = LogisticsEvent.scan(place, Bytes.ofUtf8(scan.get()));
    } else if (!attach.isEmpty()) {
      event = LogisticsEvent.attach(place, sensors(attach));
    } else {
      event = LogisticsEvent.detach(place, sensors(detach));
    }
    return new Said(ContentType.EVENT, event.encoded());
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
              number(word.substring(value + 1))));
    }
    try {
      return new Telemetry(readings).encoded();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("a value has more digits than can be held exactly", e);
    }
  }

  private static BigDecimal number(String text) {
    BigDecimal number;
    try {
      number = new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is not a number", e);
    }
    // Before anybody writes out the zeros of 1e999999999.
    if (Math.abs((long) number.scale()) + number.precision() > DIGITS_MAX) {
      throw new IllegalArgumentException("'" + text + "' has more digits than can be held exactly");
    }
    return number;
  }

  private static List<Sensor> sensors(List<String> words) {
    return words.stream().map(Saying::sensor).toList();
  }

  private static Sensor sensor(String word) {
    if (word.endsWith(":-")) {
      return new Sensor(new DevUrn(word.substring(0, word.length() - 2)), Optional.empty());
    }
    int seq = word.lastIndexOf(':');
    int boot = word.lastIndexOf(':', seq - 1);
    if (boot < 1) {
      throw new IllegalArgumentException("'" + word + "' is not URN:BOOT:SEQ");
    }
    Sensor.Place last =
        new Sensor.Place(u32(word.substring(boot + 1, seq)), u32(word.substring(seq + 1)));
    return new Sensor(new DevUrn(word.substring(0, boot)), Optional.of(last));
  }

  private static long u32(String text) {
    try {
      long value = Long.parseLong(text);
      if (value >= 0 && value <= Position.U32_MAX) {
        return value;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException("'" + text + "' is not a number from 0 to 4294967295");
  }
}
