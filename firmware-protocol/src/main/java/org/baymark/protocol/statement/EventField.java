package org.baymark.protocol.statement;

import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.Subject;

/**
 * A field of an event: how it is read and written, and the rule that its value keeps. On which
 * kinds it stands, {@link EventTable} says.
 */
public final class EventField<T> {
  public static final int RAW_SIZE_MAX = 512;
  public static final int SENSORS_MAX = Sensor.COUNT_MAX;
  public static final int CODE_SIZE_MAX = 32;

  /** A week: who means to speak less often than that says no interval. */
  public static final int INTERVAL_SECONDS_MAX = 604_800;

  private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  /** Where it happened, by its GLN. */
  public static final EventField<Subject> PLACE =
      ofSubject(2, "place", Subject::isPlace, "a place is named by its GLN (414)");

  /** The scanner's own bytes, 1 to 512: what it read, with symbology identifier and separators. */
  public static final EventField<Bytes> RAW =
      new EventField<>(
          3,
          "raw",
          in -> in.bytes(RAW_SIZE_MAX),
          CborWriter::bytes,
          raw -> raw.size() >= 1 && raw.size() <= RAW_SIZE_MAX,
          "what was scanned has 1 to 512 bytes");

  /** 1 to 64 sensors, none of them twice. */
  public static final EventField<List<Sensor>> SENSORS =
      new EventField<>(
          4,
          "sensors",
          Sensor::readAll,
          Sensor::writeAll,
          Sensor::areDistinct,
          "an event names 1 to 64 sensors, each once");

  /** What the subject is loaded into or unloaded from: a unit, a container, a vehicle. */
  public static final EventField<Subject> CARRIER =
      ofSubject(
          5,
          "carrier",
          carrier -> !carrier.isPlace() && !carrier.isParty(),
          "a carrier is a thing, not a place (414) or a party (417)");

  /** As it stands on the seal: 1 to 64 printable ASCII characters, no space at an end. */
  public static final EventField<String> SEAL_NUMBER =
      new EventField<>(
          6,
          "seal number",
          in -> in.text(Text64.SIZE_MAX),
          CborWriter::text,
          Text64::isOne,
          "a seal number is " + Text64.RULE);

  /** On the giver's statement the taker, on the taker's the giver, by the party's GLN. */
  public static final EventField<Subject> PARTY =
      ofSubject(7, "party", Subject::isParty, "a party is named by its GLN (417)");

  /** The id of the giver's statement; it makes a handover the taker's. */
  public static final EventField<Digest> GIVEN =
      new EventField<>(8, "given", CborReader::digest, CborWriter::digest, id -> true, "");

  /** What sort of alert; 1 to 32 characters, chosen by the maker of the device. */
  public static final EventField<String> ALERT_CODE =
      new EventField<>(
          9,
          "alert code",
          in -> in.text(CODE_SIZE_MAX),
          CborWriter::text,
          code -> CODE.matcher(code).matches(),
          "an alert code is a lower-case letter and up to 31 more, digits or hyphens");

  /** What was measured when the alert went off. */
  public static final EventField<Measurement> MEASURED =
      new EventField<>(
          10, "measured", Measurement::read, (out, it) -> it.write(out), it -> true, "");

  /** The id of what is taken back: an earlier statement of the same device. */
  public static final EventField<Digest> RETRACTED =
      new EventField<>(11, "retracted", CborReader::digest, CborWriter::digest, id -> true, "");

  /** What the consignee agrees to. */
  public static final EventField<Closing> CLOSED =
      new EventField<>(12, "closed", Closing::read, (out, it) -> it.write(out), it -> true, "");

  /** What runs on the device. */
  public static final EventField<Firmware> FIRMWARE =
      new EventField<>(13, "firmware", Firmware::read, (out, it) -> it.write(out), it -> true, "");

  /** The device means to say something at least that often: whole seconds, 1 to a week. */
  public static final EventField<Duration> INTERVAL =
      new EventField<>(
          14,
          "interval",
          in -> Duration.ofSeconds(in.unsignedFrom1(INTERVAL_SECONDS_MAX)),
          (out, interval) -> out.integer(interval.toSeconds()),
          EventField::isInterval,
          "an interval is 1 to 604,800 whole seconds");

  /** Every field but the kind, by label ascending. */
  public static final List<EventField<?>> ALL =
      List.of(
          PLACE,
          RAW,
          SENSORS,
          CARRIER,
          SEAL_NUMBER,
          PARTY,
          GIVEN,
          ALERT_CODE,
          MEASURED,
          RETRACTED,
          CLOSED,
          FIRMWARE,
          INTERVAL);

  /** How a value is read; the reader stands before it. */
  @FunctionalInterface
  private interface Reading<T> {
    T read(CborReader in) throws RefusalException;
  }

  private final int label;
  private final String text;
  private final Reading<T> reading;
  private final BiConsumer<CborWriter, T> writing;
  private final Predicate<T> rule;
  private final String ruleText;

  private EventField(
      int label,
      String text,
      Reading<T> reading,
      BiConsumer<CborWriter, T> writing,
      Predicate<T> rule,
      String ruleText) {
    this.label = label;
    this.text = text;
    this.reading = reading;
    this.writing = writing;
    this.rule = rule;
    this.ruleText = ruleText;
  }

  private static EventField<Subject> ofSubject(
      int label, String text, Predicate<Subject> rule, String ruleText) {
    return new EventField<>(
        label,
        text,
        EventField::readSubject,
        (out, subject) -> out.text(subject.text()),
        rule,
        ruleText);
  }

  private static boolean isInterval(Duration interval) {
    return interval.getNano() == 0
        && interval.toSeconds() >= 1
        && interval.toSeconds() <= INTERVAL_SECONDS_MAX;
  }

  private static Subject readSubject(CborReader in) throws RefusalException {
    int start = in.offset();
    return Subject.read(in.text(Subject.SIZE_MAX), start);
  }

  public int label() {
    return label;
  }

  /** What it is called, in the table and in refusals. */
  public String text() {
    return text;
  }

  T read(CborReader in) throws RefusalException {
    int start = in.offset();
    T value = reading.read(in);
    if (!rule.test(value)) {
      throw new RefusalException(Refusal.BAD_EVENT, start, ruleText);
    }
    return value;
  }

  /** That {@code value} keeps the rule of this field. */
  void demand(T value) {
    if (!rule.test(value)) {
      throw new IllegalArgumentException(ruleText + ": " + value);
    }
  }

  /** Writes a value that {@link #read} made, or {@link #demand} let pass. */
  @SuppressWarnings("unchecked")
  void write(CborWriter out, Object value) {
    writing.accept(out.integer(label), (T) value);
  }

  @Override
  public String toString() {
    return text;
  }
}
