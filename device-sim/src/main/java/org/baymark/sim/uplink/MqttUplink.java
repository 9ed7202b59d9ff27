package org.baymark.sim.uplink;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MQTT 5 with QoS 1. Paho throws when its window is full instead of queueing, so the window and the
 * queue are here; what was under way when a connection is lost goes out first on the next.
 */
public final class MqttUplink implements Uplink {
  /** PUBLISH packets without a PUBACK, where the server allows as many. */
  public static final int WINDOW = 64;

  private static final Logger log = LoggerFactory.getLogger(MqttUplink.class);
  private static final long RECONNECT_MILLIS = 250;

  /**
   * Paho counts a packet as under way until after the callback in which we send the next one, so a
   * few fewer than the server's Receive Maximum.
   */
  private static final int MARGIN = 4;

  private record Pending(String topic, Bytes statement, CompletableFuture<Answer> answer) {}

  private final String server;
  private final String clientId;
  private final ScheduledExecutorService scheduler;

  // All below is guarded by this.
  private final Deque<Pending> waiting = new ArrayDeque<>();
  private final Deque<Pending> underWay = new ArrayDeque<>();

  /** The one connection whose word counts: standing, or being made. */
  private @Nullable MqttConnection connection;

  private int window; // 0 while no connection stands
  private boolean closed;

  private MqttUplink(URI server, String clientId, ScheduledExecutorService scheduler) {
    this.server = "tcp://" + server.getHost() + ":" + server.getPort();
    this.clientId = clientId;
    this.scheduler = scheduler;
  }

  /**
   * Begins to connect, and does not wait for it.
   *
   * @param server mqtt://HOST:PORT
   * @param clientId at most 23 characters, as any server takes them
   * @param scheduler makes the connections; shared by many uplinks
   */
  public static MqttUplink open(URI server, String clientId, ScheduledExecutorService scheduler) {
    MqttUplink uplink = new MqttUplink(server, clientId, scheduler);
    scheduler.execute(uplink::connect);
    return uplink;
  }

  @Override
  public CompletableFuture<Answer> send(DevUrn issuer, Bytes statement) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    synchronized (this) {
      if (!closed) {
        waiting.addLast(new Pending("baymark/v1/" + issuer, statement, answer));
        pump();
        return answer;
      }
    }
    answer.complete(Answer.lost("the connection is closed"));
    return answer;
  }

  /** Publishes while the window has room. */
  private synchronized void pump() {
    MqttConnection current = connection;
    while (current != null && underWay.size() < window && !waiting.isEmpty()) {
      Pending next = waiting.removeFirst();
      underWay.addLast(next);
      try {
        current.publish(
            next.topic(), next.statement().toArray(), answer -> answered(current, next, answer));
      } catch (MqttException e) {
        underWay.removeLast();
        waiting.addFirst(next);
        if (underWay.isEmpty()) {
          log.atInfo().addKeyValue("client", clientId).setCause(e).log("publish failed");
          lost(current);
        }
        return; // else the next answer pumps again
      }
    }
  }

  private void answered(MqttConnection on, Pending pending, Answer answer) {
    boolean expected;
    synchronized (this) {
      expected = connection == on && underWay.remove(pending);
    }
    if (expected) {
      pending.answer().complete(answer);
    }
    pump();
  }

  /** What a connection says of itself; only the current one is believed. */
  private final class Fate implements MqttConnection.Listener {
    @Override
    public void opened(MqttConnection opened, int receiveMaximum) {
      synchronized (MqttUplink.this) {
        if (opened == connection) {
          window = Math.max(1, Math.min(WINDOW, receiveMaximum - MARGIN));
        }
      }
      pump();
    }

    @Override
    public void lost(MqttConnection gone) {
      MqttUplink.this.lost(gone);
    }
  }

  private void connect() {
    synchronized (this) {
      if (closed) {
        return;
      }
      try {
        // With the lock held: its first word comes on another thread, after we know it.
        connection = MqttConnection.open(server, clientId, new Fate());
      } catch (MqttException e) {
        log.atDebug().addKeyValue("client", clientId).setCause(e).log("no connection");
        again();
      }
    }
  }

  /** Takes a connection out of use, puts what it had under way in front, and makes another. */
  private synchronized void lost(MqttConnection gone) {
    if (closed || connection != gone) {
      return;
    }
    connection = null;
    window = 0;
    while (!underWay.isEmpty()) {
      waiting.addFirst(underWay.removeLast());
    }
    log.atDebug().addKeyValue("client", clientId).log("connection lost");
    Thread end = new Thread(gone::end, "mqtt-end");
    end.setDaemon(true);
    end.start();
    again();
  }

  private void again() {
    var unused = scheduler.schedule(this::connect, RECONNECT_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    MqttConnection last;
    List<Pending> left;
    synchronized (this) {
      closed = true;
      last = connection;
      connection = null;
      waiting.addAll(underWay);
      underWay.clear();
      left = List.copyOf(waiting);
      waiting.clear();
    }
    if (last != null) {
      last.end();
    }
    left.forEach(pending -> pending.answer().complete(Answer.lost("the connection is closed")));
  }
}
