package org.baymark.node.running;

import java.util.function.Consumer;
import org.baymark.protocol.voting.Message;

/**
 * Where the chamber puts what others should hear. Until there is somebody to tell it is dropped:
 * the chamber says it again.
 */
final class Outbox implements Consumer<Message> {
  private volatile Consumer<Message> others = message -> {};

  void opensTo(Consumer<Message> all) {
    others = all;
  }

  @Override
  public void accept(Message message) {
    others.accept(message);
  }
}
