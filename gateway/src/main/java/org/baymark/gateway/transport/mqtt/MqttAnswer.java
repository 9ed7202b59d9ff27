package org.baymark.gateway.transport.mqtt;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.vertx.mqtt.messages.codes.MqttPubAckReasonCode;
import java.util.Optional;
import org.baymark.gateway.admission.Outcome;
import org.baymark.protocol.bytes.Refusal;

/**
 * How an outcome reads in MQTT 5 (OASIS MQTT 5.0, section 3.4.2): a reason code and, where it is no
 * success, a reason string.
 */
record MqttAnswer(MqttPubAckReasonCode code, Optional<String> reason) {

  static MqttAnswer of(Outcome outcome) {
    return outcome.match(
        accepted -> success(),
        provisional -> success(),
        duplicate -> success(),
        refused -> refused(refused.refusal(), refused.detail()),
        busy -> refused(Refusal.BUSY, busy.why()));
  }

  /** The properties of a PUBACK or DISCONNECT with {@code reason}. */
  static MqttProperties properties(String reason) {
    MqttProperties properties = new MqttProperties();
    properties.add(new MqttProperties.StringProperty(MqttProperties.REASON_STRING, reason));
    return properties;
  }

  private static MqttAnswer success() {
    return new MqttAnswer(MqttPubAckReasonCode.SUCCESS, Optional.empty());
  }

  private static MqttAnswer refused(Refusal refusal, String detail) {
    return new MqttAnswer(code(refusal), Optional.of(Outcome.text(refusal, detail)));
  }

  private static MqttPubAckReasonCode code(Refusal refusal) {
    return switch (refusal) {
      case BUSY -> MqttPubAckReasonCode.QUOTA_EXCEEDED;
      case WRONG_TOPIC -> MqttPubAckReasonCode.TOPIC_NAME_INVALID;
      case BAD_SIGNATURE,
          UNKNOWN_DEVICE,
          UNKNOWN_KEY,
          KIND_NOT_ALLOWED,
          REVOKED_KEY,
          TOO_MANY_RECORDS ->
          MqttPubAckReasonCode.NOT_AUTHORIZED;
      default -> MqttPubAckReasonCode.PAYLOAD_FORMAT_INVALID;
    };
  }
}
