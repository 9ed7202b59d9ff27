package org.baymark.gateway.transport.mqtt;

import static io.vertx.mqtt.messages.codes.MqttPubAckReasonCode.SUCCESS;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.vertx.mqtt.messages.codes.MqttPubAckReasonCode;
import java.util.Base64;
import java.util.Optional;
import org.baymark.gateway.admission.Outcome;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;

/**
 * How an outcome reads in MQTT 5 (OASIS MQTT 5.0, section 3.4.2): a reason code and, where it is no
 * success, a reason string.
 *
 * @param promise the gateway's word, for a sender that asked
 */
record MqttAnswer(MqttPubAckReasonCode code, Optional<String> reason, Optional<Bytes> promise) {

  /** The user property that asks for the gateway's word in a PUBLISH, and holds it in a PUBACK. */
  static final String PROMISE = "promise";

  static MqttAnswer of(Outcome outcome) {
    return outcome.match(
        accepted -> success(),
        provisional -> success(),
        duplicate -> success(),
        promised -> new MqttAnswer(SUCCESS, Optional.empty(), Optional.of(promised.promise())),
        refused -> refused(refused.refusal(), refused.detail()),
        busy -> refused(Refusal.BUSY, busy.why()));
  }

  /** The properties of a PUBACK or DISCONNECT with {@code reason}. */
  static MqttProperties properties(String reason) {
    MqttProperties properties = new MqttProperties();
    properties.add(new MqttProperties.StringProperty(MqttProperties.REASON_STRING, reason));
    return properties;
  }

  /** What a PUBACK with this promise holds, as a user property: text, so in Base64. */
  static MqttProperties promise(Bytes promise) {
    MqttProperties properties = new MqttProperties();
    properties.add(
        new MqttProperties.UserProperty(
            PROMISE, Base64.getEncoder().encodeToString(promise.toArray())));
    return properties;
  }

  private static MqttAnswer success() {
    return new MqttAnswer(SUCCESS, Optional.empty(), Optional.empty());
  }

  private static MqttAnswer refused(Refusal refusal, String detail) {
    return new MqttAnswer(
        code(refusal), Optional.of(Outcome.text(refusal, detail)), Optional.empty());
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
