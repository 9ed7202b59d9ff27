package org.baymark.node.tiles;

import java.nio.ByteBuffer;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;

/** How the entries under a tile of level 0 are served (C2SP tlog-tiles, "Log entries"). */
public final class EntryBundle {
  private static final int SIZE_MAX = 0xffff;

  private EntryBundle() {}

  /** Each entry behind its length in two bytes, big-endian. */
  public static Bytes encode(List<Bytes> entries) {
    int size = entries.stream().mapToInt(entry -> Short.BYTES + entry.size()).sum();
    ByteBuffer out = ByteBuffer.allocate(size);
    for (Bytes entry : entries) {
      if (entry.size() > SIZE_MAX) {
        throw new IllegalArgumentException("an entry of " + entry.size() + " bytes");
      }
      out.putShort((short) entry.size()).put(entry.unsafeArray());
    }
    return Bytes.owning(out.array());
  }
}
