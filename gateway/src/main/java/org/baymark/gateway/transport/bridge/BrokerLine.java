package org.baymark.gateway.transport.bridge;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttSubscription;

/**
 * What a connection to the broker is made with.
 *
 * @param url {@code tcp://host:port}, or {@code ssl://host:port} for TLS
 * @param topics filters; {@code $share/group/filter} shares one stream among several gateways
 * @param clientId the broker keeps the session under it
 * @param login the user and password; empty: none
 * @param tls makes the sockets of {@code ssl://}; empty: those of the platform
 * @param certificateEnds when the certificate ends that the broker is shown; empty: none is
 * @param filters which the broker's session has
 */
public record BrokerLine(
    String url,
    List<String> topics,
    String clientId,
    Optional<Login> login,
    Optional<SSLSocketFactory> tls,
    Optional<Instant> certificateEnds,
    Filters filters) {

  /**
   * So many messages may wait for their acknowledgement: then the broker holds the others. With
   * packets as large as they may be, 8 MiB.
   */
  static final int UNACKNOWLEDGED_MAX = 256;

  /** Larger messages are no statements; the broker drops them (OASIS MQTT 5.0, 3.1.2.11.4). */
  private static final long PACKET_SIZE_MAX = 32 * 1024;

  /** The broker keeps for so long what comes while the gateway is away. */
  private static final long SESSION_SECONDS = 30L * 24 * 3_600;

  private static final int KEEP_ALIVE_SECONDS = 20;
  private static final int CONNECT_SECONDS = 10;
  private static final int AT_LEAST_ONCE = 1;
  private static final int RETAINED_ONCE = 1; // when the subscription is new: 3.8.3.1

  /** Who the gateway is to the broker. */
  public record Login(String user, String password) {
    @Override
    public String toString() {
      return user; // the password stands in no log
    }
  }

  public BrokerLine {
    topics = List.copyOf(topics);
  }

  MqttConnectionOptions options() {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setCleanStart(false);
    options.setSessionExpiryInterval(SESSION_SECONDS);
    options.setAutomaticReconnect(false); // one that was lost leaves acknowledgements behind
    options.setReceiveMaximum(UNACKNOWLEDGED_MAX);
    options.setMaximumPacketSize(PACKET_SIZE_MAX);
    options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
    options.setConnectionTimeout(CONNECT_SECONDS);
    login.ifPresent(
        it -> {
          options.setUserName(it.user());
          options.setPassword(it.password().getBytes(StandardCharsets.UTF_8));
        });
    tls.ifPresent(options::setSocketFactory);
    return options;
  }

  MqttSubscription[] subscriptions() {
    return topics.stream()
        .map(
            topic -> {
              MqttSubscription one = new MqttSubscription(topic, AT_LEAST_ONCE);
              one.setRetainHandling(RETAINED_ONCE);
              return one;
            })
        .toArray(MqttSubscription[]::new);
  }
}
