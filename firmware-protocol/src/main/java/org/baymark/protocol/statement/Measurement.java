package org.baymark.protocol.statement;

import java.math.BigDecimal;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;

/**
 * One measured value, named as a reading of telemetry is.
 *
 * @param name 1 to 256 characters (RFC 8428, section 4.5.1)
 * @param unit as SenML names units, at most 256 bytes; empty where there is none
 * @param value an integer or a decimal fraction: floats differ where they should agree
 */
public record Measurement(String name, String unit, BigDecimal value) {
  public Measurement {
    if (!SenmlRecord.isName(name)) {
      throw new IllegalArgumentException("not a name of RFC 8428: " + name);
    }
  }

  static Measurement read(CborReader in) throws RefusalException {
    in.arrayOf(3);
    int nameAt = in.offset();
    String name = in.text(SenmlRecord.TEXT_MAX);
    if (!SenmlRecord.isName(name)) {
      throw new RefusalException(Refusal.BAD_EVENT, nameAt, "a name that RFC 8428 does not allow");
    }
    String unit = in.text(SenmlRecord.TEXT_MAX);
    int valueAt = in.offset();
    return switch (in.peek()) {
      case UNSIGNED, NEGATIVE, TAG -> new Measurement(name, unit, SenmlNumber.read(in));
      default ->
          throw new RefusalException(
              Refusal.BAD_EVENT, valueAt, "a measured value but an integer or a decimal fraction");
    };
  }

  void write(CborWriter out) {
    SenmlNumber.write(out.array(3).text(name).text(unit), value);
  }
}
