package org.baymark.gateway.transport.mqtt;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import java.util.Optional;

/**
 * What a PUBLISH of a client may be, whatever it says; the numbers are sections of OASIS MQTT 5.0.
 * Pure.
 */
final class PublishRules {
  private PublishRules() {}

  /** The rule that {@code message} broke, if it did. */
  static Optional<RuleBroken> brokenBy(MqttPublishMessage message) {
    if (message.qosLevel() == MqttQoS.EXACTLY_ONCE) {
      return broken(
          MqttDisconnectReasonCode.QOS_NOT_SUPPORTED,
          "qos-not-supported",
          "QoS 0 and 1 are served");
    }
    if (has(message, MqttProperties.TOPIC_ALIAS)) {
      return broken( // 3.3.2.3.4: none was offered
          MqttDisconnectReasonCode.TOPIC_ALIAS_INVALID,
          "topic-alias",
          "no topic alias may be used");
    }
    if (message.isDup() && message.qosLevel() == MqttQoS.AT_MOST_ONCE) {
      return broken( // 3.3.1.1
          MqttDisconnectReasonCode.MALFORMED_PACKET, "malformed-packet", "QoS 0, and a repetition");
    }
    if (has(message, MqttProperties.SUBSCRIPTION_IDENTIFIER)) {
      return broken( // 3.3.4
          MqttDisconnectReasonCode.PROTOCOL_ERROR,
          "protocol-error",
          "a subscription identifier in a PUBLISH of a client");
    }
    return Optional.empty();
  }

  /** Whether the gateway's word is asked for, by a user property of this name with any value. */
  static boolean asksPromise(MqttPublishMessage message) {
    return message.properties().getProperty(MqttProperties.USER_PROPERTY)
            instanceof MqttProperties.UserProperties asked
        && asked.value().stream().anyMatch(pair -> pair.key.equals(MqttAnswer.PROMISE));
  }

  private static boolean has(MqttPublishMessage message, int property) {
    return message.properties().getProperty(property) != null;
  }

  private static Optional<RuleBroken> broken(
      MqttDisconnectReasonCode code, String kind, String sentence) {
    return Optional.of(new RuleBroken(code, kind, sentence));
  }
}
