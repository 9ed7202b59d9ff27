package org.baymark.protocol.cbor;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;

/**
 * Pulls values out of one CBOR item. {@link #open} proves the whole input well-formed and
 * deterministic first, so a pull can only fail because the item is not of the shape that the caller
 * expects; it says so and where. Not thread-safe.
 */
public final class CborReader {
  /** What stands next, by major type; simple values and floats apart. */
  public enum Kind {
    UNSIGNED,
    NEGATIVE,
    BYTES,
    TEXT,
    ARRAY,
    MAP,
    TAG,
    FLOAT,
    SIMPLE,
    END
  }

  private final byte[] in;
  private int at;

  private CborReader(byte[] in) {
    this.in = in;
  }

  /** Opens {@code item} for reading if it is exactly one deterministic item. */
  public static CborReader open(Bytes item) throws RefusalException {
    byte[] in = item.unsafeArray();
    new CborScan(in).run();
    return new CborReader(in);
  }

  /** Bytes from the start of the input. */
  public int offset() {
    return at;
  }

  public Kind peek() {
    if (at == in.length) {
      return Kind.END;
    }
    int initial = in[at] & 0xff;
    return switch (initial >>> 5) {
      case 0 -> Kind.UNSIGNED;
      case 1 -> Kind.NEGATIVE;
      case 2 -> Kind.BYTES;
      case 3 -> Kind.TEXT;
      case 4 -> Kind.ARRAY;
      case 5 -> Kind.MAP;
      case 6 -> Kind.TAG;
      default -> initial >= 0xf9 && initial <= 0xfb ? Kind.FLOAT : Kind.SIMPLE;
    };
  }

  /** An unsigned integer up to {@code max} (inclusive). */
  public long unsigned(long max) throws RefusalException {
    int start = at;
    long value = head(Kind.UNSIGNED, "an unsigned integer");
    if (value < 0 || value > max) {
      throw new RefusalException(Refusal.OUT_OF_RANGE, start, "a number above " + max);
    }
    return value;
  }

  /** An unsigned integer from 1 to {@code max} (inclusive). */
  public long unsignedFrom1(long max) throws RefusalException {
    int start = at;
    long value = unsigned(max);
    if (value == 0) {
      throw new RefusalException(Refusal.OUT_OF_RANGE, start, "zero where counting is from 1");
    }
    return value;
  }

  /** An integer that fits a signed 64-bit number. */
  public long integer() throws RefusalException {
    int start = at;
    boolean negative = peek() == Kind.NEGATIVE;
    long argument = head(negative ? Kind.NEGATIVE : Kind.UNSIGNED, "an integer");
    if (argument < 0) {
      throw new RefusalException(Refusal.OUT_OF_RANGE, start, "an integer beyond 64 bits");
    }
    return negative ? -1 - argument : argument;
  }

  /** A byte string of at most {@code sizeMax} bytes. */
  public Bytes bytes(int sizeMax) throws RefusalException {
    int start = at;
    long size = head(Kind.BYTES, "a byte string");
    if (size > sizeMax) {
      throw new RefusalException(Refusal.TOO_LARGE, start, "more than " + sizeMax + " bytes");
    }
    return take((int) size);
  }

  /** A byte string of exactly {@code size} bytes. */
  public Bytes bytesOf(int size) throws RefusalException {
    int start = at;
    if (head(Kind.BYTES, "a byte string") != size) {
      throw new RefusalException(Refusal.WRONG_SHAPE, start, "a byte string not of " + size);
    }
    return take(size);
  }

  /**
   * A byte string of at most {@code sizeMax} bytes with a message of its own inside, read by {@code
   * door}. What is wrong in there is refused with its offset in this input.
   */
  public <T> T embedded(int sizeMax, Function<Bytes, Parsed<T>> door) throws RefusalException {
    int start = at;
    Bytes inside = bytes(sizeMax);
    int contentAt = at - inside.size();
    Parsed<T> parsed = door.apply(inside);
    if (parsed instanceof Parsed.Refused<T> wrong && wrong.offset() < 0) {
      throw new RefusalException(wrong.refusal(), start, wrong.detail());
    }
    return Parsed.within(contentAt, parsed::orRefuse);
  }

  public Digest digest() throws RefusalException {
    return Digest.of(bytesOf(Digest.SIZE));
  }

  /** Text of at most {@code sizeMax} bytes of UTF-8. */
  public String text(int sizeMax) throws RefusalException {
    int start = at;
    long size = head(Kind.TEXT, "text");
    if (size > sizeMax) {
      throw new RefusalException(Refusal.TOO_LARGE, start, "text above " + sizeMax + " bytes");
    }
    String text = new String(in, at, (int) size, StandardCharsets.UTF_8);
    at += (int) size;
    return text;
  }

  /** Exactly this text: how an untyped structure names its kind. */
  public void literal(String expected) throws RefusalException {
    int start = at;
    if (peek() != Kind.TEXT || !text(Integer.MAX_VALUE).equals(expected)) {
      throw new RefusalException(Refusal.WRONG_SHAPE, start, "not \"" + expected + "\"");
    }
  }

  /** The head of an array of {@code countMin} to {@code countMax} items; answers how many. */
  public int array(int countMin, int countMax) throws RefusalException {
    int start = at;
    long count = head(Kind.ARRAY, "an array");
    if (count < countMin || count > countMax) {
      String what = "an array of " + count + " where " + countMin + " to " + countMax + " may be";
      throw new RefusalException(Refusal.WRONG_SHAPE, start, what);
    }
    return (int) count;
  }

  /** The head of an array of exactly {@code count} items. */
  public void arrayOf(int count) throws RefusalException {
    array(count, count);
  }

  /** The head of a map, to be read field by field in key order. */
  public CborFields fields() throws RefusalException {
    int start = at;
    return new CborFields(this, start, (int) head(Kind.MAP, "a map"));
  }

  public void tag(long expected) throws RefusalException {
    int start = at;
    if (head(Kind.TAG, "tag " + expected) != expected) {
      throw new RefusalException(Refusal.WRONG_SHAPE, start, "a tag other than " + expected);
    }
  }

  public boolean bool() throws RefusalException {
    if (at < in.length && (in[at] == (byte) 0xf4 || in[at] == (byte) 0xf5)) {
      return in[at++] == (byte) 0xf5;
    }
    throw new RefusalException(Refusal.WRONG_SHAPE, at, "not true or false");
  }

  /** Consumes a null if one stands next, and says whether it did. */
  public boolean skipNull() {
    if (at < in.length && in[at] == (byte) 0xf6) {
      at++;
      return true;
    }
    return false;
  }

  /** A float of any of the three sizes. */
  public double floating() throws RefusalException {
    if (peek() != Kind.FLOAT) {
      throw new RefusalException(Refusal.WRONG_SHAPE, at, "not a float");
    }
    int size = 1 << ((in[at] & 31) - 24);
    at++;
    long bits = bigEndian(size);
    return switch (size) {
      case 2 -> HalfFloat.decode((int) bits);
      case 4 -> Float.intBitsToFloat((int) bits);
      default -> Double.longBitsToDouble(bits);
    };
  }

  /** Steps over the next item, whatever it is, and answers its exact bytes. */
  public Bytes item() {
    int start = at;
    for (long open = 1; open > 0; open--) {
      open += step();
    }
    return Bytes.owning(Arrays.copyOfRange(in, start, at));
  }

  /** Steps over one head and its string, if it has one; answers how many items it contains. */
  private long step() {
    Kind kind = peek();
    int info = in[at++] & 31;
    long argument = info < 24 ? info : bigEndian(1 << (info - 24));
    switch (kind) {
      case BYTES, TEXT -> at += (int) argument;
      case ARRAY -> {
        return argument;
      }
      case MAP -> {
        return 2 * argument;
      }
      case TAG -> {
        return 1;
      }
      default -> {}
    }
    return 0;
  }

  /** Back to an offset that {@link #offset} answered. */
  void back(int offset) {
    at = offset;
  }

  private long head(Kind kind, String expected) throws RefusalException {
    if (peek() != kind) {
      throw new RefusalException(Refusal.WRONG_SHAPE, at, "not " + expected);
    }
    int info = in[at++] & 31;
    return info < 24 ? info : bigEndian(1 << (info - 24));
  }

  private Bytes take(int size) {
    Bytes taken = Bytes.owning(Arrays.copyOfRange(in, at, at + size));
    at += size;
    return taken;
  }

  private long bigEndian(int size) {
    long value = 0;
    for (int i = 0; i < size; i++) {
      value = value << 8 | (in[at++] & 0xff);
    }
    return value;
  }
}
