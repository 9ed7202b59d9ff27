package org.baymark.gateway.transport.mqtt;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.baymark.gateway.admission.Arrival;
import org.baymark.gateway.admission.Outcome;
import org.baymark.gateway.runtime.Newest;
import org.baymark.gateway.runtime.RateLimit;
import org.baymark.gateway.transport.Refusals;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;

/**
 * One client. MQTT 3.1.1 has no negative acknowledgement: a refused message is acknowledged there
 * once it is in quarantine, or the client would send it for ever; for a busy gateway the connection
 * is closed, and the client sends again. All of it runs on the ingress's event loop.
 */
final class MqttConnection {
  /** Of these many devices, the newest, is known that they speak over this connection. */
  private static final int TOPICS_MAX = 1_024;

  private final MqttEndpoint endpoint;
  private final Welcome asked;
  private final Refusals refusals;
  private final String from;
  private final Line line;
  private Optional<RateLimit> rate;
  private final Deliveries deliveries;
  private final Post post;
  private final Set<String> topics = Collections.newSetFromMap(new Newest<>(TOPICS_MAX));
  private String user = "";
  private int unacknowledged;
  private boolean gone;
  private Runnable whenGone = () -> {};

  /**
   * @param line under it
   * @param rate of what it may publish
   */
  MqttConnection(
      MqttEndpoint endpoint,
      Welcome asked,
      Line line,
      Optional<RateLimit> rate,
      Post post,
      Refusals refusals) {
    this.line = line;
    this.rate = rate;
    this.endpoint = endpoint;
    this.asked = asked;
    this.refusals = refusals;
    this.post = post;
    this.deliveries = new Deliveries(endpoint, line, asked, post);
    this.from = String.valueOf(endpoint.remoteAddress());
  }

  /** Another rate of what it may publish. */
  void rate(Optional<RateLimit> next) {
    rate = next;
  }

  /** Whether the socket has been closed, by whichever side. */
  boolean isGone() {
    return gone;
  }

  void left() {
    gone = true;
    deliveries.end();
    whenGone.run();
  }

  void whenGone(Runnable action) {
    whenGone = action;
  }

  /** Who it is: the user of its password, the subject of its certificate, or empty. */
  String user() {
    return user;
  }

  String clientId() {
    return endpoint.clientIdentifier();
  }

  /**
   * Tells the client what it may send (OASIS MQTT 5.0, section 3.2.2.3), and lets it in.
   *
   * @param publisher takes what it publishes
   */
  void accept(String user, BiConsumer<MqttConnection, MqttPublishMessage> publisher) {
    this.user = user;
    endpoint.publishHandler(message -> publisher.accept(this, message));
    Subscriptions.of(endpoint, asked, user, post, deliveries, this::end);
    Optional<String> given =
        endpoint.clientIdentifier() == null
            ? Optional.of(UUID.randomUUID().toString())
            : Optional.empty();
    given.ifPresent(endpoint::setClientIdentifier);
    endpoint.accept(false, asked.granted(given));
  }

  /** Does not let the client in. */
  void reject(Welcome.No no) {
    refusals.count(no.kind(), from, no.sentence());
    if (gone) {
      return;
    }
    no.code()
        .ifPresentOrElse(
            code -> endpoint.reject(code, asked.reason(no.sentence())), endpoint::close);
  }

  /**
   * What a PUBLISH brings to admission; empty if it broke a rule of the connection, which is then
   * closed.
   */
  Optional<Arrival> arrival(MqttPublishMessage message) {
    Optional<RuleBroken> broken = PublishRules.brokenBy(message);
    if (broken.isPresent()) {
      end(broken.get());
      return Optional.empty();
    }
    if (message.qosLevel() == MqttQoS.AT_LEAST_ONCE
        && ++unacknowledged > MqttIngress.UNACKNOWLEDGED_MAX) {
      end(
          new RuleBroken(
              MqttDisconnectReasonCode.RECEIVE_MAXIMUM_EXCEEDED,
              "receive-maximum-exceeded",
              MqttIngress.UNACKNOWLEDGED_MAX + " messages may wait for their acknowledgement"));
      return Optional.empty();
    }
    if (!isPaced(message)) {
      return Optional.empty();
    }
    Bytes payload = Bytes.owning(message.payload().getBytes());
    String topic = message.topicName();
    boolean asksPromise =
        message.qosLevel() == MqttQoS.AT_LEAST_ONCE && PublishRules.asksPromise(message);
    return Optional.of(
        new Arrival(payload, MqttIngress.NAME, topic, Optional.of(topic), asksPromise));
  }

  /**
   * Whether it comes slowly enough. MQTT 5 tells a client to come again later; where no answer can
   * say that, this message is taken and the client slowed down.
   */
  private boolean isPaced(MqttPublishMessage message) {
    if (rate.isEmpty()) {
      return true;
    }
    long now = System.nanoTime();
    if (asked.isVersion5() && message.qosLevel() == MqttQoS.AT_LEAST_ONCE) {
      if (rate.get().take(now)) {
        return true;
      }
      String why = "more messages a second than are taken over one connection";
      refusals.count("rate", from, why);
      answer(message.messageId(), new Outcome.Busy(why));
      return false;
    }
    long pause = rate.get().owe(now);
    if (pause > 0) {
      refusals.count("slowed-down", from, "more messages a second than are taken");
      line.pause(pause);
    }
    return true;
  }

  /** Counts what the client did and ends the connection. */
  void end(RuleBroken broken) {
    refusals.count(broken.kind(), from, String.valueOf(broken.getMessage()));
    quit(broken.code(), String.valueOf(broken.getMessage()));
  }

  /** Whether {@code device} speaks over this connection, or says that it is the device's. */
  boolean isOf(DevUrn device) {
    return topics.contains(Arrival.topicOf(device))
        || device.text().equals(user)
        || device.text().equals(clientId());
  }

  /** Something waits for {@code device}. */
  void send(DevUrn device) {
    deliveries.send(device);
  }

  /** Looks for all that waits, and could not be sent when it came. */
  void sendAll() {
    deliveries.sendAll();
  }

  /** The key of {@code device} was revoked; whether the client has no business here any more. */
  boolean isEndedBy(DevUrn device) {
    deliveries.unsubscribe(device);
    return isOf(device);
  }

  /** What became of a PUBLISH. */
  void judged(MqttPublishMessage message, Outcome outcome) {
    if (!(outcome instanceof Outcome.Refused) && !(outcome instanceof Outcome.Busy)) {
      topics.add(message.topicName());
    }
    if (message.qosLevel() == MqttQoS.AT_LEAST_ONCE) {
      answer(message.messageId(), outcome);
    }
  }

  /** Answers a PUBLISH of QoS 1, if the client is still there. */
  private void answer(int messageId, Outcome outcome) {
    unacknowledged--;
    if (!endpoint.isConnected()) {
      return;
    }
    if (!asked.isVersion5()) {
      if (outcome instanceof Outcome.Busy) {
        endpoint.close();
      } else {
        endpoint.publishAcknowledge(messageId);
      }
      return;
    }
    MqttAnswer answer = MqttAnswer.of(outcome);
    endpoint.publishAcknowledge(messageId, answer.code(), asked.of(answer));
  }

  /** Bytes of answers that the client has not read. */
  long unsent() {
    return line.unsent();
  }

  /** Lets go of a client that does not read, and of what waits for it. */
  void drop(String kind, String why) {
    refusals.count(kind, from, why);
    line.drop();
  }

  /** Ends the connection; MQTT 5 tells why. */
  void quit(MqttDisconnectReasonCode code, String reason) {
    if (!endpoint.isConnected()) {
      return;
    }
    if (asked.isVersion5()) {
      endpoint.disconnect(code, asked.reason(reason));
    } else {
      endpoint.close();
    }
  }
}
