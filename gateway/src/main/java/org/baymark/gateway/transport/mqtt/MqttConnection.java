package org.baymark.gateway.transport.mqtt;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.MqttSubscribeMessage;
import io.vertx.mqtt.messages.MqttUnsubscribeMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttSubAckReasonCode;
import io.vertx.mqtt.messages.codes.MqttUnsubAckReasonCode;
import java.util.Collections;
import java.util.Optional;
import java.util.UUID;
import org.baymark.gateway.admission.Arrival;
import org.baymark.gateway.admission.Counters;
import org.baymark.gateway.admission.Outcome;
import org.baymark.protocol.bytes.Bytes;

/**
 * One client. MQTT 3.1.1 has no negative acknowledgement: a refused message is acknowledged there
 * once it is in quarantine, or the client would send it for ever; for a busy gateway the connection
 * is closed, and the client sends again. All of it runs on the ingress's event loop.
 */
final class MqttConnection {
  private static final int MQTT_5 = 5;

  /** A client that takes less gets no reason strings: one must not make a packet too large. */
  private static final int PACKET_WITH_REASON_MAX = 512;

  private final MqttEndpoint endpoint;
  private final Counters counters;
  private final boolean version5;
  private final boolean wantsReasons;
  private int unacknowledged;

  MqttConnection(MqttEndpoint endpoint, Counters counters) {
    this.endpoint = endpoint;
    this.counters = counters;
    this.version5 = endpoint.protocolVersion() == MQTT_5;
    MqttProperties asked = endpoint.connectProperties();
    this.wantsReasons =
        number(asked, MqttProperties.REQUEST_PROBLEM_INFORMATION, 1) != 0
            && number(asked, MqttProperties.MAXIMUM_PACKET_SIZE, Integer.MAX_VALUE)
                >= PACKET_WITH_REASON_MAX;
  }

  /** Tells the client what it may send (OASIS MQTT 5.0, section 3.2.2.3), and lets it in. */
  void accept() {
    MqttProperties limits = new MqttProperties();
    limits.add(new IntegerProperty(MqttProperties.RECEIVE_MAXIMUM, MqttIngress.UNACKNOWLEDGED_MAX));
    limits.add(new IntegerProperty(MqttProperties.MAXIMUM_QOS, MqttQoS.AT_LEAST_ONCE.value()));
    limits.add(
        new IntegerProperty(MqttProperties.MAXIMUM_PACKET_SIZE, MqttIngress.PACKET_SIZE_MAX));
    for (int no :
        new int[] {
          MqttProperties.WILDCARD_SUBSCRIPTION_AVAILABLE,
          MqttProperties.SUBSCRIPTION_IDENTIFIER_AVAILABLE,
          MqttProperties.SHARED_SUBSCRIPTION_AVAILABLE
        }) {
      limits.add(new IntegerProperty(no, 0));
    }
    if (endpoint.clientIdentifier() == null) {
      String given = UUID.randomUUID().toString();
      endpoint.setClientIdentifier(given);
      limits.add(new StringProperty(MqttProperties.ASSIGNED_CLIENT_IDENTIFIER, given));
    }
    endpoint.subscribeHandler(this::refuseSubscription);
    endpoint.unsubscribeHandler(this::answerUnsubscription);
    endpoint.accept(false, version5 ? limits : MqttProperties.NO_PROPERTIES);
  }

  /**
   * What a PUBLISH brings to admission; empty if it broke a rule of the connection, which is then
   * closed.
   */
  Optional<Arrival> arrival(MqttPublishMessage message) {
    if (message.qosLevel() == MqttQoS.EXACTLY_ONCE) {
      counters.turnedAway(MqttIngress.NAME + "-qos-not-supported");
      quit(MqttDisconnectReasonCode.QOS_NOT_SUPPORTED, "QoS 0 and 1 are served");
      return Optional.empty();
    }
    if (message.qosLevel() == MqttQoS.AT_LEAST_ONCE
        && ++unacknowledged > MqttIngress.UNACKNOWLEDGED_MAX) {
      counters.turnedAway(MqttIngress.NAME + "-receive-maximum-exceeded");
      quit(
          MqttDisconnectReasonCode.RECEIVE_MAXIMUM_EXCEEDED,
          MqttIngress.UNACKNOWLEDGED_MAX + " messages may wait for their acknowledgement");
      return Optional.empty();
    }
    Bytes payload = Bytes.owning(message.payload().getBytes());
    String topic = message.topicName();
    return Optional.of(new Arrival(payload, MqttIngress.NAME, topic, Optional.of(topic)));
  }

  /** Answers a PUBLISH of QoS 1, if the client is still there. */
  void answer(int messageId, Outcome outcome) {
    unacknowledged--;
    if (!endpoint.isConnected()) {
      return;
    }
    if (!version5) {
      if (outcome instanceof Outcome.Busy) {
        endpoint.close();
      } else {
        endpoint.publishAcknowledge(messageId);
      }
      return;
    }
    MqttAnswer answer = MqttAnswer.of(outcome);
    MqttProperties properties =
        answer
            .reason()
            .filter(reason -> wantsReasons)
            .map(MqttAnswer::properties)
            .orElse(MqttProperties.NO_PROPERTIES);
    endpoint.publishAcknowledge(messageId, answer.code(), properties);
  }

  /** Ends the connection; MQTT 5 tells why. */
  void quit(MqttDisconnectReasonCode code, String reason) {
    if (!endpoint.isConnected()) {
      return;
    }
    if (version5) {
      endpoint.disconnect(
          code, wantsReasons ? MqttAnswer.properties(reason) : MqttProperties.NO_PROPERTIES);
    } else {
      endpoint.close();
    }
  }

  private void refuseSubscription(MqttSubscribeMessage message) {
    int topics = message.topicSubscriptions().size();
    if (version5) {
      endpoint.subscribeAcknowledge(
          message.messageId(),
          Collections.nCopies(topics, MqttSubAckReasonCode.NOT_AUTHORIZED),
          wantsReasons
              ? MqttAnswer.properties("a gateway takes statements and publishes nothing")
              : MqttProperties.NO_PROPERTIES);
    } else {
      endpoint.subscribeAcknowledge(
          message.messageId(), Collections.nCopies(topics, MqttQoS.FAILURE));
    }
  }

  private void answerUnsubscription(MqttUnsubscribeMessage message) {
    if (version5) {
      endpoint.unsubscribeAcknowledge(
          message.messageId(),
          Collections.nCopies(
              message.topics().size(), MqttUnsubAckReasonCode.NO_SUBSCRIPTION_EXISTED),
          MqttProperties.NO_PROPERTIES);
    } else {
      endpoint.unsubscribeAcknowledge(message.messageId());
    }
  }

  private static int number(MqttProperties properties, int id, int otherwise) {
    return properties.getProperty(id) instanceof IntegerProperty property
        ? property.value()
        : otherwise;
  }
}
