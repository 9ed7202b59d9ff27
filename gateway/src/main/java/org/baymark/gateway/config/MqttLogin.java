package org.baymark.gateway.config;

import java.util.Locale;

/** What MQTT clients have to show: the words of {@code mqttLogin}. */
public enum MqttLogin {
  /** Nothing: for listeners that only this machine can reach. */
  NONE,
  /** A user and the password, in CONNECT; 'baymark gateway user' keeps them. */
  PASSWORD,
  /** A certificate that {@code tlsClientCa} vouches for, where TLS is spoken. */
  CERTIFICATE;

  static MqttLogin parse(String word) {
    for (MqttLogin login : values()) {
      if (login.word().equals(word)) {
        return login;
      }
    }
    throw new IllegalArgumentException("'" + word + "' is none of none, password and certificate");
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
