package org.baymark.protocol.vectors;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.statement.Cover;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Telemetry;

/** The block that compares what 24 readings cost on the air, signed in one way or another. */
final class AirExample {
  private static final int READINGS = 24;
  private final StringBuilder text = new StringBuilder();

  static String block() {
    AirExample example = new AirExample();
    int alone = telemetry(1).size();
    example.row("24 statements, a reading each", READINGS * alone, alone);
    int together = telemetry(READINGS).size();
    example.row("one statement of 24 readings", together, together);
    for (int stride : new int[] {24, 6, 1}) {
      example.records(stride);
    }
    return example.text.toString();
  }

  private void records(int stride) {
    List<ChainRecord> records = ChainVectors.records(0, READINGS);
    int sent = records.stream().mapToInt(record -> record.encoded().size()).sum();
    int cover = Said.cover(3, 0, ChainVectors.cover(records, stride, Cover.START)).encoded().size();
    String how = "24 records and a cover, a link after every " + stride;
    row(how, sent + cover, records.get(READINGS - 1).encoded().size());
  }

  private void row(String how, int bytes, int largestButCover) {
    text.append(
        String.format(
            Locale.ROOT,
            "%6d %6.1f %6d  %s%n",
            bytes,
            (double) bytes / READINGS,
            largestButCover,
            how));
  }

  /** Temperatures of one name, a minute apart. */
  private static Bytes telemetry(int count) {
    List<Reading> readings =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    Reading.of(
                        "t",
                        "Cel",
                        BigDecimal.valueOf(1_780_000_000L + 60L * i),
                        BigDecimal.valueOf(40 + i, 1)))
            .toList();
    return Said.say(
            TestKeys.SENSOR,
            Story.SENSOR,
            Subject.of(Story.SENSOR),
            new Position(3, 0, Optional.of(Bytes.of(new byte[16])), OptionalLong.empty()),
            OptionalLong.of(1_780_000_000L),
            ContentType.TELEMETRY,
            new Telemetry(readings).encoded())
        .encoded();
  }
}
