package org.baymark.protocol.cose;

import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;

/**
 * The place of a statement in its device's own history (claim -65537).
 *
 * @param boot grows at each start of the device; 0 to 2^32-1
 * @param seq grows by one with each statement of a boot, from 0; 0 to 2^32-1
 * @param previous first 16 bytes of the id of the device's statement before this one; empty where
 *     the device does not know it, which leaves an open end
 * @param uptimeMillis since the start of the device, for those without a clock
 */
public record Position(long boot, long seq, Optional<Bytes> previous, OptionalLong uptimeMillis) {
  public static final long U32_MAX = 0xffff_ffffL;
  public static final long U53_MAX = (1L << 53) - 1;
  public static final int PREVIOUS_SIZE = 16;

  /** By boot, then by seq. */
  public static final Comparator<Position> BY_NUMBER =
      Comparator.comparingLong(Position::boot).thenComparingLong(Position::seq);

  public Position {
    if (boot < 0 || boot > U32_MAX || seq < 0 || seq > U32_MAX) {
      throw new IllegalArgumentException("boot " + boot + " or seq " + seq + " beyond 32 bits");
    }
  }

  static Position read(CborReader in) throws RefusalException {
    int count = in.array(3, 4);
    long boot = in.unsigned(U32_MAX);
    long seq = in.unsigned(U32_MAX);
    Optional<Bytes> previous =
        in.skipNull() ? Optional.empty() : Optional.of(in.bytesOf(PREVIOUS_SIZE));
    OptionalLong uptime = count == 4 ? OptionalLong.of(in.unsigned(U53_MAX)) : OptionalLong.empty();
    return new Position(boot, seq, previous, uptime);
  }

  void write(CborWriter out) {
    out.array(uptimeMillis.isPresent() ? 4 : 3).integer(boot).integer(seq);
    previous.ifPresentOrElse(out::bytes, out::nil);
    uptimeMillis.ifPresent(out::integer);
  }
}
