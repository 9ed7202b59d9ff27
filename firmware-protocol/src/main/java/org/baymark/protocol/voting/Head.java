package org.baymark.protocol.voting;

import java.util.Comparator;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.merkle.TreeHead;

/**
 * A head of the log as one epoch closed it: [epoch, size, root].
 *
 * @param epoch from 0
 * @param size in entries, from 1
 */
public record Head(long epoch, long size, Digest root) {
  /** By epoch, then by size; by size alone, an old epoch would outrank a newer one. */
  public static final Comparator<Head> BY_RANK =
      Comparator.comparingLong(Head::epoch).thenComparingLong(Head::size);

  public Head {
    if (epoch < 0 || epoch > TreeHead.SIZE_MAX || size < 1 || size > TreeHead.SIZE_MAX) {
      throw new IllegalArgumentException("a head of " + size + " entries in epoch " + epoch);
    }
  }

  public static Head of(long epoch, TreeHead tree) {
    return new Head(epoch, tree.size(), tree.root());
  }

  static Head read(CborReader in) throws RefusalException {
    in.arrayOf(3);
    long epoch = in.unsigned(TreeHead.SIZE_MAX);
    return new Head(epoch, in.unsignedFrom1(TreeHead.SIZE_MAX), in.digest());
  }

  void write(CborWriter out) {
    out.array(3).integer(epoch).integer(size).digest(root);
  }

  public TreeHead tree() {
    return new TreeHead(size, root);
  }

  @Override
  public String toString() {
    return size + " " + root.hex().substring(0, 16) + " of epoch " + epoch;
  }
}
