package org.baymark.protocol.inspect;

import java.util.Optional;

/**
 * The first bytes of an item, in any encoding that RFC 8949, section 3, has: also those that our
 * reader refuses.
 *
 * @param info the additional information: 0 to 27, or 31 for an indefinite length or a break
 * @param argument as an unsigned number of 64 bits
 * @param end in bytes from the start of the input
 */
record Head(int major, int info, long argument, int start, int end) {
  static final int INDEFINITE = 31;

  /** The head at {@code at}, unless the input ends in it or the byte is reserved. */
  static Optional<Head> read(byte[] in, int at, int limit) {
    if (at >= limit) {
      return Optional.empty();
    }
    int major = (in[at] & 0xff) >>> 5;
    int info = in[at] & 31;
    if (info < 24) {
      return Optional.of(new Head(major, info, info, at, at + 1));
    }
    if (info == INDEFINITE) {
      boolean canBe = (major >= 2 && major <= 5) || major == 7;
      return canBe ? Optional.of(new Head(major, info, 0, at, at + 1)) : Optional.empty();
    }
    int size = 1 << (info - 24);
    if (info > 27 || size >= limit - at) {
      return Optional.empty();
    }
    long argument = 0;
    for (int i = 1; i <= size; i++) {
      argument = argument << 8 | (in[at + i] & 0xff);
    }
    return Optional.of(new Head(major, info, argument, at, at + 1 + size));
  }

  /** Whether what follows ends where the head says, if it is a string. */
  boolean fits(int limit) {
    return !isString() || (argument >= 0 && argument <= limit - end);
  }

  /** Where a string that fits ends; of anything else the end of the head. */
  int stringEnd() {
    return isString() ? end + (int) argument : end;
  }

  private boolean isString() {
    return (major == 2 || major == 3) && !isIndefinite();
  }

  boolean isIndefinite() {
    return info == INDEFINITE;
  }

  boolean isBreak() {
    return major == 7 && info == INDEFINITE;
  }

  /** The encoding indicator (RFC 8949, section 8.1) where a shorter head says the same. */
  String indicator() {
    boolean shortest =
        switch (info) {
          case 24 -> argument >= 24;
          case 25 -> argument >= 0x100;
          case 26 -> argument >= 0x1_0000;
          case 27 -> argument >>> 32 != 0;
          default -> true;
        };
    return shortest ? "" : "_" + (info - 24);
  }
}
