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
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MQTT 5 with QoS 1. Paho throws when its window is full instead of queueing, and a client of it
 * that lost its connection has states from which it does not come back: so the window and the queue
 * are here, and every connection gets a client of its own.
 */
public final class MqttUplink implements Uplink {
  /** PUBLISH packets without a PUBACK, where the server allows as many. */
  public static final int WINDOW = 64;

  private static final Logger log = LoggerFactory.getLogger(MqttUplink.class);
  private static final int AT_LEAST_ONCE = 1;
  private static final long RECONNECT_MILLIS = 250;
  private static final int KEEP_ALIVE_SECONDS = 30;
  private static final int CONNECT_SECONDS = 10;

  /**
   * Paho counts a packet as under way until after the callback in which we send the next one, so a
   * few fewer than the server's Receive Maximum.
   */
  private static final int MARGIN = 4;

  private record Pending(String topic, byte[] payload, CompletableFuture<Answer> answer) {}

  private final String server;
  private final String clientId;
  private final ScheduledExecutorService scheduler;

  // All below is guarded by this.
  private final Deque<Pending> waiting = new ArrayDeque<>();
  private final Deque<Pending> underWay = new ArrayDeque<>();
  private @Nullable MqttAsyncClient client;
  private int window;
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
    Pending pending =
        new Pending("baymark/v1/" + issuer, statement.toArray(), new CompletableFuture<>());
    boolean late;
    synchronized (this) {
      late = closed;
      if (!late) {
        waiting.addLast(pending);
      }
    }
    if (late) {
      pending.answer().complete(Answer.lost("the connection is closed"));
    } else {
      pump();
    }
    return pending.answer();
  }

  /** Publishes while the window has room. */
  private synchronized void pump() {
    MqttAsyncClient current = client;
    while (current != null && underWay.size() < window && !waiting.isEmpty()) {
      Pending next = waiting.removeFirst();
      underWay.addLast(next);
      try {
        current.publish(
            next.topic(), next.payload(), AT_LEAST_ONCE, false, null, new Receipt(next, current));
      } catch (MqttException e) {
        underWay.remove(next);
        waiting.addFirst(next);
        if (underWay.isEmpty()) {
          log.atInfo().addKeyValue("client", clientId).setCause(e).log("publish failed");
          reconnect(current);
        }
        return; // else the next answer pumps again
      }
    }
  }

  /** Waits for the PUBACK of one statement. */
  private final class Receipt implements MqttActionListener {
    private final Pending pending;
    private final MqttAsyncClient on;

    Receipt(Pending pending, MqttAsyncClient on) {
      this.pending = pending;
      this.on = on;
    }

    @Override
    public void onSuccess(IMqttToken token) {
      if (settle()) {
        pending.answer().complete(answer(token));
      }
      pump();
    }

    @Override
    public void onFailure(IMqttToken token, Throwable cause) {
      synchronized (MqttUplink.this) {
        if (closed || client != on) {
          return; // whoever took the client away also took care of what was under way
        }
      }
      reconnect(on);
    }

    private boolean settle() {
      synchronized (MqttUplink.this) {
        return client == on && underWay.remove(pending);
      }
    }
  }

  private static Answer answer(IMqttToken token) {
    int[] codes = token.getReasonCodes();
    int code = codes == null || codes.length == 0 ? 0 : codes[0];
    // MQTT 5.0, section 2.4: every reason code from 0x80 on is a failure.
    if (code < 0x80) {
      return Answer.ACCEPTED;
    }
    String said =
        token.getResponseProperties() == null
            ? null
            : token.getResponseProperties().getReasonString();
    String text = said == null ? "" : said;
    return code == MqttReturnCode.RETURN_CODE_QUOTA_EXCEEDED
        ? Answer.busy(text)
        : Answer.refused(text);
  }

  private void connect() {
    synchronized (this) {
      if (closed) {
        return;
      }
    }
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setCleanStart(true);
    options.setAutomaticReconnect(false);
    options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
    options.setConnectionTimeout(CONNECT_SECONDS);
    options.setRequestProblemInfo(true);
    try {
      MqttAsyncClient fresh = new MqttAsyncClient(server, clientId, new MemoryPersistence());
      fresh.setCallback(new Disconnection(fresh, this::reconnect));
      fresh.connect(
          options,
          null,
          new MqttActionListener() {
            @Override
            public void onSuccess(IMqttToken token) {
              connected(fresh, token);
            }

            @Override
            public void onFailure(IMqttToken token, Throwable cause) {
              log.atDebug().addKeyValue("client", clientId).setCause(cause).log("no connection");
              retire(fresh);
              again();
            }
          });
    } catch (MqttException e) {
      log.atDebug().addKeyValue("client", clientId).setCause(e).log("no connection");
      again();
    }
  }

  private void connected(MqttAsyncClient fresh, IMqttToken token) {
    Integer allowed = token.getResponseProperties().getReceiveMaximum();
    boolean late;
    synchronized (this) {
      late = closed;
      if (!late) {
        client = fresh;
        window = allowed == null ? WINDOW : Math.max(1, Math.min(WINDOW, allowed - MARGIN));
      }
    }
    if (late) {
      retire(fresh);
    } else {
      pump();
    }
  }

  /** Takes the client out of use, puts what it had under way in front again, and connects anew. */
  private void reconnect(MqttAsyncClient broken) {
    synchronized (this) {
      if (closed || client != broken) {
        return;
      }
      client = null;
      while (!underWay.isEmpty()) {
        waiting.addFirst(underWay.removeLast());
      }
    }
    log.atInfo().addKeyValue("client", clientId).log("connection lost");
    retire(broken);
    again();
  }

  private void again() {
    synchronized (this) {
      if (!closed) {
        scheduler.schedule(this::connect, RECONNECT_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  /** Paho may not be closed on a thread of its own, for which it would wait. */
  private static void retire(MqttAsyncClient old) {
    Thread thread = new Thread(() -> end(old), "mqtt-retire");
    thread.setDaemon(true);
    thread.start();
  }

  private static void end(MqttAsyncClient old) {
    try {
      old.disconnectForcibly(0, 1, false);
    } catch (MqttException e) {
      log.atDebug().setCause(e).log("disconnect failed");
    }
    try {
      old.close(true);
    } catch (MqttException e) {
      log.atDebug().setCause(e).log("close failed");
    }
  }

  @Override
  public void close() {
    MqttAsyncClient last;
    List<Pending> left;
    synchronized (this) {
      closed = true;
      last = client;
      client = null;
      waiting.addAll(underWay);
      underWay.clear();
      left = List.copyOf(waiting);
      waiting.clear();
    }
    if (last != null) {
      end(last);
    }
    left.forEach(pending -> pending.answer().complete(Answer.lost("the connection is closed")));
  }
}
