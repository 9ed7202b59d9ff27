package org.baymark.protocol.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** An immutable string of octets, compared by content and ordered as unsigned bytes. */
public final class Bytes implements Comparable<Bytes> {
  public static final Bytes EMPTY = new Bytes(new byte[0]);
  private static final HexFormat HEX = HexFormat.of();

  private final byte[] octets;

  private Bytes(byte[] octets) {
    this.octets = octets;
  }

  /** A copy of {@code octets}. */
  public static Bytes of(byte[] octets) {
    return new Bytes(octets.clone());
  }

  /** Takes over {@code octets} without a copy: the caller never writes to the array again. */
  public static Bytes owning(byte[] octets) {
    return new Bytes(octets);
  }

  /** The UTF-8 form of {@code text}. */
  public static Bytes ofUtf8(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads hexadecimal of either case, without separators.
   *
   * @throws IllegalArgumentException if {@code hex} is anything else
   */
  public static Bytes ofHex(String hex) {
    return new Bytes(HEX.parseHex(hex));
  }

  public int size() {
    return octets.length;
  }

  public byte at(int index) {
    return octets[index];
  }

  /** The bytes from {@code from} (inclusive) to {@code to} (exclusive). */
  public Bytes slice(int from, int to) {
    return new Bytes(Arrays.copyOfRange(octets, from, to));
  }

  public Bytes concat(Bytes tail) {
    byte[] joined = Arrays.copyOf(octets, octets.length + tail.octets.length);
    System.arraycopy(tail.octets, 0, joined, octets.length, tail.octets.length);
    return new Bytes(joined);
  }

  /** A copy. */
  public byte[] toArray() {
    return octets.clone();
  }

  /** The array itself, for readers that promise not to write: hashing, signing, sending. */
  public byte[] unsafeArray() {
    return octets;
  }

  public String hex() {
    return HEX.formatHex(octets);
  }

  public String utf8() {
    return new String(octets, StandardCharsets.UTF_8);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(octets, other.octets);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(octets, that.octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }

  @Override
  public String toString() {
    return hex();
  }
}
