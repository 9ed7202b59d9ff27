package org.baymark.protocol.merkle;

import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;

/**
 * A tree at one moment: [size, root].
 *
 * @param size how many leaves it has; 0 to 2^53-1
 */
public record TreeHead(long size, Digest root) {
  /** Sizes and indexes stay below what every JSON and JavaScript reader can count exactly. */
  public static final long SIZE_MAX = (1L << 53) - 1;

  public TreeHead {
    if (size < 0 || size > SIZE_MAX) {
      throw new IllegalArgumentException("a tree of " + size + " leaves");
    }
  }

  public static TreeHead read(CborReader in) throws RefusalException {
    in.arrayOf(2);
    return new TreeHead(in.unsigned(SIZE_MAX), in.digest());
  }

  public void write(CborWriter out) {
    out.array(2).integer(size).digest(root);
  }
}
