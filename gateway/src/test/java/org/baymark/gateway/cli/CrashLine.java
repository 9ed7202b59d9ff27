package org.baymark.gateway.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.baymark.gateway.transport.coap.CoapSender;
import org.baymark.gateway.transport.coap.DtlsSender;
import org.baymark.gateway.transport.mqtt.RawMqtt;
import org.baymark.protocol.bytes.Bytes;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;

/** One client's connection, over which it hands in one statement after the other. */
interface CrashLine extends AutoCloseable {
  /** What the client knows of a statement afterwards. */
  enum Answer {
    /** It is on the disk of whoever answered. */
    STORED,
    /** Not now. */
    BUSY,
    /** Nothing: the connection ended. */
    NONE
  }

  int COSE = 18;

  /**
   * Hands a statement in.
   *
   * @param over whether nothing will be answered any more
   * @throws AssertionError if it is refused
   */
  Answer say(Bytes statement, BooleanSupplier over);

  @Override
  void close();

  /**
   * Over MQTT, to a gateway or to a broker before it.
   *
   * @param version 4 for MQTT 3.1.1, or 5
   */
  static CrashLine mqtt(int port, int version, String topic) {
    RawMqtt client = RawMqtt.connected(port, version);
    return new CrashLine() {
      @Override
      public Answer say(Bytes statement, BooleanSupplier over) {
        Optional<RawMqtt.Packet> answer = client.publish(1, 1, topic, statement).read();
        if (answer.isEmpty() || answer.get().type() == RawMqtt.DISCONNECT) {
          return Answer.NONE;
        }
        int reason = answer.get().body().size() > 2 ? answer.get().at(2) : 0;
        return answer(reason, 0, 0x97);
      }

      @Override
      public void close() {
        client.close();
      }
    };
  }

  static CrashLine coap(int port) {
    CoapSender sender = new CoapSender(port);
    return coap(sender::begin, statement -> sender.statement(statement, COSE), sender::close);
  }

  static CrashLine dtls(int port, String identity, Bytes key) {
    DtlsSender sender = DtlsSender.withSharedKey(port, identity, key);
    return coap(sender::begin, sender::statement, sender::close);
  }

  private static CrashLine coap(
      Consumer<Request> begin, Function<Bytes, Request> request, Runnable closing) {
    return new CrashLine() {
      @Override
      public Answer say(Bytes statement, BooleanSupplier over) {
        Request asked = request.apply(statement);
        begin.accept(asked);
        Optional<Response> answer = Optional.empty();
        while (answer.isEmpty() && !over.getAsBoolean() && asked.getSendError() == null) {
          answer = await(asked);
        }
        return answer
            .map(it -> answer(it.getCode().value, ResponseCode.CHANGED.value, 0xa3))
            .orElse(Answer.NONE);
      }

      @Override
      public void close() {
        closing.run();
      }
    };
  }

  private static Optional<Response> await(Request asked) {
    try {
      return Optional.ofNullable(asked.waitForResponse(50));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static CrashLine http(URI address) {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    return new CrashLine() {
      @Override
      public Answer say(Bytes statement, BooleanSupplier over) {
        HttpRequest request =
            HttpRequest.newBuilder(address.resolve("/statements"))
                .header("Content-Type", "application/cose")
                .POST(BodyPublishers.ofByteArray(statement.toArray()))
                .build();
        try {
          HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
          return answer(answer.statusCode(), 200, 503);
        } catch (IOException e) {
          return Answer.NONE;
        } catch (InterruptedException e) {
          throw new UncheckedIOException(new IOException(e));
        }
      }

      @Override
      public void close() {
        // Its connections end with the gateway.
      }
    };
  }

  private static Answer answer(int code, int stored, int busy) {
    if (code != stored && code != busy) {
      throw new AssertionError("refused with " + code);
    }
    return code == stored ? Answer.STORED : Answer.BUSY;
  }
}
