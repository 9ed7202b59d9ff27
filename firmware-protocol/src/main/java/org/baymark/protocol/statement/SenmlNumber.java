package org.baymark.protocol.statement;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.stream.Stream;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;

/**
 * A number of SenML-CBOR: an integer, a decimal fraction (tag 4: exponent -18 to 18, mantissa of 64
 * bits), or a finite float (RFC 8428, section 6; RFC 8949, section 3.4.4).
 */
final class SenmlNumber {
  private static final int DECIMAL_FRACTION = 4;
  private static final int EXPONENT_MAX = 18;
  private static final int LONG_DIGITS = 19;
  private static final int DIGITS_ENOUGH = 30;

  private SenmlNumber() {}

  static BigDecimal read(CborReader in) throws RefusalException {
    int start = in.offset();
    return switch (in.peek()) {
      case UNSIGNED, NEGATIVE -> BigDecimal.valueOf(in.integer());
      case TAG -> {
        in.tag(DECIMAL_FRACTION);
        in.arrayOf(2);
        long exponent = in.integer();
        if (exponent < -EXPONENT_MAX || exponent > EXPONENT_MAX) {
          throw new RefusalException(Refusal.OUT_OF_RANGE, start, "exponent " + exponent);
        }
        yield BigDecimal.valueOf(in.integer(), (int) -exponent);
      }
      case FLOAT -> {
        double value = in.floating();
        if (Double.isNaN(value) || Double.isInfinite(value)) {
          throw new RefusalException(Refusal.BAD_TELEMETRY, start, "a float that is no number");
        }
        yield shortest(value);
      }
      default -> throw new RefusalException(Refusal.BAD_TELEMETRY, start, "not a number");
    };
  }

  /**
   * The shortest decimal that reads back as {@code value}, and the closest of those. Java's own
   * {@link Double#toString} is that only from 19 on, and never for 5e-324; it may have a digit or
   * two more, so the search starts there.
   */
  static BigDecimal shortest(double value) {
    BigDecimal exact = cut(new BigDecimal(value));
    BigDecimal shortest = BigDecimal.valueOf(value);
    for (int digits = shortest.precision(); digits > 0; digits--) {
      Optional<BigDecimal> found = closest(value, exact, digits);
      if (found.isEmpty()) {
        return shortest;
      }
      shortest = found.get();
    }
    return shortest;
  }

  /**
   * A float has up to 767 digits, and rounding costs by the digit. What rounds to 17 or fewer as
   * {@code exact} does: its first digits, and one more that says that there are others.
   */
  private static BigDecimal cut(BigDecimal exact) {
    if (exact.precision() <= DIGITS_ENOUGH) {
      return exact;
    }
    BigDecimal first = exact.round(new MathContext(DIGITS_ENOUGH, RoundingMode.DOWN));
    BigInteger digits = first.unscaledValue();
    BigInteger more = digits.multiply(BigInteger.TEN).add(BigInteger.valueOf(digits.signum()));
    return new BigDecimal(more, first.scale() + 1);
  }

  /** Beside a power of two the closest may miss, and its neighbour on the wider side not. */
  private static Optional<BigDecimal> closest(double value, BigDecimal exact, int digits) {
    return Stream.of(RoundingMode.HALF_EVEN, RoundingMode.DOWN, RoundingMode.UP)
        .map(mode -> exact.round(new MathContext(digits, mode)))
        .filter(rounded -> rounded.doubleValue() == value)
        .findFirst();
  }

  /**
   * Writes an integer where {@code value} is one of 64 bits, else the decimal fraction that it is.
   *
   * @throws IllegalArgumentException if it has more than 18 digits behind the point
   * @throws ArithmeticException if its digits do not fit into 64 bits
   */
  static void write(CborWriter out, BigDecimal value) {
    BigDecimal plain = value.stripTrailingZeros();
    long digits = (long) plain.precision() - plain.scale(); // before the point
    if (digits > LONG_DIGITS + EXPONENT_MAX) {
      throw new ArithmeticException("too large: " + value);
    }
    if (plain.scale() > EXPONENT_MAX) {
      throw new IllegalArgumentException("more than 18 digits behind the point: " + value);
    }
    if (plain.scale() <= 0 && plain.toBigInteger().bitLength() < Long.SIZE) {
      out.integer(plain.longValueExact());
      return;
    }
    BigDecimal fraction = plain.setScale(Math.max(plain.scale(), -EXPONENT_MAX));
    out.tag(DECIMAL_FRACTION).array(2).integer(-fraction.scale());
    out.integer(fraction.unscaledValue().longValueExact());
  }
}
