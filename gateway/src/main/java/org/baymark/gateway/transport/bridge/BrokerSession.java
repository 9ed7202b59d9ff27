package org.baymark.gateway.transport.bridge;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to the broker, from the first attempt until it is lost. A message is acknowledged
 * on the connection that brought it or not at all: on the next one, its number may be another
 * message's.
 */
final class BrokerSession implements MqttCallback {
  private static final Logger log = LoggerFactory.getLogger(BrokerSession.class);

  /** The first reason code that is a failure (OASIS MQTT 5.0, section 2.4). */
  private static final int FAILURE = 0x80;

  private static final long QUIT_MILLIS = 2_000;

  private final BrokerLine line;
  private final List<String> stale;
  private final Consumer<Delivery> receiver;
  private final Runnable overrun;
  private final Consumer<BrokerSession> subscribed;
  private final BiConsumer<BrokerSession, String> lost;
  private final MqttAsyncClient client;

  private volatile boolean isClosed;

  /** Holds up Paho's thread, and so the socket, while that many messages are on their way. */
  private final Semaphore room = new Semaphore(BrokerLine.UNACKNOWLEDGED_MAX);

  /**
   * @param stale filters that the broker's session may have, and shall not
   * @param receiver takes messages, one after the other
   * @param overrun is called when one of QoS 0 came and there was no room
   * @param subscribed is called once messages can come
   * @param lost is told why the connection ended, or did not come about; perhaps twice
   */
  BrokerSession(
      BrokerLine line,
      List<String> stale,
      Consumer<Delivery> receiver,
      Runnable overrun,
      Consumer<BrokerSession> subscribed,
      BiConsumer<BrokerSession, String> lost)
      throws MqttException {
    this.line = line;
    this.stale = stale;
    this.receiver = receiver;
    this.overrun = overrun;
    this.subscribed = subscribed;
    this.lost = lost;
    this.client = new MqttAsyncClient(line.url(), line.clientId(), new MemoryPersistence());
    client.setManualAcks(true);
    client.setCallback(this);
  }

  void connect() {
    try {
      client.connect(line.options(), null, then(token -> subscribe()));
    } catch (MqttException | RuntimeException e) {
      ended(Reason.of(e));
    }
  }

  private void subscribe() {
    try {
      client.subscribe(line.subscriptions(), null, then(this::judge), new MqttProperties());
    } catch (MqttException e) {
      ended(Reason.of(e));
    }
  }

  private void judge(IMqttToken token) {
    int[] codes = token.getReasonCodes();
    for (int i = 0; codes != null && i < codes.length; i++) {
      if (codes[i] >= FAILURE) {
        ended(
            "the broker refuses the subscription to '%s' (reason code 0x%02x)"
                .formatted(line.topics().get(i), codes[i]));
        return;
      }
    }
    unsubscribe();
  }

  private void unsubscribe() {
    if (stale.isEmpty()) {
      subscribed.accept(this);
      return;
    }
    try {
      client.unsubscribe(
          stale.toArray(String[]::new),
          null,
          then(token -> subscribed.accept(this)),
          new MqttProperties());
    } catch (MqttException e) {
      ended(Reason.of(e));
    }
  }

  private MqttActionListener then(Consumer<IMqttToken> next) {
    return new MqttActionListener() {
      @Override
      public void onSuccess(IMqttToken token) {
        next.accept(token);
      }

      @Override
      public void onFailure(IMqttToken token, Throwable why) {
        ended(Reason.of(why));
      }
    };
  }

  private void ended(String why) {
    lost.accept(this, why);
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) throws InterruptedException {
    if (message.getQos() > 0) {
      room.acquire();
    } else if (!room.tryAcquire()) {
      overrun.run(); // to wait for it would hold up what is never lost
      return;
    }
    if (!isClosed) {
      receiver.accept(new Delivery(this, topic, message));
    }
  }

  /**
   * {@code delivery} is on the disk: the broker may forget it. Where the connection was lost
   * meanwhile it is brought once more; one that takes no acknowledgement is given up, since the
   * broker waits for that one.
   */
  void done(Delivery delivery) {
    room.release();
    if (delivery.isToBeAcknowledged()) {
      try {
        client.messageArrivedComplete(delivery.id(), delivery.qos());
      } catch (MqttException | NullPointerException e) { // Paho drops what it needs when it closes
        log.atDebug().addKeyValue("why", e).log("an acknowledgement did not leave");
        ended("the connection takes no acknowledgements");
      }
    }
  }

  /** A message was not taken: the broker brings it again, or nobody waits for it. */
  void dropped() {
    room.release();
  }

  /** Ends the connection; the broker keeps the session. Blocks for some seconds at most. */
  void close() {
    isClosed = true;
    room.release(BrokerLine.UNACKNOWLEDGED_MAX); // Paho waits for its thread
    try {
      if (client.isConnected()) {
        client.disconnect(QUIT_MILLIS).waitForCompletion(2 * QUIT_MILLIS);
      } else {
        client.disconnectForcibly(0, 0, false);
      }
    } catch (MqttException | RuntimeException e) {
      log.atDebug().addKeyValue("why", Reason.of(e)).log("no goodbye to the broker");
    }
    try {
      client.close(true);
    } catch (MqttException | RuntimeException e) {
      log.atDebug().addKeyValue("why", Reason.of(e)).log("a lost connection did not close well");
    }
  }

  @Override
  public void disconnected(MqttDisconnectResponse response) {
    String said = response.getReasonString();
    MqttException cause = response.getException();
    ended(said != null ? said : cause != null ? Reason.of(cause) : "the broker ended it");
  }

  @Override
  public void mqttErrorOccurred(MqttException e) {
    ended(Reason.of(e));
  }

  @Override
  public void deliveryComplete(IMqttToken token) {
    // Nothing is published here.
  }

  @Override
  public void connectComplete(boolean reconnect, String url) {
    // The listener of the attempt hears of it.
  }

  @Override
  public void authPacketArrived(int reasonCode, MqttProperties properties) {
    // Never asked for.
  }
}
