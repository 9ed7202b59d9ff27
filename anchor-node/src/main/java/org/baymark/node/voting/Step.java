package org.baymark.node.voting;

import java.util.List;
import java.util.Optional;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.voting.Message;

/**
 * What a voter answers, in the order in which it is to be done.
 *
 * @param minutes to record, all or none, before anything else
 * @param seen to record with what is recorded next, whenever that is
 * @param messages for every other member, once the minutes are on the disk
 * @param follow a head that k members stand behind and that the branch lacks or contradicts: it has
 *     to be copied and executed
 */
public record Step(
    List<Minute> minutes, List<Seen> seen, List<Message> messages, Optional<TreeHead> follow) {

  public Step {
    minutes = List.copyOf(minutes);
    seen = List.copyOf(seen);
    messages = List.copyOf(messages);
  }
}
