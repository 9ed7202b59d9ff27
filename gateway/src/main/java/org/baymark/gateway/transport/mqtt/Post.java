package org.baymark.gateway.transport.mqtt;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.function.Consumer;
import org.baymark.gateway.command.CommandDesk;
import org.baymark.gateway.runtime.HandOver;

/** What all connections share that hand commands out. Belongs to the ingress's event loop. */
final class Post {
  /** Of one client, for devices that it speaks for. */
  static final int TOPICS_MAX = 1_024;

  /** Of all clients, for each that may be connected: 200 bytes of heap each. */
  private static final int TOPICS_SHARE = 4;

  private final CommandDesk desk;
  private final HandOver<Runnable> turns;
  private int topicsMax;
  private int topicsTaken;

  Post(Context context, CommandDesk desk, int connectionsMax) {
    this.desk = desk;
    this.turns = new HandOver<>(context, Runnable::run);
    limit(connectionsMax);
  }

  /** So many clients may be connected from now on; nobody loses a topic because of it. */
  void limit(int connectionsMax) {
    topicsMax = Math.max(TOPICS_MAX, connectionsMax * TOPICS_SHARE);
  }

  CommandDesk desk() {
    return desk;
  }

  boolean takeTopic() {
    if (topicsTaken >= topicsMax) {
      return false;
    }
    topicsTaken++;
    return true;
  }

  void giveBackTopics(int count) {
    topicsTaken -= count;
  }

  /** Hands what comes of {@code work} to the event loop; empty where it failed. */
  <T> void when(Future<T> work, Consumer<Future<T>> then) {
    work.onComplete(result -> turns.give(() -> then.accept(work)));
  }
}
