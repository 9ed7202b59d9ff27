package org.baymark.node.sequence;

import java.util.List;
import org.baymark.protocol.registration.Members;

/**
 * Who the members are, as far as this member's log goes.
 *
 * @param counting who certified the last certified head, and who certifies what comes after each
 *     change in the log since; the last of them certifies the next head
 * @param settled who certifies what comes after the last certified head
 */
public record MemberSets(List<Members> counting, Members settled) {
  public MemberSets {
    counting = List.copyOf(counting);
  }

  /** Who certifies the next head. */
  public Members now() {
    return counting.get(counting.size() - 1);
  }
}
