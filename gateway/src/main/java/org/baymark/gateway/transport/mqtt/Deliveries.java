package org.baymark.gateway.transport.mqtt;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.messages.MqttPubAckMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubAckReasonCode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.gateway.command.Letter;
import org.baymark.protocol.cose.DevUrn;

/**
 * Sends one client the commands of the devices that it subscribed for, and hears that they came.
 * Each is sent once for a subscription (OASIS MQTT 5.0, section 4.4: again only where the client
 * connects again), in the order of their numbers. Belongs to the ingress's event loop.
 */
final class Deliveries {
  /** Of one client, sent and not acknowledged. */
  private static final int UNACKNOWLEDGED_MAX = 16;

  /**
   * Bytes that wait to be read: above that nothing is sent with QoS 0, which a client could have
   * sent as often as it subscribes.
   */
  static final int UNREAD_MAX = 64 << 10;

  private static final int MESSAGE_ID_MAX = 65_535;

  private final MqttEndpoint endpoint;
  private final Line line;
  private final Post post;
  private final long packetSizeMax;
  private final int window;
  private final Map<DevUrn, Subscription> subscriptions = new LinkedHashMap<>();
  private final Map<Integer, Letter> unacknowledged = new HashMap<>();
  private int beingNoted;
  private int lastId;

  /** To one device's topic. */
  private static final class Subscription {
    private final MqttQoS qos;

    /** The number of the last command that was sent for it. */
    private long last;

    private boolean isBusy;

    Subscription(MqttQoS qos) {
      this.qos = qos;
    }
  }

  Deliveries(MqttEndpoint endpoint, Line line, Welcome asked, Post post) {
    this.endpoint = endpoint;
    this.line = line;
    this.post = post;
    this.packetSizeMax = asked.packetSizeMax();
    this.window = Math.min(UNACKNOWLEDGED_MAX, asked.receiveMaximum());
  }

  /** Whether there is room for one more; a subscription that is there is made anew. */
  boolean subscribe(DevUrn device, MqttQoS qos) {
    if (!subscriptions.containsKey(device)
        && (subscriptions.size() >= Post.TOPICS_MAX || !post.takeTopic())) {
      return false;
    }
    subscriptions.put(device, new Subscription(qos));
    return true;
  }

  /** Whether there was a subscription. What is on its way may still be acknowledged. */
  boolean unsubscribe(DevUrn device) {
    boolean was = subscriptions.remove(device) != null;
    post.giveBackTopics(was ? 1 : 0);
    return was;
  }

  boolean isFor(DevUrn device) {
    return subscriptions.containsKey(device);
  }

  /** The client is gone. */
  void end() {
    post.giveBackTopics(subscriptions.size());
    subscriptions.clear();
    unacknowledged.clear();
  }

  /** Sends what waits for any device. */
  void sendAll() {
    List.copyOf(subscriptions.keySet()).forEach(this::send);
  }

  /** Sends what waits for {@code device} and was not sent for this subscription. */
  void send(DevUrn device) {
    Subscription subscription = subscriptions.get(device);
    if (subscription == null || subscription.isBusy || !hasRoom(subscription)) {
      return;
    }
    Optional<Letter> next = post.desk().next(device, subscription.last);
    if (next.isEmpty()) {
      return;
    }
    Letter letter = next.get();
    if (packetSize(letter) > packetSizeMax) { // section 3.1.2.11.4: it must not be sent
      subscription.last = letter.number();
      send(device);
      return;
    }
    subscription.isBusy = true;
    beingNoted++;
    post.when(
        post.desk().sending(letter, MqttIngress.NAME), noted -> send(subscription, letter, noted));
  }

  private boolean hasRoom(Subscription subscription) {
    return subscription.qos == MqttQoS.AT_MOST_ONCE
        ? line.unsent() <= UNREAD_MAX
        : unacknowledged.size() + beingNoted < window;
  }

  private void send(Subscription subscription, Letter letter, Future<Boolean> noted) {
    beingNoted--;
    subscription.isBusy = false;
    if (subscriptions.get(letter.device()) != subscription || !endpoint.isConnected()) {
      return;
    }
    if (noted.failed()) {
      return; // the disk takes nothing: it waits, and is looked for again
    }
    subscription.last = letter.number();
    if (noted.result()) {
      publish(subscription.qos, letter);
    }
    send(letter.device());
  }

  private void publish(MqttQoS qos, Letter letter) {
    int id = nextId();
    if (qos == MqttQoS.AT_LEAST_ONCE) {
      unacknowledged.put(id, letter);
    }
    endpoint.publish(
        Topics.commands(letter.device()),
        Buffer.buffer(letter.message().toArray()),
        qos,
        false,
        false,
        id,
        MqttProperties.NO_PROPERTIES);
  }

  private int nextId() {
    do {
      lastId = lastId % MESSAGE_ID_MAX + 1;
    } while (unacknowledged.containsKey(lastId));
    return lastId;
  }

  /** With its fixed header, whose length has two bytes at most, message id and properties. */
  private static long packetSize(Letter letter) {
    return 3L + 2 + Topics.commands(letter.device()).length() + 2 + 1 + letter.message().size();
  }

  /** A PUBACK came; empty, or the rule that it broke. */
  Optional<RuleBroken> acknowledged(MqttPubAckMessage answer) {
    Letter letter = unacknowledged.remove(answer.messageId());
    if (letter == null) {
      return Optional.of(
          new RuleBroken(
              MqttDisconnectReasonCode.PROTOCOL_ERROR,
              "protocol-error",
              "PUBACK of a message that was not sent"));
    }
    if (isTaken(answer.code())) {
      post.when(
          post.desk().delivered(letter.device(), letter.number(), MqttIngress.NAME),
          noted -> sendAll());
    } else {
      sendAll();
    }
    return Optional.empty();
  }

  private static boolean isTaken(MqttPubAckReasonCode code) {
    return code == MqttPubAckReasonCode.SUCCESS
        || code == MqttPubAckReasonCode.NO_MATCHING_SUBSCRIBERS;
  }
}
