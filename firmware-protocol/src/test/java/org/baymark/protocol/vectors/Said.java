package org.baymark.protocol.vectors;

import java.math.BigDecimal;
import java.util.ArrayList;
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
import org.baymark.protocol.statement.Cover;
import org.baymark.protocol.statement.LogisticsEvent;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Sensor;
import org.baymark.protocol.statement.Telemetry;

/** What the devices of the story say. */
final class Said {
  static final Subject DOCK = new Subject("https://id.gs1.org/414/9521321000018");

  private Said() {}

  /** A sensor's temperature, in hundredths of a degree, a minute apart, the last at {@code at}. */
  static Sign1 reading(long seq, Optional<Sign1> before, long at, long... hundredths) {
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < hundredths.length; i++) {
      long time = at - 60L * (hundredths.length - 1 - i);
      readings.add(
          Reading.of(
              Story.SENSOR + "_t",
              "Cel",
              BigDecimal.valueOf(time),
              BigDecimal.valueOf(hundredths[i], 2)));
    }
    return say(
        TestKeys.SENSOR,
        Story.SENSOR,
        Subject.of(Story.SENSOR),
        new Position(1, seq, before.map(Said::previous), OptionalLong.empty()),
        OptionalLong.of(at),
        ContentType.TELEMETRY,
        new Telemetry(readings).encoded());
  }

  /** A scanner's event about the shipment. */
  static Sign1 event(long seq, Optional<Sign1> before, long at, LogisticsEvent event) {
    return say(
        TestKeys.SCANNER,
        Story.SCANNER,
        Story.SHIPMENT,
        new Position(2, seq, before.map(Said::previous), OptionalLong.empty()),
        OptionalLong.of(at),
        ContentType.EVENT,
        event.encoded());
  }

  /** The sensor signs for records of one of its boots. */
  static Sign1 cover(long boot, long seq, Cover cover) {
    return say(
        TestKeys.SENSOR,
        Story.SENSOR,
        Subject.of(Story.SENSOR),
        new Position(boot, seq, Optional.empty(), OptionalLong.empty()),
        OptionalLong.of(1_780_000_000L),
        ContentType.RECORDS,
        cover.encoded());
  }

  static LogisticsEvent attach(Optional<Long> lastSeq) {
    return LogisticsEvent.attach(Optional.of(DOCK), List.of(sensor(lastSeq)));
  }

  static LogisticsEvent detach(Optional<Long> lastSeq) {
    return LogisticsEvent.detach(Optional.of(DOCK), List.of(sensor(lastSeq)));
  }

  static LogisticsEvent scan() {
    return LogisticsEvent.scan(Optional.of(DOCK), Bytes.ofUtf8("]C100003456789012345670"));
  }

  private static Sensor sensor(Optional<Long> lastSeq) {
    return new Sensor(Story.SENSOR, lastSeq.map(seq -> new Sensor.Place(1, seq)));
  }

  static Sign1 say(
      SigningKey key,
      DevUrn issuer,
      Subject subject,
      Position position,
      OptionalLong issuedAt,
      ContentType type,
      Bytes payload) {
    Claims claims = new Claims(issuer, subject, issuedAt, Optional.of(position));
    return Sign1.sign(key, type, claims, payload);
  }

  static Bytes previous(Sign1 before) {
    return before.id().bytes().slice(0, Position.PREVIOUS_SIZE);
  }
}
