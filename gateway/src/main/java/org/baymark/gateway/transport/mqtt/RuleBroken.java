package org.baymark.gateway.transport.mqtt;

import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;

/** A client did what MQTT forbids, or not what it demands: its connection ends. */
final class RuleBroken extends Exception {
  private static final long serialVersionUID = 1L;

  private final MqttDisconnectReasonCode code;
  private final String kind;

  /**
   * @param kind under which it is counted
   */
  RuleBroken(MqttDisconnectReasonCode code, String kind, String sentence) {
    super(sentence, null, false, false);
    this.code = code;
    this.kind = kind;
  }

  MqttDisconnectReasonCode code() {
    return code;
  }

  String kind() {
    return kind;
  }
}
