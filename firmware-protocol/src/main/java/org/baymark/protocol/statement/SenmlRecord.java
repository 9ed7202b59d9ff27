package org.baymark.protocol.statement;

import java.math.BigDecimal;
import java.util.Optional;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborFields;
import org.baymark.protocol.cbor.CborReader;

/**
 * One record of a pack as it stands, before its bases are applied (RFC 8428, sections 4.1, 4.2 and
 * the labels of table 4).
 */
record SenmlRecord(
    Optional<String> baseName,
    Optional<BigDecimal> baseTime,
    Optional<String> baseUnit,
    Optional<BigDecimal> baseValue,
    Optional<BigDecimal> baseSum,
    Optional<String> name,
    Optional<String> unit,
    Optional<BigDecimal> value,
    Optional<String> other,
    Optional<BigDecimal> sum,
    Optional<BigDecimal> time) {

  static final SenmlRecord EMPTY =
      new SenmlRecord(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** Bytes of a text, and characters of a whole name. */
  static final int TEXT_MAX = 256;

  private static final int VERSION = 10;

  /** RFC 8428, section 4.5.1. */
  static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean alphanumeric =
          (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      if (!alphanumeric && (i == 0 || "-:./_".indexOf(c) < 0)) {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= TEXT_MAX;
  }

  static SenmlRecord read(CborReader in) throws RefusalException {
    int start = in.offset();
    CborFields fields = in.fields();
    Optional<String> name = text(fields, in, 0);
    Optional<String> unit = text(fields, in, 1);
    Optional<BigDecimal> value = number(fields, in, 2);
    Optional<String> string = text(fields, in, 3);
    Optional<String> bool =
        fields.optional(4) ? Optional.of(Boolean.toString(in.bool())) : Optional.empty();
    Optional<BigDecimal> sum = number(fields, in, 5);
    Optional<BigDecimal> time = number(fields, in, 6);
    // Update time: a promise about the next reading, nothing to resolve.
    Optional<BigDecimal> updateTime = number(fields, in, 7);
    Optional<String> data =
        fields.optional(8) ? Optional.of(in.bytes(TEXT_MAX).hex()) : Optional.empty();
    version(fields, in);
    Optional<String> baseName = text(fields, in, -2);
    Optional<BigDecimal> baseTime = number(fields, in, -3);
    Optional<String> baseUnit = text(fields, in, -4);
    Optional<BigDecimal> baseValue = number(fields, in, -5);
    Optional<BigDecimal> baseSum = number(fields, in, -6);
    fields.end();
    int values =
        (value.isPresent() ? 1 : 0)
            + (string.isPresent() ? 1 : 0)
            + (bool.isPresent() ? 1 : 0)
            + (data.isPresent() ? 1 : 0);
    if (values > 1) {
      throw new RefusalException(Refusal.BAD_TELEMETRY, start, "a record with two values");
    }
    boolean isOfBasesOnly =
        name.isEmpty() && unit.isEmpty() && time.isEmpty() && updateTime.isEmpty();
    if (values == 0 && sum.isEmpty() && !isOfBasesOnly) {
      throw new RefusalException(Refusal.BAD_TELEMETRY, start, "a record without a value");
    }
    Optional<String> other = string.or(() -> bool).or(() -> data);
    return new SenmlRecord(
        baseName, baseTime, baseUnit, baseValue, baseSum, name, unit, value, other, sum, time);
  }

  private static void version(CborFields fields, CborReader in) throws RefusalException {
    if (fields.optional(-1)) {
      int start = in.offset();
      if (in.integer() != VERSION) {
        throw new RefusalException(Refusal.BAD_TELEMETRY, start, "a SenML version but 10");
      }
    }
  }

  private static Optional<String> text(CborFields fields, CborReader in, int label)
      throws RefusalException {
    return fields.optional(label) ? Optional.of(in.text(TEXT_MAX)) : Optional.empty();
  }

  private static Optional<BigDecimal> number(CborFields fields, CborReader in, int label)
      throws RefusalException {
    return fields.optional(label) ? Optional.of(SenmlNumber.read(in)) : Optional.empty();
  }

  /** Whether it is a reading; else it only sets bases for those that follow. */
  boolean hasValue() {
    return value.isPresent() || other.isPresent() || sum.isPresent();
  }

  /** The bases that hold from this record on: its own, or those that held before. */
  SenmlRecord basesOver(SenmlRecord before) {
    boolean none =
        baseName.isEmpty()
            && baseTime.isEmpty()
            && baseUnit.isEmpty()
            && baseValue.isEmpty()
            && baseSum.isEmpty();
    if (none) {
      return before;
    }
    return new SenmlRecord(
        baseName.or(before::baseName),
        baseTime.or(before::baseTime),
        baseUnit.or(before::baseUnit),
        baseValue.or(before::baseValue),
        baseSum.or(before::baseSum),
        name,
        unit,
        value,
        other,
        sum,
        time);
  }

  /** This record under the bases that hold for it (RFC 8428, section 4.6). */
  Reading resolve(SenmlRecord base, int start) throws RefusalException {
    String own = name.orElse("");
    String fullName = base.baseName.isPresent() ? base.baseName.get() + own : own;
    if (!isName(fullName)) {
      throw new RefusalException(
          Refusal.BAD_TELEMETRY, start, "a name that RFC 8428 does not allow");
    }
    BigDecimal at = base.baseTime.orElse(BigDecimal.ZERO).add(time.orElse(BigDecimal.ZERO));
    Optional<BigDecimal> number = value.map(it -> it.add(base.baseValue.orElse(BigDecimal.ZERO)));
    Optional<String> text =
        other.isPresent() || number.isPresent()
            ? other
            : sum.map(it -> it.add(base.baseSum.orElse(BigDecimal.ZERO)).toPlainString());
    return new Reading(fullName, unit.or(base::baseUnit).orElse(""), at, number, text);
  }
}
