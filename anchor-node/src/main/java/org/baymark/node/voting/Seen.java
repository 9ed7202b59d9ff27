package org.baymark.node.voting;

import java.util.List;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.voting.Cosigned;

/**
 * What another member co-signed in this epoch and this one's log does not hold. It may convict that
 * member one day, so it should outlive a restart; but nothing that is signed here rests on it, so
 * it may reach the disk with whatever is written next.
 *
 * @param more to keep, each with that member's line alone
 * @param less not worth keeping any more
 */
public record Seen(DevUrn member, long epoch, List<Cosigned> more, List<TreeHead> less) {
  public Seen {
    more = List.copyOf(more);
    less = List.copyOf(less);
  }
}
