package org.baymark.sim.uplink;

import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to an MQTT server, from CONNECT to its end, on a Paho client of its own: one that
 * lost its connection has states from which it does not come back.
 */
final class MqttConnection implements MqttCallback {
  private static final Logger log = LoggerFactory.getLogger(MqttConnection.class);
  private static final int AT_LEAST_ONCE = 1;
  private static final int KEEP_ALIVE_SECONDS = 30;
  private static final int CONNECT_SECONDS = 10;

  /** MQTT 5.0, section 2.4: every reason code from here on is a failure. */
  private static final int FAILURE = 0x80;

  /** Hears of a connection's fate, on threads of Paho that must not be blocked. */
  interface Listener {
    /**
     * It stands.
     *
     * @param receiveMaximum PUBLISH packets that the server takes without a PUBACK
     */
    void opened(MqttConnection connection, int receiveMaximum);

    /** It does not come about, or it stood and is gone. May be said more than once. */
    void lost(MqttConnection connection);
  }

  private final MqttAsyncClient client;
  private final Listener listener;

  private MqttConnection(MqttAsyncClient client, Listener listener) {
    this.client = client;
    this.listener = listener;
  }

  /**
   * Begins to connect.
   *
   * @param server tcp://HOST:PORT
   */
  static MqttConnection open(String server, String clientId, Listener listener)
      throws MqttException {
    MqttAsyncClient client = new MqttAsyncClient(server, clientId, new MemoryPersistence());
    MqttConnection connection = new MqttConnection(client, listener);
    client.setCallback(connection);
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setCleanStart(true);
    options.setAutomaticReconnect(false);
    options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
    options.setConnectionTimeout(CONNECT_SECONDS);
    options.setRequestProblemInfo(true);
    client.connect(
        options,
        null,
        new Reply(
            token -> listener.opened(connection, receiveMaximum(token)),
            cause -> {
              log.atDebug().addKeyValue("client", clientId).setCause(cause).log("no connection");
              listener.lost(connection);
            }));
    return connection;
  }

  /** MQTT 5.0, section 3.2.2.3.3: 65,535 where the server does not say. */
  private static int receiveMaximum(IMqttToken token) {
    Integer said = token.getResponseProperties().getReceiveMaximum();
    return said == null ? 65_535 : said;
  }

  /**
   * Publishes with QoS 1.
   *
   * @param answered gets the answer; not called when the connection is lost before
   * @throws MqttException if Paho will not take it now
   */
  void publish(String topic, byte[] payload, Consumer<Answer> answered) throws MqttException {
    client.publish(
        topic,
        payload,
        AT_LEAST_ONCE,
        false,
        null,
        new Reply(token -> answered.accept(answer(token)), cause -> listener.lost(this)));
  }

  private static Answer answer(IMqttToken token) {
    int[] codes = token.getReasonCodes();
    int code = codes == null || codes.length == 0 ? 0 : codes[0];
    if (code < FAILURE) {
      return Answer.ACCEPTED;
    }
    MqttProperties properties = token.getResponseProperties();
    String said = properties == null ? null : properties.getReasonString();
    String text = said == null ? "" : said;
    return code == MqttReturnCode.RETURN_CODE_QUOTA_EXCEEDED
        ? Answer.busy(text)
        : Answer.refused(text);
  }

  /** Ends it and frees Paho's threads. Not to be called on one of these: it waits for them. */
  void end() {
    try {
      client.disconnectForcibly(0, 1, false);
    } catch (MqttException e) {
      log.atDebug().setCause(e).log("disconnect failed");
    }
    try {
      client.close(true);
    } catch (MqttException e) {
      log.atDebug().setCause(e).log("close failed");
    }
  }

  private record Reply(Consumer<IMqttToken> success, Consumer<Throwable> failure)
      implements MqttActionListener {
    @Override
    public void onSuccess(IMqttToken token) {
      success.accept(token);
    }

    @Override
    public void onFailure(IMqttToken token, Throwable cause) {
      failure.accept(cause);
    }
  }

  @Override
  public void disconnected(MqttDisconnectResponse response) {
    listener.lost(this);
  }

  @Override
  public void mqttErrorOccurred(MqttException exception) {}

  @Override
  public void messageArrived(String topic, MqttMessage message) {}

  @Override
  public void deliveryComplete(IMqttToken token) {}

  @Override
  public void connectComplete(boolean reconnect, String serverUri) {}

  @Override
  public void authPacketArrived(int reasonCode, MqttProperties properties) {}
}
