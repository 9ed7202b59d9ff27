package org.baymark.protocol.statement;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;

/**
 * A SenML pack (RFC 8428), resolved: every reading with its full name, unit and time.
 *
 * @param readings 1 to 1024, in the order of the pack
 */
public record Telemetry(List<Reading> readings) implements Content {
  public static final int RECORDS_MAX = 1024;

  public Telemetry {
    readings = List.copyOf(readings);
  }

  @Override
  public Kind kind() {
    return Kind.TELEMETRY;
  }

  /** Reads a pack that stands inside a larger structure. */
  public static Telemetry read(CborReader in) throws RefusalException {
    int count = in.array(1, RECORDS_MAX);
    List<Reading> readings = new ArrayList<>(count);
    SenmlRecord base = SenmlRecord.EMPTY;
    for (int i = 0; i < count; i++) {
      int start = in.offset();
      SenmlRecord record = SenmlRecord.read(in);
      base = record.basesOver(base);
      if (record.hasValue()) {
        readings.add(record.resolve(base, start));
      }
    }
    if (readings.isEmpty()) {
      throw new RefusalException(Refusal.BAD_TELEMETRY, 0, "a pack without a reading");
    }
    return new Telemetry(readings);
  }

  /**
   * The SenML-CBOR of these readings, numbers only: what all names begin with is the base name, the
   * time and the unit of the first are base time and base unit, and each record says only what
   * differs.
   *
   * @throws IllegalArgumentException if a reading is not a number; our own devices measure numbers
   */
  public Bytes encoded() {
    Reading first = readings.get(0);
    String base = sharedPrefix();
    CborWriter out = new CborWriter().array(readings.size());
    for (int i = 0; i < readings.size(); i++) {
      Reading reading = readings.get(i);
      String tail = reading.name().substring(base.length());
      BigDecimal value =
          reading
              .number()
              .orElseThrow(() -> new IllegalArgumentException("not a number: " + reading));
      if (i == 0) {
        lead(out, first, base, tail, value);
      } else {
        follow(out, first, reading, tail, value);
      }
    }
    return out.toBytes();
  }

  private String sharedPrefix() {
    String prefix = readings.get(0).name();
    for (Reading reading : readings) {
      while (!reading.name().startsWith(prefix)) {
        prefix = prefix.substring(0, prefix.length() - 1);
      }
    }
    return prefix;
  }

  /** The first record, with the bases. Deterministic key order: 0, 2, and then -2, -3, -4. */
  private static void lead(
      CborWriter out, Reading first, String base, String tail, BigDecimal value) {
    boolean timed = first.time().signum() != 0;
    boolean inUnit = !first.unit().isEmpty();
    boolean based = !base.isEmpty();
    boolean named = !tail.isEmpty();
    out.map(1 + (named ? 1 : 0) + (based ? 1 : 0) + (timed ? 1 : 0) + (inUnit ? 1 : 0));
    if (named) {
      out.integer(0).text(tail);
    }
    out.integer(2);
    SenmlNumber.write(out, value);
    if (based) {
      out.integer(-2).text(base);
    }
    if (timed) {
      out.integer(-3);
      SenmlNumber.write(out, first.time());
    }
    if (inUnit) {
      out.integer(-4).text(first.unit());
    }
  }

  private static void follow(
      CborWriter out, Reading first, Reading reading, String tail, BigDecimal value) {
    boolean named = !tail.isEmpty();
    boolean inUnit = !reading.unit().equals(first.unit());
    BigDecimal delta = reading.time().subtract(first.time());
    boolean later = delta.signum() != 0;
    out.map(1 + (named ? 1 : 0) + (inUnit ? 1 : 0) + (later ? 1 : 0));
    if (named) {
      out.integer(0).text(tail);
    }
    if (inUnit) {
      out.integer(1).text(reading.unit());
    }
    out.integer(2);
    SenmlNumber.write(out, value);
    if (later) {
      out.integer(6);
      SenmlNumber.write(out, delta);
    }
  }
}
