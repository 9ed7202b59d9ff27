package org.baymark.sim.uplink;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** Subscribes with MQTT 5 and QoS 1, and again whenever the connection was lost. */
public final class MqttEar implements Ear, MqttCallback {
  private static final int AT_LEAST_ONCE = 1;
  private static final long PATIENCE_MILLIS = 10_000;

  private final MqttAsyncClient client;
  private final String topic;
  private final BlockingQueue<Bytes> heard = new LinkedBlockingQueue<>();

  private MqttEar(MqttAsyncClient client, String topic) {
    this.client = client;
    this.topic = topic;
  }

  /**
   * One that connects when it is first asked.
   *
   * @param server mqtt://HOST:PORT
   */
  public static MqttEar open(URI server, DevUrn device) throws IOException {
    try {
      MqttAsyncClient client =
          new MqttAsyncClient(
              "tcp://" + server.getHost() + ":" + server.getPort(),
              "ear-" + Integer.toHexString(device.text().hashCode()),
              new MemoryPersistence());
      MqttEar ear = new MqttEar(client, "baymark/v1/" + device + "/commands");
      client.setCallback(ear);
      return ear;
    } catch (MqttException e) {
      throw new IOException("no MQTT client can be made: " + e.getMessage(), e);
    }
  }

  @Override
  public Optional<Bytes> next(Duration atMost) throws IOException, InterruptedException {
    listen();
    return Optional.ofNullable(heard.poll(atMost.toMillis(), TimeUnit.MILLISECONDS));
  }

  private void listen() throws IOException {
    if (client.isConnected()) {
      return;
    }
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setCleanStart(true);
    options.setAutomaticReconnect(false);
    try {
      client.connect(options).waitForCompletion(PATIENCE_MILLIS);
      client.subscribe(topic, AT_LEAST_ONCE).waitForCompletion(PATIENCE_MILLIS);
    } catch (MqttException e) {
      throw new IOException(
          "the gateway lets nobody subscribe to " + topic + ": " + e.getMessage(), e);
    }
  }

  /** Paho acknowledges when this has returned. */
  @Override
  public void messageArrived(String from, MqttMessage message) {
    heard.add(Bytes.of(message.getPayload()));
  }

  @Override
  public void disconnected(MqttDisconnectResponse response) {}

  @Override
  public void mqttErrorOccurred(MqttException exception) {}

  @Override
  public void deliveryComplete(IMqttToken token) {}

  @Override
  public void connectComplete(boolean reconnect, String serverUri) {}

  @Override
  public void authPacketArrived(int reasonCode, MqttProperties properties) {}

  @Override
  public void close() {
    try {
      client.disconnectForcibly(0, 1, false);
      client.close(true);
    } catch (MqttException e) {
      // It is gone already, and that is what was wanted.
    }
  }
}
