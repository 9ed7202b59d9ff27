package org.baymark.protocol.cbor;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;

/**
 * Writes deterministic CBOR (RFC 8949, section 4.2.1). Numbers and lengths come out in their
 * shortest form; the caller writes map keys in their order, and counts before it writes.
 */
public final class CborWriter {
  private byte[] out;
  private int size;

  public CborWriter() {
    this(256);
  }

  /**
   * @param sizeExpected in bytes: if it is just what is written, nothing is copied at the end
   */
  public CborWriter(int sizeExpected) {
    this.out = new byte[sizeExpected];
  }

  /** In bytes, of a string of {@code length} bytes with its head. */
  public static int sizeOfString(int length) {
    int argument = length < 24 ? 0 : length < 0x100 ? 1 : length < 0x1_0000 ? 2 : 4;
    return 1 + argument + length;
  }

  public CborWriter array(int count) {
    return head(4, count);
  }

  public CborWriter map(int count) {
    return head(5, count);
  }

  public CborWriter tag(long tag) {
    return head(6, tag);
  }

  public CborWriter integer(long value) {
    return value >= 0 ? head(0, value) : head(1, -1 - value);
  }

  public CborWriter bytes(Bytes value) {
    return head(2, value.size()).raw(value);
  }

  public CborWriter digest(Digest value) {
    return bytes(value.bytes());
  }

  public CborWriter text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return head(3, utf8.length).append(utf8);
  }

  public CborWriter bool(boolean value) {
    return octet(value ? 0xf5 : 0xf4);
  }

  public CborWriter nil() {
    return octet(0xf6);
  }

  /** An item that is encoded already. */
  public CborWriter raw(Bytes item) {
    return append(item.unsafeArray());
  }

  /** What was written so far. */
  public Bytes toBytes() {
    // A full array is never written to again: whatever follows needs a larger one.
    return Bytes.owning(size == out.length ? out : Arrays.copyOf(out, size));
  }

  private CborWriter head(int major, long argument) {
    int type = major << 5;
    if (argument < 24) {
      return octet(type | (int) argument);
    }
    int log = argument < 0x100 ? 0 : argument < 0x1_0000 ? 1 : argument >>> 32 == 0 ? 2 : 3;
    octet(type | 24 + log);
    for (int shift = (8 << log) - 8; shift >= 0; shift -= 8) {
      octet((int) (argument >>> shift) & 0xff);
    }
    return this;
  }

  private CborWriter octet(int value) {
    room(1);
    out[size++] = (byte) value;
    return this;
  }

  private CborWriter append(byte[] octets) {
    room(octets.length);
    System.arraycopy(octets, 0, out, size, octets.length);
    size += octets.length;
    return this;
  }

  private void room(int more) {
    if (out.length - size < more) {
      out = Arrays.copyOf(out, Math.max(2 * out.length, size + more));
    }
  }
}
