package org.baymark.protocol.cose;

import java.util.Arrays;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;

/**
 * What can be said of an Ed25519 signature without arithmetic on the curve (PROTOCOL.md, section
 * 4.2): S is below the group order L, and R is canonical and not of small order.
 */
final class Ed25519Form {
  private static final Bytes L =
      Bytes.ofHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  private static final Bytes P =
      Bytes.ofHex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");

  /** y of the eight points whose order divides 8; x and -x share a y. */
  private static final List<Bytes> SMALL_ORDER =
      List.of(
          Bytes.ofHex("0000000000000000000000000000000000000000000000000000000000000000"),
          Bytes.ofHex("0100000000000000000000000000000000000000000000000000000000000000"),
          Bytes.ofHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
          Bytes.ofHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
          Bytes.ofHex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"));

  private Ed25519Form() {}

  /** Whether these bytes can be a signature at all. */
  static boolean holds(byte[] signature) {
    if (signature.length != 64) {
      return false;
    }
    byte[] y = Arrays.copyOf(signature, 32);
    y[31] &= 0x7f; // the sign of x; a y that has x = 0 is of small order with either sign
    byte[] s = Arrays.copyOfRange(signature, 32, 64);
    return isBelow(s, L)
        && isBelow(y, P)
        && SMALL_ORDER.stream().noneMatch(each -> Arrays.equals(each.unsafeArray(), y));
  }

  /** Compares little-endian numbers of 32 bytes. */
  private static boolean isBelow(byte[] number, Bytes bound) {
    for (int i = 31; i >= 0; i--) {
      int difference = Byte.toUnsignedInt(number[i]) - Byte.toUnsignedInt(bound.at(i));
      if (difference != 0) {
        return difference < 0;
      }
    }
    return false;
  }
}
