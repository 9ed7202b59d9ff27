package org.baymark.protocol.index;

import java.util.Optional;
import org.baymark.protocol.bytes.Digest;
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

  /** Whether there is such an era. */
  public static boolean isValid(long epoch, Optional<Digest> stopSet) {
    return epoch >= 0 && epoch <= TreeHead.SIZE_MAX && stopSet.isEmpty() == (epoch == 0);
  }
}
