package org.baymark.gateway.transport.mqtt;

import io.netty.handler.codec.TooLongFrameException;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import java.io.IOException;
import java.util.Optional;

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

  /** What a fault of a connection says of its client; empty where the line itself is at fault. */
  static Optional<RuleBroken> by(Throwable fault) {
    if (fault instanceof RuleBroken rule) {
      return Optional.of(rule);
    }
    if (fault instanceof TooLongFrameException) {
      return Optional.of(
          new RuleBroken(
              MqttDisconnectReasonCode.PACKET_TOO_LARGE,
              "packet-too-large",
              "packets of at most " + MqttIngress.PACKET_SIZE_MAX + " bytes are taken"));
    }
    if (fault instanceof IOException) {
      return Optional.empty();
    }
    return Optional.of( // the decoder throws what it likes
        new RuleBroken(
            MqttDisconnectReasonCode.MALFORMED_PACKET, "malformed-packet", innermost(fault)));
  }

  /** What the decoder said: what it is wrapped in says the same behind the name of a class. */
  private static String innermost(Throwable fault) {
    return fault.getCause() == null
        ? String.valueOf(fault.getMessage())
        : innermost(fault.getCause());
  }

  MqttDisconnectReasonCode code() {
    return code;
  }

  String kind() {
    return kind;
  }
}
