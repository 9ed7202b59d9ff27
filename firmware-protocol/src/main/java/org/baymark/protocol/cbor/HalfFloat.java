package org.baymark.protocol.cbor;

/** IEEE 754 binary16, which Java 17 has no type for. */
public final class HalfFloat {
  private HalfFloat() {}

  /** Whether binary16 can say {@code value} exactly. */
  static boolean holds(float value) {
    if (value == 0 || Float.isInfinite(value)) {
      return true;
    }
    int exponent = Math.getExponent(value);
    if (exponent > 15 || exponent < -24) {
      return false;
    }
    // A normal half keeps 10 bits behind the point; below 2^-14 one bit less for each step down.
    int kept = exponent >= -14 ? 10 : 10 - (-14 - exponent);
    int dropped = (Float.floatToIntBits(value) & 0x7f_ffff) << (9 + kept);
    return dropped == 0;
  }

  /** The value of the binary16 {@code bits} (RFC 8949, appendix D). */
  public static double decode(int bits) {
    int exponent = bits >>> 10 & 31;
    int mantissa = bits & 0x3ff;
    double value =
        switch (exponent) {
          case 0 -> Math.scalb((double) mantissa, -24);
          case 31 -> mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
          default -> Math.scalb((double) (mantissa + 1024), exponent - 25);
        };
    return (bits & 0x8000) == 0 ? value : -value;
  }
}
