package org.baymark.gateway.transport.mqtt;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.List;
import java.util.Optional;

/**
 * What a CONNECT asked for, as far as it matters here. Pure.
 *
 * @param version 3 (MQTT 3.1), 4 (3.1.1) or 5
 * @param willQos of its will; 0 if it has none
 * @param broken the rule that it broke, and that is not seen in the rest
 */
record Welcome(int version, MqttProperties properties, int willQos, Optional<RuleBroken> broken) {
  /** A client that takes less gets no reason strings: one must not make a packet too large. */
  private static final int PACKET_WITH_REASON_MAX = 512;

  /** Our longest answer without a reason string is a CONNACK, with less than this. */
  private static final int PACKET_SIZE_LEAST = 128;

  /** What a PUBACK has around a promise in Base64. */
  private static final int PROMISE_MARGIN = 32;

  private static final List<Integer> UNAVAILABLE =
      List.of(
          MqttProperties.WILDCARD_SUBSCRIPTION_AVAILABLE,
          MqttProperties.SUBSCRIPTION_IDENTIFIER_AVAILABLE,
          MqttProperties.SHARED_SUBSCRIPTION_AVAILABLE);

  private static final String QOS_NOT_SUPPORTED = "qos-not-supported";
  private static final String QOS_SENTENCE = "QoS 0 and 1 are served";

  private static final int MQTT_5 = 5;
  private static final int MQTT_3_1_1 = 4;

  /**
   * Why a client is not let in.
   *
   * @param code as its version of MQTT has it; empty where it has none: then the connection is
   *     closed without an answer (OASIS MQTT 3.1.1, section 3.2.2.3)
   * @param kind under which it is counted
   */
  record No(Optional<MqttConnectReturnCode> code, String kind, String sentence) {
    No(MqttConnectReturnCode code, String kind, String sentence) {
      this(Optional.of(code), kind, sentence);
    }
  }

  boolean isVersion5() {
    return version == MQTT_5;
  }

  /** Whether it wants to read more than codes, and packets of so many bytes. */
  private boolean wants(long packetSize) {
    return isVersion5()
        && number(MqttProperties.REQUEST_PROBLEM_INFORMATION, 1) != 0
        && packetSizeMax() >= packetSize;
  }

  /** The properties of an answer with {@code sentence}, for those who want to read it. */
  MqttProperties reason(String sentence) {
    return wants(PACKET_WITH_REASON_MAX)
        ? MqttAnswer.properties(sentence)
        : MqttProperties.NO_PROPERTIES;
  }

  /** The properties of a PUBACK: a reason or a promise, for those who can read it. */
  MqttProperties of(MqttAnswer answer) {
    Optional<MqttProperties> promise =
        answer
            .promise()
            .filter(it -> wants(PROMISE_MARGIN + it.size() * 4L / 3))
            .map(MqttAnswer::promise);
    return promise.orElseGet(
        () -> answer.reason().map(this::reason).orElse(MqttProperties.NO_PROPERTIES));
  }

  /**
   * What a client that is let in may send (OASIS MQTT 5.0, section 3.2.2.3).
   *
   * @param clientId that it was given, if it had none
   */
  MqttProperties granted(Optional<String> clientId) {
    if (!isVersion5()) {
      return MqttProperties.NO_PROPERTIES;
    }
    MqttProperties limits = new MqttProperties();
    limits.add(new IntegerProperty(MqttProperties.RECEIVE_MAXIMUM, MqttIngress.UNACKNOWLEDGED_MAX));
    limits.add(new IntegerProperty(MqttProperties.MAXIMUM_QOS, MqttQoS.AT_LEAST_ONCE.value()));
    limits.add(
        new IntegerProperty(MqttProperties.MAXIMUM_PACKET_SIZE, MqttIngress.PACKET_SIZE_MAX));
    for (int no : UNAVAILABLE) {
      limits.add(new IntegerProperty(no, 0));
    }
    if (number(MqttProperties.SESSION_EXPIRY_INTERVAL, 0) != 0) {
      // A session would hold nothing: what waits for a device waits in the store.
      limits.add(new IntegerProperty(MqttProperties.SESSION_EXPIRY_INTERVAL, 0));
    }
    clientId.ifPresent(
        id -> limits.add(new StringProperty(MqttProperties.ASSIGNED_CLIENT_IDENTIFIER, id)));
    return limits;
  }

  /** The largest packet that it takes, in bytes. */
  long packetSizeMax() {
    return Integer.toUnsignedLong(number(MqttProperties.MAXIMUM_PACKET_SIZE, -1));
  }

  /** How many messages of QoS 1 it takes before it has acknowledged one (section 3.1.2.11.3). */
  int receiveMaximum() {
    return isVersion5() ? number(MqttProperties.RECEIVE_MAXIMUM, 65_535) : 65_535;
  }

  /** What stands against it before anybody asks who it is. */
  Optional<No> objection() {
    if (version < MQTT_3_1_1) {
      return no(
          MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION,
          "unsupported-version",
          "MQTT 3.1.1 and 5 are spoken here");
    }
    if (!isVersion5()) {
      return willQos == MqttQoS.EXACTLY_ONCE.value()
          ? Optional.of(new No(Optional.empty(), QOS_NOT_SUPPORTED, QOS_SENTENCE))
          : Optional.empty();
    }
    if (broken.isPresent()) {
      return no(
          MqttConnectReturnCode.CONNECTION_REFUSED_PROTOCOL_ERROR,
          broken.get().kind(),
          String.valueOf(broken.get().getMessage()));
    }
    if (properties.getProperty(MqttProperties.AUTHENTICATION_METHOD) != null) {
      return no(
          MqttConnectReturnCode.CONNECTION_REFUSED_BAD_AUTHENTICATION_METHOD,
          "protocol-error",
          "no authentication method is known here");
    }
    if (number(MqttProperties.RECEIVE_MAXIMUM, 1) == 0 || packetSizeMax() == 0) {
      return no( // sections 3.1.2.11.3 and 3.1.2.11.4
          MqttConnectReturnCode.CONNECTION_REFUSED_PROTOCOL_ERROR,
          "protocol-error",
          "a Receive Maximum or Maximum Packet Size of 0");
    }
    if (packetSizeMax() < PACKET_SIZE_LEAST) {
      return no(
          MqttConnectReturnCode.CONNECTION_REFUSED_PACKET_TOO_LARGE,
          "packet-size-too-small",
          "answers may have up to " + PACKET_SIZE_LEAST + " bytes");
    }
    if (willQos == MqttQoS.EXACTLY_ONCE.value()) {
      return no( // section 3.2.2.3.4: the server's Maximum QoS holds for wills
          MqttConnectReturnCode.CONNECTION_REFUSED_QOS_NOT_SUPPORTED,
          QOS_NOT_SUPPORTED,
          QOS_SENTENCE);
    }
    return Optional.empty();
  }

  /** That it did not show who it is, or not rightly; what of it was wrong nobody is told. */
  No stranger() {
    return new No(
        isVersion5()
            ? MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD
            : MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD,
        "bad-login",
        "a user of this gateway and the right password are asked for");
  }

  /** That the user or certificate is a device's whose key was revoked. */
  No revoked() {
    return new No(
        isVersion5()
            ? MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5
            : MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED,
        "revoked",
        "the key of this device was revoked");
  }

  /** That it may come again when fewer do. */
  No busy(String kind) {
    return new No(
        isVersion5()
            ? MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_BUSY
            : MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE,
        kind,
        "too many ask to be let in; come again");
  }

  No full() {
    return new No(
        isVersion5()
            ? MqttConnectReturnCode.CONNECTION_REFUSED_QUOTA_EXCEEDED
            : MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE,
        "too-many-connections",
        "as many clients are connected as may be");
  }

  private static Optional<No> no(MqttConnectReturnCode code, String kind, String sentence) {
    return Optional.of(new No(code, kind, sentence));
  }

  private int number(int id, int otherwise) {
    return properties.getProperty(id) instanceof IntegerProperty property
        ? property.value()
        : otherwise;
  }
}
