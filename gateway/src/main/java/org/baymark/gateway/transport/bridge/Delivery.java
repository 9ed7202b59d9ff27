package org.baymark.gateway.transport.bridge;

import java.util.Optional;
import org.baymark.gateway.admission.Arrival;
import org.baymark.protocol.bytes.Bytes;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/** One message as a connection brought it. */
record Delivery(BrokerSession session, String topic, int id, int qos, Bytes payload) {

  Delivery(BrokerSession session, String topic, MqttMessage message) {
    this(session, topic, message.getId(), message.getQos(), Bytes.owning(message.getPayload()));
  }

  boolean isToBeAcknowledged() {
    return qos > 0;
  }

  /** Topics are the site's own, so none of them says whose the statement has to be. */
  Arrival arrival() {
    return new Arrival(payload, BrokerBridge.NAME, topic, Optional.empty());
  }
}
