package org.baymark.sim.uplink;

import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** Tells that one client lost its connection; all else that Paho reports has no listener here. */
final class Disconnection implements MqttCallback {
  private final MqttAsyncClient client;
  private final Consumer<MqttAsyncClient> lost;

  Disconnection(MqttAsyncClient client, Consumer<MqttAsyncClient> lost) {
    this.client = client;
    this.lost = lost;
  }

  @Override
  public void disconnected(MqttDisconnectResponse response) {
    lost.accept(client);
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
