package org.baymark.protocol.cbor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.junit.jupiter.api.Test;

/** Floats in the shortest of three sizes that says them exactly. */
class FloatTest {
  private static final int HALVES = 1 << 16;

  /** By moving the fields of binary16 into binary32; below 2^-14 by counting steps of 2^-24. */
  private static float half(int bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = bits >>> 10 & 31;
    int mantissa = bits & 0x3ff;
    if (exponent == 0) {
      float small = mantissa * 0x1p-24f;
      return sign == 0 ? small : -small;
    }
    int wide = exponent == 31 ? 255 : exponent + 112;
    return Float.intBitsToFloat(sign | wide << 23 | mantissa << 13);
  }

  private static boolean isAccepted(String hex) {
    return Parsed.of(() -> CborReader.open(Bytes.ofHex(hex))).match(ok -> true, wrong -> false);
  }

  private static double value(String hex) throws Exception {
    return CborReader.open(Bytes.ofHex(hex)).floating();
  }

  private static String single(float value) {
    return String.format("fa%08x", Float.floatToRawIntBits(value));
  }

  private static String twice(double value) {
    return String.format("fb%016x", Double.doubleToRawLongBits(value));
  }

  @Test
  void everyHalfIsReadAndNothingLongerInItsPlace() throws Exception {
    for (int bits = 0; bits < HALVES; bits++) {
      float value = half(bits);
      String hex = String.format("f9%04x", bits);
      assertEquals(!Float.isNaN(value) || bits == 0x7e00, isAccepted(hex), hex);
      if (isAccepted(hex)) {
        assertEquals(Double.doubleToLongBits(value), Double.doubleToLongBits(value(hex)), hex);
      }
      assertEquals(false, isAccepted(single(value)), hex);
      assertEquals(false, isAccepted(twice(value)), hex);
    }
  }

  @Test
  void aSingleIsReadWhereNoHalfSaysIt() throws Exception {
    Set<Integer> halves = new HashSet<>();
    for (int bits = 0; bits < HALVES; bits++) {
      halves.add(Float.floatToRawIntBits(half(bits)));
    }
    Random random = new Random(2);
    for (int i = 0; i < 200_000; i++) {
      // Half of them with few bits, so that many are close to a half or are one.
      int bits = random.nextInt() & (i % 2 == 0 ? -1 : -1 << (8 + random.nextInt(16)));
      float value = Float.intBitsToFloat(bits);
      String hex = String.format("fa%08x", bits);
      boolean shortest = !Float.isNaN(value) && !halves.contains(bits);
      assertEquals(shortest, isAccepted(hex), hex);
      if (shortest) {
        assertEquals(value, value(hex), hex);
      }
      assertEquals(false, isAccepted(twice(value)), hex);
    }
  }

  @Test
  void aDoubleIsReadWhereNoSingleSaysIt() throws Exception {
    Random random = new Random(3);
    for (int i = 0; i < 200_000; i++) {
      long bits = random.nextLong() & (i % 2 == 0 ? -1L : -1L << random.nextInt(52));
      double value = Double.longBitsToDouble(bits);
      String hex = String.format("fb%016x", bits);
      boolean shortest = !Double.isNaN(value) && (double) (float) value != value;
      assertEquals(shortest, isAccepted(hex), hex);
      if (shortest) {
        assertEquals(value, value(hex), hex);
      }
    }
  }
}
