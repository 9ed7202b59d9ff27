package org.baymark.node.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.baymark.protocol.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A fact as it lies on the disk: its octets, and four more that are a check sum over its key and
 * them (CRC-32C: no change of up to 32 bits in a row escapes it). SQLite hands out a row in which
 * bits have turned as if nothing were.
 */
final class CheckedFact {
  static final int SUM_SIZE = Integer.BYTES;

  private CheckedFact() {}

  static Bytes seal(Bytes key, Bytes value) {
    return value.concat(sum(key, value));
  }

  /** What {@link #seal} put in, if {@code stored} is what came out. */
  static Bytes open(Bytes key, byte @Nullable [] stored) {
    int size = stored == null ? -1 : stored.length - SUM_SIZE;
    if (stored == null || size < 0) {
      throw damaged();
    }
    Bytes value = Bytes.owning(Arrays.copyOf(stored, size));
    if (!seal(key, value).equals(Bytes.owning(stored))) {
      throw damaged();
    }
    return value;
  }

  /** A row that is not where a search for its key would have come to hides that key. */
  static void demandOrder(boolean isInOrder) {
    if (!isInOrder) {
      throw damaged();
    }
  }

  private static StoreException damaged() {
    return StoreException.damaged(
        "a fact in the database is another than the one that was written there");
  }

  private static Bytes sum(Bytes key, Bytes value) {
    CRC32C sum = new CRC32C();
    sum.update(key.unsafeArray());
    sum.update(value.unsafeArray());
    return Bytes.owning(ByteBuffer.allocate(SUM_SIZE).putInt((int) sum.getValue()).array());
  }
}
