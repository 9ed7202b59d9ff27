package org.baymark.gateway.transport.mqtt;

import static org.baymark.gateway.transport.Wrong.KNOWN;
import static org.baymark.gateway.transport.Wrong.REVOKED;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.baymark.gateway.GatewayFixture;
import org.baymark.protocol.accuse.SignedPromise;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.statement.Kind;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MQTT 5 with somebody else's client. */
class MqttIngressTest {
  private static final String TOPIC = KNOWN.topic();

  @TempDir Path folder;
  private GatewayFixture gateway;
  private MqttAsyncClient client;

  @BeforeEach
  void connect() throws MqttException {
    gateway = GatewayFixture.start(folder).with(KNOWN).with(REVOKED, Kind.TELEMETRY);
    gateway.revoke(REVOKED.name());
    String address = "tcp://127.0.0.1:" + gateway.mqttPort;
    client = new MqttAsyncClient(address, "a-client", new MemoryPersistence());
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setWill("last/words", new MqttMessage("ignored".getBytes(), 1, true, null));
    client.connect(options).waitForCompletion(30_000);
  }

  @AfterEach
  void stop() throws MqttException {
    client.disconnect().waitForCompletion(30_000);
    client.close();
    gateway.close();
  }

  @Test
  void aStatementIsAcknowledgedWithSuccessAndStored() throws MqttException {
    Sign1 statement = KNOWN.says(1, 0);
    assertAnswer(0x00, publish(TOPIC, statement.encoded()));
    assertEquals(statement.encoded(), gateway.stored().get(0).bytes());
    assertAnswer(0x00, publish(TOPIC, statement.encoded()));
    assertEquals(1, gateway.stored().size());
  }

  @Test
  void whoAsksGetsTheGatewaysWordForWhatIsStored() throws MqttException {
    Sign1 statement = KNOWN.says(1, 0);
    for (int again = 0; again < 2; again++) {
      MqttMessage message = message(statement.encoded());
      MqttProperties asking = new MqttProperties();
      asking.setUserProperties(List.of(new UserProperty("promise", "")));
      message.setProperties(asking);
      IMqttToken token = client.publish(TOPIC, message);
      token.waitForCompletion(30_000);
      assertAnswer(0x00, token);
      List<UserProperty> answered = token.getResponseProperties().getUserProperties();
      assertEquals("promise", answered.get(0).getKey());
      byte[] promise = Base64.getDecoder().decode(answered.get(0).getValue());
      SignedPromise word = SignedPromise.parse(Bytes.owning(promise)).toOptional().orElseThrow();
      assertEquals(statement.id(), word.promised().id());
      assertTrue(word.isAcknowledged());
    }
    IMqttToken token = publish(TOPIC, statement.encoded());
    assertAnswer(0x00, token);
    assertEquals(List.of(), token.getResponseProperties().getUserProperties(), "nobody asked");
  }

  @Test
  void aRetainedOneIsAStatementLikeAnyOther() throws MqttException {
    MqttMessage message = new MqttMessage(KNOWN.says(1, 0).encoded().toArray(), 1, true, null);
    IMqttToken token = client.publish(TOPIC, message);
    token.waitForCompletion(30_000);
    assertAnswer(0x00, token);
  }

  @Test
  void qosZeroIsStoredWithoutAnAnswer() throws MqttException {
    byte[] bytes = KNOWN.says(1, 0).encoded().toArray();
    client.publish(TOPIC, new MqttMessage(bytes, 0, false, null)).waitForCompletion(30_000);
    publish(TOPIC, KNOWN.says(1, 1).encoded()); // of one topic, so its answer comes after both
    assertEquals(2, gateway.stored().size());
  }

  @Test
  void aRecordIsStoredWithAnAnswerOrWithoutOneOnItsDevicesTopicAlone() throws MqttException {
    byte[] first = KNOWN.record(1, 0, "4.5").encoded().toArray();
    client.publish(TOPIC, new MqttMessage(first, 0, false, null)).waitForCompletion(30_000);
    for (int i = 1; i < 4; i++) {
      assertAnswer(0x00, publish(TOPIC, KNOWN.record(1, 0, "5." + i).encoded()));
    }
    assertEquals(4, gateway.counters.snapshot().records());
    assertAnswer(0x00, publish(TOPIC, Bytes.owning(first)));
    assertEquals(1, gateway.counters.snapshot().duplicates());
    IMqttToken fifth = publish(TOPIC, KNOWN.record(1, 0, "6").encoded());
    assertAnswer(0x87, fifth);
    String reason = fifth.getResponseProperties().getReasonString();
    assertTrue(reason.startsWith("too-many-records (38): "), reason);
    assertAnswer(0x90, publish(REVOKED.topic(), KNOWN.record(1, 1, "4.5").encoded()));
    assertAnswer(0x87, publish(REVOKED.topic(), REVOKED.record(1, 1, "4.5").encoded()));
    assertEquals(List.of(), gateway.stored());
  }

  @Test
  void aRightStatementOnAWrongTopicIsRefused() throws MqttException {
    for (String topic : List.of("baymark/v1/" + REVOKED.name(), "baymark/v2/x", TOPIC + "/")) {
      IMqttToken token = publish(topic, KNOWN.says(1, 0).encoded());
      assertAnswer(0x90, token);
      assertEquals(
          "wrong-topic (35): its topic is " + TOPIC,
          token.getResponseProperties().getReasonString());
    }
    assertEquals(List.of(), gateway.stored());
  }

  @Test
  void manyInFlightAreAllAcknowledged() throws MqttException {
    IMqttToken[] tokens = new IMqttToken[200];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = client.publish(TOPIC, message(KNOWN.says(1, i).encoded()));
    }
    for (IMqttToken token : tokens) {
      token.waitForCompletion(30_000);
      assertAnswer(0x00, token);
    }
    assertEquals(200, gateway.stored().size());
    assertEquals(0, gateway.counters.snapshot().late());
  }

  private IMqttToken publish(String topic, Bytes bytes) throws MqttException {
    IMqttToken token = client.publish(topic, message(bytes));
    token.waitForCompletion(30_000);
    return token;
  }

  private static MqttMessage message(Bytes bytes) {
    return new MqttMessage(bytes.toArray(), 1, false, null);
  }

  private static void assertAnswer(int code, IMqttToken token) {
    assertArrayEquals(new int[] {code}, token.getReasonCodes());
  }
}
