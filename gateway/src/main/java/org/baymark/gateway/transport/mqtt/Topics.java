package org.baymark.gateway.transport.mqtt;

import io.vertx.mqtt.messages.codes.MqttSubAckReasonCode;
import java.util.Optional;
import org.baymark.gateway.admission.Arrival;
import org.baymark.protocol.cose.DevUrn;

/** The topics of commands, and who may have which. Pure. */
final class Topics {
  private static final String BEFORE = "baymark/v1/";
  private static final String COMMANDS = "/commands";

  /** OASIS MQTT 5.0, section 4.8.2. */
  private static final String SHARED = "$share/";

  private Topics() {}

  /** Where commands to {@code device} are published. */
  static String commands(DevUrn device) {
    return Arrival.topicOf(device) + COMMANDS;
  }

  /** Whose commands {@code filter} asks for; empty for every other, with a wildcard or not. */
  static Optional<DevUrn> device(String filter) {
    int size = filter.length() - COMMANDS.length();
    if (!filter.startsWith(BEFORE) || !filter.endsWith(COMMANDS) || size <= BEFORE.length()) {
      return Optional.empty();
    }
    String name = filter.substring(BEFORE.length(), size);
    return DevUrn.isValid(name) ? Optional.of(new DevUrn(name)) : Optional.empty();
  }

  /** Why nothing comes for {@code filter} (OASIS MQTT 5.0, section 3.9.3). */
  static MqttSubAckReasonCode refusal(String filter) {
    if (filter.startsWith(SHARED)) {
      return MqttSubAckReasonCode.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED;
    }
    return filter.contains("#") || filter.contains("+")
        ? MqttSubAckReasonCode.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED
        : MqttSubAckReasonCode.NOT_AUTHORIZED;
  }

  /** Whether {@code user} may hear what {@code device} is told: a device hears its own only. */
  static boolean isOpen(String user, DevUrn device) {
    return !DevUrn.isValid(user) || user.equals(device.text());
  }
}
