package org.baymark.protocol.batch;

import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cose.Position;

/** Counts and numbers of this room start at 1 and end at 2^53-1. */
final class Counts {
  private Counts() {}

  static long readFrom1(CborReader in) throws RefusalException {
    int start = in.offset();
    long count = in.unsigned(Position.U53_MAX);
    if (count == 0) {
      throw new RefusalException(Refusal.OUT_OF_RANGE, start, "0 where counting starts at 1");
    }
    return count;
  }

  static void checkFrom1(long count, String what) {
    if (count < 1 || count > Position.U53_MAX) {
      throw new IllegalArgumentException(what + ": " + count);
    }
  }
}
