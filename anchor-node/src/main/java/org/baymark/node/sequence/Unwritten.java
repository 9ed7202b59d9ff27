package org.baymark.node.sequence;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.baymark.node.store.SeenStore;
import org.baymark.node.voting.Seen;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.voting.Cosigned;

/**
 * What was seen of other members' co-signatures and is not on the disk yet. To flush the disk for
 * each line would be a flush more for each member and head; so it goes there with the next seal, or
 * when the node is told to stop. A crash loses what was seen since the last head was closed: no
 * rule rests on it, and who said it lately says it again every few seconds.
 */
final class Unwritten {
  /** A member that signs without end buys one flush for so many signatures. */
  private static final int MANY = 256;

  private record Line(DevUrn member, TreeHead head) {}

  private final Map<Line, Optional<Cosigned>> waiting = new LinkedHashMap<>(); // empty: drop it

  void add(List<Seen> changes) {
    for (Seen change : changes) {
      change.less().forEach(head -> waiting.put(line(change, head), Optional.empty()));
      change.more().forEach(said -> waiting.put(line(change, tree(said)), Optional.of(said)));
    }
  }

  private static Line line(Seen change, TreeHead head) {
    return new Line(change.member(), head);
  }

  private static TreeHead tree(Cosigned said) {
    Checkpoint head = said.note().checkpoint();
    return new TreeHead(head.size(), head.root());
  }

  boolean areMany() {
    return waiting.size() >= MANY;
  }

  /**
   * Belongs to a transaction of the caller's.
   *
   * @param isHeld whether the log holds a head by now: most come a moment before it does
   */
  void write(SeenStore store, long epoch, Predicate<TreeHead> isHeld) {
    waiting.forEach(
        (line, said) -> {
          boolean isKept = said.isPresent() && !isHeld.test(line.head());
          store.write(
              new Seen(
                  line.member(),
                  epoch,
                  isKept ? said.stream().toList() : List.of(),
                  isKept ? List.of() : List.of(line.head())));
        });
    waiting.clear();
  }

  /** Another epoch began, or a transaction was rolled back. */
  void clear() {
    waiting.clear();
  }
}
