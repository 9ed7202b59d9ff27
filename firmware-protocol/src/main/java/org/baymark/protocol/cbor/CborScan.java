package org.baymark.protocol.cbor;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;

/**
 * Walks one item and proves that it is well-formed (RFC 8949, section 5.3 and appendix C) and
 * deterministic (section 4.2.1), before anyone asks what it means. Recursion is bounded by {@link
 * #DEPTH_MAX}, work by the size of the input, and nothing is allocated for a length that is only
 * claimed.
 */
final class CborScan {
  static final int DEPTH_MAX = 16;

  private final byte[] in;
  private int at;

  CborScan(byte[] in) {
    this.in = in;
  }

  /** Checks that the whole input is exactly one item. */
  void run() throws RefusalException {
    item(0);
    if (at != in.length) {
      throw refuse(Refusal.TRAILING_BYTES, at, (in.length - at) + " bytes after the item");
    }
  }

  /** Checks the next item of a sequence (RFC 8742); where it ends. */
  int next() throws RefusalException {
    item(0);
    return at;
  }

  private void item(int depth) throws RefusalException {
    if (depth > DEPTH_MAX) {
      throw refuse(Refusal.TOO_DEEP, at, "nested deeper than " + DEPTH_MAX);
    }
    int start = at;
    int initial = octet();
    int major = initial >>> 5;
    int info = initial & 31;
    if (major == 7) {
      simpleOrFloat(start, info);
      return;
    }
    long argument = argument(start, major, info);
    switch (major) {
      case 0, 1 -> {}
      case 2 -> skip(start, argument);
      case 3 -> text(start, argument);
      case 4 -> array(start, argument, depth);
      case 5 -> map(start, argument, depth);
      default -> item(depth + 1); // a tag and its content
    }
  }

  /** The argument of the head; lengths of 2^63 and above cannot be met and are refused here. */
  private long argument(int start, int major, int info) throws RefusalException {
    if (info < 24) {
      return info;
    }
    if (info == 31 && major >= 2 && major <= 5) {
      throw refuse(Refusal.NOT_DETERMINISTIC, start, "indefinite length");
    }
    if (info > 27) {
      throw refuse(Refusal.NOT_CBOR, start, "reserved additional information " + info);
    }
    int size = 1 << (info - 24);
    long value = bigEndian(start, size);
    boolean shorterExists =
        switch (size) {
          case 1 -> value < 24;
          case 2 -> value < 0x100;
          case 4 -> value < 0x1_0000;
          default -> value >>> 32 == 0;
        };
    if (shorterExists) {
      throw refuse(Refusal.NOT_DETERMINISTIC, start, "a shorter form of this number exists");
    }
    return value;
  }

  private void simpleOrFloat(int start, int info) throws RefusalException {
    switch (info) {
      case 24 -> {
        if (octet() < 32) {
          throw refuse(Refusal.NOT_CBOR, start, "simple value below 32 in two bytes");
        }
      }
      case 25 -> half(start, (short) bigEndian(start, 2));
      case 26 -> {
        float value = Float.intBitsToFloat((int) bigEndian(start, 4));
        if (Float.isNaN(value) || HalfFloat.holds(value)) {
          throw refuse(Refusal.NOT_DETERMINISTIC, start, "a shorter float exists");
        }
      }
      case 27 -> {
        double value = Double.longBitsToDouble(bigEndian(start, 8));
        if (Double.isNaN(value) || (double) (float) value == value) {
          throw refuse(Refusal.NOT_DETERMINISTIC, start, "a shorter float exists");
        }
      }
      default -> {
        if (info > 27) {
          throw refuse(Refusal.NOT_CBOR, start, "no item starts with this byte");
        }
      }
    }
  }

  /** RFC 8949, section 4.2.2: one NaN, and it is f97e00. */
  private void half(int start, short bits) throws RefusalException {
    boolean nan = (bits & 0x7c00) == 0x7c00 && (bits & 0x03ff) != 0;
    if (nan && bits != 0x7e00) {
      throw refuse(Refusal.NOT_DETERMINISTIC, start, "a NaN other than f97e00");
    }
  }

  private void array(int start, long count, int depth) throws RefusalException {
    fits(start, count);
    for (long i = 0; i < count; i++) {
      item(depth + 1);
    }
  }

  private void map(int start, long count, int depth) throws RefusalException {
    fits(start, count);
    int previousFrom = 0;
    int previousTo = 0;
    for (long i = 0; i < count; i++) {
      int from = at;
      item(depth + 1);
      if (i > 0) {
        int order = Arrays.compareUnsigned(in, previousFrom, previousTo, in, from, at);
        if (order >= 0) {
          String what = order == 0 ? "the same key twice" : "map keys out of order";
          throw refuse(Refusal.NOT_DETERMINISTIC, from, what);
        }
      }
      previousFrom = from;
      previousTo = at;
      item(depth + 1);
    }
  }

  private void text(int start, long length) throws RefusalException {
    int from = at;
    skip(start, length);
    for (int i = from; i < at; i++) {
      if (in[i] < 0) {
        decode(start, from);
        return;
      }
    }
  }

  private void decode(int start, int from) throws RefusalException {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(in, from, at - from));
    } catch (CharacterCodingException e) {
      throw refuse(Refusal.NOT_CBOR, start, "text that is not UTF-8");
    }
  }

  private void skip(int start, long length) throws RefusalException {
    fits(start, length);
    at += (int) length;
  }

  /** Every element takes at least one byte, so a count above what is left can never be met. */
  private void fits(int start, long length) throws RefusalException {
    if (length < 0 || length > in.length - at) {
      throw refuse(Refusal.NOT_CBOR, start, "ends before what its head announces");
    }
  }

  private int octet() throws RefusalException {
    if (at >= in.length) {
      throw refuse(Refusal.NOT_CBOR, at, "ends in the middle of an item");
    }
    return in[at++] & 0xff;
  }

  private long bigEndian(int start, int size) throws RefusalException {
    if (size > in.length - at) {
      throw refuse(Refusal.NOT_CBOR, start, "ends in the middle of an item");
    }
    long value = 0;
    for (int i = 0; i < size; i++) {
      value = value << 8 | (in[at++] & 0xff);
    }
    return value;
  }

  private static RefusalException refuse(Refusal refusal, int offset, String detail) {
    return new RefusalException(refusal, offset, detail);
  }
}
