package org.baymark.protocol.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborFields;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;

/**
 * Something that happened to the subject of the statement.
 *
 * @param kind scan, attach or detach
 * @param place where, by its GLN
 * @param raw the scanner's own bytes, 1 to 512; present on a scan
 * @param sensors those attached to the subject or detached from it, 1 to 64; none on a scan
 */
public record LogisticsEvent(
    Kind kind, Optional<Subject> place, Optional<Bytes> raw, List<Sensor> sensors)
    implements Content {
  public static final int RAW_SIZE_MAX = 512;
  public static final int SENSORS_MAX = 64;

  private static final int KIND = 1;
  private static final int PLACE = 2;
  private static final int RAW = 3;
  private static final int SENSORS = 4;

  public LogisticsEvent {
    sensors = List.copyOf(sensors);
  }

  public static LogisticsEvent scan(Optional<Subject> place, Bytes raw) {
    return new LogisticsEvent(Kind.SCAN, place, Optional.of(raw), List.of());
  }

  public static LogisticsEvent attach(Optional<Subject> place, List<Sensor> sensors) {
    return new LogisticsEvent(Kind.ATTACH, place, Optional.empty(), sensors);
  }

  public static LogisticsEvent detach(Optional<Subject> place, List<Sensor> sensors) {
    return new LogisticsEvent(Kind.DETACH, place, Optional.empty(), sensors);
  }

  static LogisticsEvent read(Sign1 signed) throws RefusalException {
    CborReader in = CborReader.open(signed.payload());
    CborFields fields = in.fields();
    fields.required(KIND);
    Kind kind = kind(in);
    Optional<Subject> place = fields.optional(PLACE) ? Optional.of(place(in)) : Optional.empty();
    Optional<Bytes> raw =
        fields.optional(RAW) ? Optional.of(in.bytes(RAW_SIZE_MAX)) : Optional.empty();
    List<Sensor> sensors = fields.optional(SENSORS) ? sensors(in) : List.of();
    fields.end();
    demand(
        raw.isPresent() == (kind == Kind.SCAN) && raw.map(bytes -> bytes.size() > 0).orElse(true),
        "a scan, and nothing else, carries the scanner's bytes");
    demand(
        sensors.isEmpty() == (kind == Kind.SCAN),
        "an attach or a detach, and nothing else, names sensors");
    return new LogisticsEvent(kind, place, raw, sensors);
  }

  private static Kind kind(CborReader in) throws RefusalException {
    int start = in.offset();
    String name = in.text(32);
    return Kind.ofWireName(name)
        .filter(kind -> kind == Kind.SCAN || kind == Kind.ATTACH || kind == Kind.DETACH)
        .orElseThrow(
            () -> new RefusalException(Refusal.BAD_EVENT, start, "no event of kind " + name));
  }

  private static Subject place(CborReader in) throws RefusalException {
    int start = in.offset();
    Subject place = Subject.read(in.text(Subject.SIZE_MAX), start);
    if (!place.isPlace()) {
      throw new RefusalException(Refusal.BAD_EVENT, start, "a place is named by its GLN (414)");
    }
    return place;
  }

  private static List<Sensor> sensors(CborReader in) throws RefusalException {
    int count = in.array(1, SENSORS_MAX);
    List<Sensor> sensors = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      sensors.add(Sensor.read(in));
    }
    demand(
        sensors.stream().map(Sensor::name).distinct().count() == count,
        "the same sensor named twice");
    return sensors;
  }

  private static void demand(boolean holds, String what) throws RefusalException {
    if (!holds) {
      throw new RefusalException(Refusal.BAD_EVENT, what);
    }
  }

  /** The deterministic payload. */
  public Bytes encoded() {
    int count =
        1 + (place.isPresent() ? 1 : 0) + (raw.isPresent() ? 1 : 0) + (sensors.isEmpty() ? 0 : 1);
    CborWriter out = new CborWriter().map(count).integer(KIND).text(kind.wireName());
    place.ifPresent(where -> out.integer(PLACE).text(where.text()));
    raw.ifPresent(bytes -> out.integer(RAW).bytes(bytes));
    if (!sensors.isEmpty()) {
      out.integer(SENSORS).array(sensors.size());
      sensors.forEach(sensor -> sensor.write(out));
    }
    return out.toBytes();
  }
}
