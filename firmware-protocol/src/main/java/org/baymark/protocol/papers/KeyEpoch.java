package org.baymark.protocol.papers;

import java.util.OptionalLong;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cose.Position;

/**
 * The time of one alliance key: it blinds the shipments of the batches that were opened in it. What
 * a batch's header says of its opening decides, and nothing else: so a gateway without a network,
 * one after a power cut and a stranger years later all name the same key.
 *
 * @param number counts the alliance's keys from 0
 * @param from seconds since 1970
 * @param until seconds since 1970, which is when the next begins; empty where none was announced
 */
public record KeyEpoch(long number, long from, OptionalLong until) {
  /**
   * How long before it begins an epoch is announced, in seconds: 180 days. So a card that names no
   * end speaks for this long after its date, and no longer.
   */
  public static final long NOTICE_SECONDS = 180L * 86_400;

  /** The only one of an alliance that never changed its key. */
  public static final KeyEpoch FIRST = new KeyEpoch(0, 0, OptionalLong.empty());

  public KeyEpoch {
    if (number < 0 || from < 0 || until.isPresent() && until.getAsLong() <= from) {
      throw new IllegalArgumentException("epoch " + number + " from " + from + " until " + until);
    }
  }

  static KeyEpoch read(long number, long from, CborReader in) throws RefusalException {
    int start = in.offset();
    OptionalLong until =
        in.skipNull() ? OptionalLong.empty() : OptionalLong.of(in.unsigned(Position.U53_MAX));
    if (until.isPresent() && until.getAsLong() <= from) {
      throw new RefusalException(Refusal.OUT_OF_RANGE, start, "an epoch that ends as it begins");
    }
    return new KeyEpoch(number, from, until);
  }

  /** Whether a batch opened then belongs to it. */
  public boolean holds(long openedMillis) {
    long opened = Math.floorDiv(openedMillis, 1000L);
    return opened >= from && (until.isEmpty() || opened < until.getAsLong());
  }
}
