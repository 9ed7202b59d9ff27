package org.baymark.gateway.transport.mqtt;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.messages.MqttSubscribeMessage;
import io.vertx.mqtt.messages.MqttUnsubscribeMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttSubAckReasonCode;
import io.vertx.mqtt.messages.codes.MqttUnsubAckReasonCode;
import java.util.Collections;
import java.util.function.Consumer;

/** What a client is answered that wants to subscribe: a gateway publishes nothing. */
final class NoSubscriptions {
  /** In one packet: the answer has a byte for each, and must not be above any client's maximum. */
  private static final int TOPICS_MAX = 100;

  private final MqttEndpoint endpoint;
  private final Welcome asked;
  private final Consumer<RuleBroken> end;

  private NoSubscriptions(MqttEndpoint endpoint, Welcome asked, Consumer<RuleBroken> end) {
    this.endpoint = endpoint;
    this.asked = asked;
    this.end = end;
  }

  /**
   * @param end ends the connection
   */
  static void of(MqttEndpoint endpoint, Welcome asked, Consumer<RuleBroken> end) {
    NoSubscriptions answers = new NoSubscriptions(endpoint, asked, end);
    endpoint.subscribeHandler(answers::subscribe);
    endpoint.unsubscribeHandler(answers::unsubscribe);
  }

  private void subscribe(MqttSubscribeMessage message) {
    int topics = message.topicSubscriptions().size();
    if (!isRight(topics)) {
      return;
    }
    if (asked.isVersion5()) {
      endpoint.subscribeAcknowledge(
          message.messageId(),
          Collections.nCopies(topics, MqttSubAckReasonCode.NOT_AUTHORIZED),
          asked.reason("a gateway takes statements and publishes nothing"));
    } else {
      endpoint.subscribeAcknowledge(
          message.messageId(), Collections.nCopies(topics, MqttQoS.FAILURE));
    }
  }

  private void unsubscribe(MqttUnsubscribeMessage message) {
    int topics = message.topics().size();
    if (!isRight(topics)) {
      return;
    }
    if (asked.isVersion5()) {
      endpoint.unsubscribeAcknowledge(
          message.messageId(),
          Collections.nCopies(topics, MqttUnsubAckReasonCode.NO_SUBSCRIPTION_EXISTED),
          MqttProperties.NO_PROPERTIES);
    } else {
      endpoint.unsubscribeAcknowledge(message.messageId());
    }
  }

  private boolean isRight(int topics) {
    if (topics == 0) { // OASIS MQTT 5.0, sections 3.8.3 and 3.10.3
      end.accept(
          new RuleBroken(
              MqttDisconnectReasonCode.PROTOCOL_ERROR, "protocol-error", "a list of no topics"));
    } else if (topics > TOPICS_MAX) {
      end.accept(
          new RuleBroken(
              MqttDisconnectReasonCode.IMPLEMENTATION_SPECIFIC_ERROR,
              "too-many-topics",
              "more than " + TOPICS_MAX + " topics in one packet"));
    }
    return topics > 0 && topics <= TOPICS_MAX;
  }
}
