package org.baymark.protocol.index;

import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.merkle.TreeHead;

/**
 * Where the log says what about a key: [registered, revoked / null, last batch / null].
 *
 * @param registered log index of the registration, from 0
 * @param revoked log index of the revocation, which comes later
 * @param lastBatch of a revoked gateway: the number of the last batch that still counts
 */
public record KeyState(long registered, OptionalLong revoked, OptionalLong lastBatch) {
  public KeyState {
    if (registered < 0 || registered > TreeHead.SIZE_MAX) {
      throw new IllegalArgumentException("log index " + registered);
    }
    if (!isPossible(registered, revoked, lastBatch)) {
      throw new IllegalArgumentException(text(registered, revoked, lastBatch));
    }
  }

  private static boolean isPossible(long registered, OptionalLong revoked, OptionalLong lastBatch) {
    return revoked.isPresent() ? revoked.getAsLong() > registered : lastBatch.isEmpty();
  }

  private static String text(long registered, OptionalLong revoked, OptionalLong lastBatch) {
    return "registered " + registered + ", revoked " + revoked + ", last batch " + lastBatch;
  }

  public Bytes encode() {
    CborWriter out = new CborWriter().array(3).integer(registered);
    revoked.ifPresentOrElse(out::integer, out::nil);
    lastBatch.ifPresentOrElse(out::integer, out::nil);
    return out.toBytes();
  }

  public static Parsed<KeyState> parse(Bytes encoded) {
    return Parsed.of(
        () -> {
          CborReader in = CborReader.open(encoded);
          in.arrayOf(3);
          long registered = in.unsigned(TreeHead.SIZE_MAX);
          OptionalLong revoked = unsignedOrNull(in);
          OptionalLong lastBatch = unsignedOrNull(in);
          if (!isPossible(registered, revoked, lastBatch)) {
            String what = text(registered, revoked, lastBatch);
            throw new RefusalException(Refusal.OUT_OF_RANGE, what);
          }
          return new KeyState(registered, revoked, lastBatch);
        });
  }

  private static OptionalLong unsignedOrNull(CborReader in) throws RefusalException {
    return in.skipNull() ? OptionalLong.empty() : OptionalLong.of(in.unsigned(TreeHead.SIZE_MAX));
  }
}
