package org.baymark.protocol.cbor;

import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;

/**
 * The fields of a map with integer labels, asked for in the one order that deterministic encoding
 * gives them (RFC 8949, section 4.2.1): 0, 1, 2 ... and then -1, -2 .... A label that nobody asked
 * for is an unknown field; one that was asked for and is not there is a missing one.
 */
public final class CborFields {
  private final CborReader reader;
  private final int start;
  private int left;

  CborFields(CborReader reader, int start, int count) {
    this.reader = reader;
    this.start = start;
    this.left = count;
  }

  /** Steps to the value of {@code label}. */
  public void required(long label) throws RefusalException {
    if (!optional(label)) {
      throw new RefusalException(Refusal.MISSING_FIELD, start, "field " + label + " is missing");
    }
  }

  /** Steps to the value of {@code label} if it is there, and says whether it is. */
  public boolean optional(long label) throws RefusalException {
    if (left == 0) {
      return false;
    }
    int mark = reader.offset();
    if (!isInteger()) {
      return false;
    }
    long next = reader.integer();
    if (next == label) {
      left--;
      return true;
    }
    reader.back(mark);
    if (before(next, label)) {
      throw unknown(mark, Long.toString(next));
    }
    return false;
  }

  /** Ends the map: whatever field is left is unknown. */
  public void end() throws RefusalException {
    if (left > 0) {
      int mark = reader.offset();
      throw unknown(mark, isInteger() ? Long.toString(reader.integer()) : "that is no integer");
    }
  }

  private boolean isInteger() {
    CborReader.Kind kind = reader.peek();
    return kind == CborReader.Kind.UNSIGNED || kind == CborReader.Kind.NEGATIVE;
  }

  private static boolean before(long a, long b) {
    return a >= 0 == b >= 0 ? Math.abs(a) < Math.abs(b) : a >= 0;
  }

  private static RefusalException unknown(int offset, String label) {
    return new RefusalException(Refusal.UNKNOWN_FIELD, offset, "unknown field " + label);
  }
}
