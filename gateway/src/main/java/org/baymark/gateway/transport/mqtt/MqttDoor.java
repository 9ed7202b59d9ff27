package org.baymark.gateway.transport.mqtt;

/**
 * One address where MQTT clients come in.
 *
 * @param port 0 for a free one
 * @param tls whether TLS is spoken there
 * @param webSocket whether MQTT comes in WebSocket frames, at path {@code /mqtt} (subprotocol mqtt)
 * @param demand what a client has to show
 */
public record MqttDoor(String host, int port, boolean tls, boolean webSocket, Demand demand) {

  /** What a client has to show before it is let in. */
  public enum Demand {
    NOTHING,
    /** A user's name and password in its CONNECT. */
    PASSWORD,
    /** A certificate in its TLS handshake; the listener's own trust decides. */
    CERTIFICATE
  }

  /** The scheme of its address. */
  public String scheme() {
    if (webSocket) {
      return tls ? "wss" : "ws";
    }
    return tls ? "mqtts" : "mqtt";
  }
}
