package org.baymark.gateway.transport.mqtt;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttTopicSubscription;
import io.vertx.mqtt.messages.MqttSubscribeMessage;
import io.vertx.mqtt.messages.MqttUnsubscribeMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttSubAckReasonCode;
import io.vertx.mqtt.messages.codes.MqttUnsubAckReasonCode;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.baymark.protocol.cose.DevUrn;

/**
 * What a client is answered that wants to subscribe: a gateway publishes commands, each on its
 * device's own topic, and nothing else.
 */
final class Subscriptions {
  /** In one packet: the answer has a byte for each, and must not be above any client's maximum. */
  private static final int TOPICS_MAX = 100;

  private final MqttEndpoint endpoint;
  private final Welcome asked;
  private final String user;
  private final Post post;
  private final Deliveries deliveries;
  private final Consumer<RuleBroken> end;

  private Subscriptions(
      MqttEndpoint endpoint,
      Welcome asked,
      String user,
      Post post,
      Deliveries deliveries,
      Consumer<RuleBroken> end) {
    this.endpoint = endpoint;
    this.asked = asked;
    this.user = user;
    this.post = post;
    this.deliveries = deliveries;
    this.end = end;
  }

  /**
   * @param user who it is
   * @param end ends the connection
   */
  static void of(
      MqttEndpoint endpoint,
      Welcome asked,
      String user,
      Post post,
      Deliveries deliveries,
      Consumer<RuleBroken> end) {
    Subscriptions answers = new Subscriptions(endpoint, asked, user, post, deliveries, end);
    endpoint.subscribeHandler(answers::subscribe);
    endpoint.unsubscribeHandler(answers::unsubscribe);
    endpoint.publishAcknowledgeMessageHandler(
        answer -> deliveries.acknowledged(answer).ifPresent(end));
  }

  private void subscribe(MqttSubscribeMessage message) {
    if (!isRight(message.topicSubscriptions().size())) {
      return;
    }
    // It would have to come back with each command (OASIS MQTT 5.0, section 3.8.2.1.2).
    boolean hasId =
        message.properties().getProperty(MqttProperties.SUBSCRIPTION_IDENTIFIER) != null;
    List<MqttSubAckReasonCode> codes =
        message.topicSubscriptions().stream()
            .map(
                wish ->
                    hasId
                        ? MqttSubAckReasonCode.SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED
                        : subscribed(wish))
            .toList();
    if (asked.isVersion5()) {
      boolean isRefused = codes.stream().anyMatch(Subscriptions::isRefusal);
      endpoint.subscribeAcknowledge(
          message.messageId(),
          codes,
          isRefused
              ? asked.reason(
                  "a gateway publishes commands only, each on its device's topic, and knows no"
                      + " wildcards, shared subscriptions and subscription identifiers")
              : MqttProperties.NO_PROPERTIES);
    } else {
      endpoint.subscribeAcknowledge(
          message.messageId(), codes.stream().map(Subscriptions::ofVersion4).toList());
    }
    deliveries.sendAll();
  }

  private MqttSubAckReasonCode subscribed(MqttTopicSubscription wish) {
    Optional<DevUrn> device =
        Topics.device(wish.topicName())
            .filter(it -> Topics.isOpen(user, it))
            .filter(it -> post.desk().isKnown(it) && !post.desk().isRevoked(it));
    if (device.isEmpty()) {
      return Topics.refusal(wish.topicName());
    }
    MqttQoS qos =
        wish.qualityOfService() == MqttQoS.AT_MOST_ONCE
            ? MqttQoS.AT_MOST_ONCE
            : MqttQoS.AT_LEAST_ONCE;
    if (!deliveries.subscribe(device.get(), qos)) {
      return MqttSubAckReasonCode.QUOTA_EXCEEDED;
    }
    return qos == MqttQoS.AT_MOST_ONCE
        ? MqttSubAckReasonCode.GRANTED_QOS0
        : MqttSubAckReasonCode.GRANTED_QOS1;
  }

  private static boolean isRefusal(MqttSubAckReasonCode code) {
    return ofVersion4(code) == MqttQoS.FAILURE;
  }

  private static MqttQoS ofVersion4(MqttSubAckReasonCode code) {
    return switch (code) {
      case GRANTED_QOS0 -> MqttQoS.AT_MOST_ONCE;
      case GRANTED_QOS1 -> MqttQoS.AT_LEAST_ONCE;
      default -> MqttQoS.FAILURE;
    };
  }

  private void unsubscribe(MqttUnsubscribeMessage message) {
    if (!isRight(message.topics().size())) {
      return;
    }
    List<MqttUnsubAckReasonCode> codes =
        message.topics().stream()
            .map(topic -> Topics.device(topic).filter(deliveries::unsubscribe).isPresent())
            .map(
                was ->
                    was
                        ? MqttUnsubAckReasonCode.SUCCESS
                        : MqttUnsubAckReasonCode.NO_SUBSCRIPTION_EXISTED)
            .toList();
    if (asked.isVersion5()) {
      endpoint.unsubscribeAcknowledge(message.messageId(), codes, MqttProperties.NO_PROPERTIES);
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
