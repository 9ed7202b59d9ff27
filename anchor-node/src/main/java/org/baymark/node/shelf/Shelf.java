package org.baymark.node.shelf;

import java.util.NavigableSet;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;

/**
 * Facts under keys. A mark gives the state of a moment a number: what the facts were then can be
 * read, and gone back to, until the mark is dropped. What is written counts with the transaction of
 * whoever keeps the shelf, if it has one. Every call may block and may fail as the keeper's disk
 * does; for one thread.
 */
public interface Shelf {
  /** The fact under {@code key} now. */
  Optional<Bytes> get(Bytes key);

  /** The fact under {@code key} as it was at {@code mark}, which must be one of {@link #marks}. */
  Optional<Bytes> get(Bytes key, long mark);

  /** From now on {@code value}, which is not empty, is the fact under {@code key}. */
  void put(Bytes key, Bytes value);

  /** Gives the state of now the number {@code mark}, above all that are there. */
  void mark(long mark);

  /** The marks that were not dropped. */
  NavigableSet<Long> marks();

  /** Nobody asks for {@code mark} any more; the others stay. */
  void drop(long mark);

  /** All is as it was at {@code mark}; later marks are gone. */
  void goBack(long mark);

  /** Nothing is there any more, and no mark. */
  void clear();

  /** {@code mark}, if it is one of {@link #marks}. */
  static long known(NavigableSet<Long> marks, long mark) {
    if (!marks.contains(mark)) {
      throw new IllegalStateException("nobody remembers what was at mark " + mark);
    }
    return mark;
  }
}
