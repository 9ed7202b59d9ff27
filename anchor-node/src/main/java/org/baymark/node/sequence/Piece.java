package org.baymark.node.sequence;

import java.util.List;
import java.util.Optional;
import org.baymark.node.store.Place;
import org.baymark.node.store.StoredEntry;

/**
 * A stretch of the log as one member hands it to another, with all that is needed to execute it.
 *
 * @param first index of its first entry
 * @param entries one after another; empty if the log ends at {@code first}
 * @param place where the order had come to after the last of them; empty if that was not recorded
 * @param logSize of the whole log, where it comes from
 */
public record Piece(long first, List<StoredEntry> entries, Optional<Place> place, long logSize) {
  public Piece {
    entries = List.copyOf(entries);
  }

  long end() {
    return first + entries.size();
  }

  /** What of it lies within the first {@code size} entries of the log. */
  Piece upTo(long size) {
    if (end() <= size && !entries.isEmpty()) {
      return this;
    }
    int count = (int) Math.max(0, size - first);
    return new Piece(first, entries.subList(0, count), Optional.empty(), logSize);
  }
}
