package org.baymark.gateway.transport;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.baymark.gateway.transport.coap.CoapSender;
import org.baymark.gateway.transport.coap.DtlsSender;
import org.baymark.gateway.transport.mqtt.RawMqtt;
import org.baymark.protocol.bytes.Bytes;
import org.eclipse.californium.core.coap.Response;

/** The ways by which a message comes to a gateway and an answer to its sender. */
enum Way {
  MQTT_3_1_1 {
    @Override
    Answer say(House house, String topic, Bytes message) {
      return mqtt(house, 4, topic, message);
    }
  },
  MQTT_5 {
    @Override
    Answer say(House house, String topic, Bytes message) {
      return mqtt(house, 5, topic, message);
    }
  },
  COAP {
    @Override
    Answer say(House house, String topic, Bytes message) {
      try (CoapSender sender = new CoapSender(house.coapPort())) {
        return coap(sender.post(message, COSE_FORMAT));
      }
    }
  },
  COAP_OVER_DTLS {
    @Override
    Answer say(House house, String topic, Bytes message) {
      try (DtlsSender sender =
          DtlsSender.withSharedKey(house.dtlsPort(), House.IDENTITY, House.KEY)) {
        return coap(sender.send(sender.statement(message)).orElseThrow());
      }
    }
  },
  HTTP {
    @Override
    Answer say(House house, String topic, Bytes message) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + house.httpPort() + "/statements"))
              .header("Content-Type", "application/cose")
              .POST(BodyPublishers.ofByteArray(message.toArray()))
              .build();
      try {
        HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
        return new Answer(
            Integer.toString(response.statusCode()), reason(new JsonObject(response.body())));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  };

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final int COSE_FORMAT = 18;
  private static final int PACKET_ID = 7;
  private static final int REASON_STRING = 0x1f;

  /**
   * What a sender is told.
   *
   * @param code as the transport's specification writes it; {@code closed} where all that comes is
   *     the end of the connection
   * @param reason for a person; empty where there is none
   */
  record Answer(String code, String reason) {}

  /** Hands a message in, as a client of its own. */
  abstract Answer say(House house, String topic, Bytes message);

  private static Answer mqtt(House house, int version, String topic, Bytes message) {
    try (RawMqtt client = RawMqtt.connected(house.mqttPort(), version)) {
      client.publish(1, PACKET_ID, topic, message);
      return answer(client.read(), version);
    }
  }

  private static Answer answer(Optional<RawMqtt.Packet> packet, int version) {
    if (packet.isEmpty()) {
      return new Answer("closed", "");
    }
    RawMqtt.Packet came = packet.get();
    if (came.type() == RawMqtt.DISCONNECT) {
      return new Answer("closed 0x%02x".formatted(came.at(0)), "");
    }
    if (came.type() != RawMqtt.PUBACK || came.at(1) != PACKET_ID) {
      throw new AssertionError("no answer to a PUBLISH: " + came);
    }
    int size = came.body().size();
    if (version == 4) {
      return new Answer("PUBACK", "");
    }
    String reason =
        size > 7 && came.at(4) == REASON_STRING ? came.body().slice(7, size).utf8() : "";
    return new Answer("0x%02x".formatted(size > 2 ? came.at(2) : 0), reason);
  }

  private static Answer coap(Response response) {
    return new Answer(response.getCode().text, response.getPayloadString());
  }

  private static String reason(JsonObject body) {
    return body.containsKey("reason")
        ? "%s (%d): %s"
            .formatted(
                body.getString("reason"), body.getInteger("number"), body.getString("detail"))
        : "";
  }
}
