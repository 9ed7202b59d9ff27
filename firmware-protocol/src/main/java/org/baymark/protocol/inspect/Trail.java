package org.baymark.protocol.inspect;

import java.util.Arrays;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.cbor.CborReader;

/** Where a walk through bytes is, what is to be marked on the way, and what went wrong so far. */
final class Trail {
  private final byte[] in;
  private final int faultAt;
  private final String mark;
  private int at;
  private boolean marked;
  private boolean stopped;
  private boolean whole = true;
  private Optional<String> encodingFault = Optional.empty();

  Trail(byte[] in, Optional<Parsed.Refused<?>> refused) {
    this.in = in;
    this.faultAt = refused.map(Parsed.Refused::offset).orElse(-1);
    this.mark = refused.map(Trail::mark).orElse("");
    this.marked = faultAt < 0;
  }

  /** The line before the byte that is refused. */
  static String mark(Parsed.Refused<?> refused) {
    String name = refused.refusal().wireName() + " (" + refused.refusal().number() + ")";
    return "/ >>> byte " + refused.offset() + ": " + name + " /";
  }

  byte[] in() {
    return in;
  }

  /** In bytes from the start of the input. */
  int at() {
    return at;
  }

  void to(int next) {
    at = next;
  }

  /** The head that stands next. */
  Optional<Head> head(int limit) {
    return Head.read(in, at, limit);
  }

  /** Steps over a break if one stands next, and says whether it did. */
  boolean steppedOverBreak(int limit) {
    boolean isBreak = at < limit && in[at] == (byte) 0xff;
    at += isBreak ? 1 : 0;
    return isBreak;
  }

  /** The mark, if the fault is before {@code end} and was not marked yet. */
  Optional<String> markBefore(int end) {
    if (marked || faultAt >= end) {
      return Optional.empty();
    }
    marked = true;
    return Optional.of(mark);
  }

  boolean isMarked() {
    return marked;
  }

  /** What is not so is not well-formed. */
  void demand(boolean holds) {
    whole &= holds;
  }

  /** Bytes up to {@code limit} were not read. */
  void broken(int limit) {
    whole = false;
    at = limit;
  }

  /** Nothing more can be read of the item that is being walked. */
  void stop(int limit) {
    broken(limit);
    stopped = true;
  }

  /** The item that could not be read stood in a string, and after the string all is well. */
  void goOn() {
    stopped = false;
  }

  boolean isStopped() {
    return stopped;
  }

  /** Whether every byte was read. */
  boolean isWhole() {
    return whole;
  }

  /** Why some bytes are not one item in the encoding of PROTOCOL.md, section 2. */
  Optional<String> encodingFault() {
    return encodingFault;
  }

  /** Looks whether these bytes are one item in the encoding that they should have. */
  void scan(int from, int to) {
    Bytes item = Bytes.owning(Arrays.copyOfRange(in, from, to));
    Parsed<CborReader> read = Parsed.of(() -> Parsed.within(from, () -> CborReader.open(item)));
    if (encodingFault.isEmpty()) {
      encodingFault = read.match(reader -> Optional.empty(), it -> Optional.of(fault(it)));
    }
  }

  private static String fault(Parsed.Refused<?> refused) {
    return refused.refusal() == Refusal.NOT_DETERMINISTIC
        ? "no: " + refused.detail() + " (at byte " + refused.offset() + ")"
        : "not to be said: " + refused.text();
  }
}
