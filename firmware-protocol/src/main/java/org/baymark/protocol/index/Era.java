package org.baymark.protocol.index;

import java.util.Optional;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.merkle.TreeHead;

/**
 * Which epoch of the log this is, and what it began with. Two ways to begin one epoch are two eras,
 * and since the seal names the era, no head is of both.
 *
 * @param epoch from 0
 * @param stopSet digest of the stop set that opened it; empty in epoch 0, and only there
 */
public record Era(long epoch, Optional<Digest> stopSet) {
  /** How a log begins. */
  public static final Era FIRST = new Era(0, Optional.empty());

  public Era {
    if (!isValid(epoch, stopSet)) {
      throw new IllegalArgumentException("no era: epoch " + epoch + ", " + stopSet);
    }
  }

  /** [epoch, digest / null]. */
  public static Era read(CborReader in) throws RefusalException {
    int start = in.offset();
    in.arrayOf(2);
    long epoch = in.unsigned(TreeHead.SIZE_MAX);
    Optional<Digest> stopSet = in.skipNull() ? Optional.empty() : Optional.of(in.digest());
    if (!isValid(epoch, stopSet)) {
      throw new RefusalException(Refusal.OUT_OF_RANGE, start, "epoch 0 begins with no stop set");
    }
    return new Era(epoch, stopSet);
  }

  public void write(CborWriter out) {
    out.array(2).integer(epoch);
    stopSet.ifPresentOrElse(out::digest, out::nil);
  }

  static boolean isValid(long epoch, Optional<Digest> stopSet) {
    return epoch >= 0 && epoch <= TreeHead.SIZE_MAX && stopSet.isEmpty() == (epoch == 0);
  }
}
