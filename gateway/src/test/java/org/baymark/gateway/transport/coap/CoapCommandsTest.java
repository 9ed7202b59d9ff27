package org.baymark.gateway.transport.coap;

import static org.baymark.gateway.GatewayFixture.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.baymark.gateway.GatewayFixture;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.store.CommandTable.State;
import org.baymark.gateway.transport.mqtt.Mosquitto;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.command.Command;
import org.baymark.protocol.command.Order;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Suite;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.CoapHandler;
import org.eclipse.californium.core.CoapObserveRelation;
import org.eclipse.californium.core.CoapResponse;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.elements.exception.ConnectorException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PROTOCOL.md, section 15.2, over CoAP: Californium's client, and libcoap's. */
class CoapCommandsTest {
  private static final TestDevice ONE = TestDevice.named("one", Suite.ES256);
  private static final TestDevice TWO = TestDevice.named("two", Suite.EDDSA);
  private static final Duration WEEK = Duration.ofDays(7);
  private static final int NOTHING_FORMAT = 60;

  @TempDir Path folder;
  private GatewayFixture gateway;
  private CoapEndpoint endpoint;

  @BeforeEach
  void start() throws IOException {
    gateway = GatewayFixture.start(folder).with(ONE).with(TWO);
    CoapConfig.register();
    UdpConfig.register();
    endpoint =
        new CoapEndpoint.Builder()
            .setConfiguration(new Configuration(CoapConfig.DEFINITIONS, UdpConfig.DEFINITIONS))
            .setInetSocketAddress(new InetSocketAddress("127.0.0.1", 0))
            .build();
    endpoint.start();
  }

  @AfterEach
  void stop() {
    endpoint.destroy();
    gateway.close();
  }

  private void queue(TestDevice device, Order order) {
    assertTrue(join(gateway.commands.queue(device.name(), order, WEEK)).toOptional().isPresent());
  }

  private List<State> states(TestDevice device) {
    return states(gateway, device);
  }

  private static List<State> states(GatewayFixture gateway, TestDevice device) {
    return join(gateway.commands.newest(Optional.of(device.name()), 100)).stream()
        .map(told -> told.state(GatewayFixture.NOW))
        .toList();
  }

  private void untilStates(TestDevice device, State... states) {
    OutgoingFixture.until(() -> states(device).equals(List.of(states)));
  }

  private String uri(TestDevice device) {
    return "coap://127.0.0.1:" + gateway.coapPort + "/c?d=" + device.name();
  }

  private CoapResponse get(String uri) {
    CoapClient client = new CoapClient(uri);
    client.setEndpoint(endpoint);
    client.setTimeout(20_000L);
    try {
      return Optional.ofNullable(client.get()).orElseThrow();
    } catch (ConnectorException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Order order(byte[] payload) {
    Sign1 signed = Sign1.parse(Bytes.of(payload), Command.SIZE_MAX).toOptional().orElseThrow();
    return Command.parse(signed).toOptional().orElseThrow().order();
  }

  @Test
  void aDeviceThatSleepsAsksUntilNothingWaits() {
    CoapResponse nothing = get(uri(ONE));
    assertEquals(ResponseCode.CONTENT, nothing.getCode());
    assertEquals(NOTHING_FORMAT, nothing.getOptions().getContentFormat());
    assertEquals("80", Bytes.of(nothing.getPayload()).hex());
    queue(ONE, Order.interval(600));
    queue(ONE, Order.rollOver());
    CoapResponse first = get(uri(ONE));
    assertEquals(18, first.getOptions().getContentFormat());
    assertEquals(Order.interval(600), order(first.getPayload()));
    untilStates(ONE, State.QUEUED, State.DELIVERED);
    OutgoingFixture.until(
        () -> {
          CoapResponse answer = get(uri(ONE));
          return answer.getOptions().getContentFormat() == 18
              && order(answer.getPayload()).equals(Order.rollOver());
        });
    untilStates(ONE, State.DELIVERED, State.DELIVERED);
    OutgoingFixture.until(() -> get(uri(ONE)).getOptions().getContentFormat() == NOTHING_FORMAT);
  }

  @Test
  void whoAsksWronglyIsTold() {
    String server = "coap://127.0.0.1:" + gateway.coapPort;
    assertEquals(ResponseCode.BAD_REQUEST, get(server + "/c").getCode());
    assertEquals(ResponseCode.BAD_REQUEST, get(server + "/c?d=").getCode());
    assertEquals(ResponseCode.BAD_REQUEST, get(server + "/c?d=somebody").getCode());
    assertEquals(ResponseCode.NOT_FOUND, get(server + "/c?d=urn:dev:org:32473-nobody").getCode());
    gateway.revoke(TWO.name());
    assertEquals(ResponseCode.FORBIDDEN, get(uri(TWO)).getCode());
    Request post = Request.newPost();
    post.setURI(uri(ONE));
    endpoint.sendRequest(post);
    try {
      Response answer = post.waitForResponse(20_000);
      assertEquals(ResponseCode.METHOD_NOT_ALLOWED, answer.getCode());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void itIsListedAsObservable() {
    String links =
        get("coap://127.0.0.1:" + gateway.coapPort + "/.well-known/core").getResponseText();
    String own =
        List.of(links.split(",")).stream()
            .filter(it -> it.startsWith("</c>"))
            .findFirst()
            .orElse("");
    assertTrue(own.contains(";obs"), links);
  }

  /** What an observer hears. */
  private static final class Ear implements CoapHandler {
    private final BlockingQueue<CoapResponse> heard = new LinkedBlockingQueue<>();

    @Override
    public void onLoad(CoapResponse response) {
      heard.add(response);
    }

    @Override
    public void onError() {}

    CoapResponse next() {
      try {
        return Optional.ofNullable(heard.poll(20, TimeUnit.SECONDS)).orElseThrow();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private CoapObserveRelation observe(String uri, Ear ear) {
    CoapClient client = new CoapClient(uri);
    client.setEndpoint(endpoint);
    return client.observe(ear);
  }

  @Test
  void anObserverHearsOneAfterTheOther() {
    Ear ear = new Ear();
    queue(ONE, Order.interval(600));
    observe(uri(ONE), ear);
    assertEquals(Order.interval(600), order(ear.next().getPayload()));
    untilStates(ONE, State.DELIVERED);
    queue(TWO, Order.time());
    List<Order> later = new ArrayList<>(List.of(Order.rollOver(), Order.time()));
    later.forEach(order -> queue(ONE, order));
    for (Order order : later) {
      CoapResponse heard = ear.next();
      assertTrue(heard.getOptions().hasObserve());
      assertEquals(order, order(heard.getPayload()));
    }
    untilStates(ONE, State.DELIVERED, State.DELIVERED, State.DELIVERED);
    assertEquals(List.of(State.QUEUED), states(TWO));
  }

  /**
   * As a device does that forgot its token: what it had before takes no place, and hears nothing.
   */
  @Test
  void ofADeviceTheNewestObservationStays() {
    Ear hub = new Ear();
    observe(uri(TWO), hub);
    hub.next();
    List<Ear> ears = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Ear ear = new Ear();
      observe(uri(ONE), ear);
      assertTrue(ear.next().getOptions().hasObserve(), "registration " + i);
      ears.add(ear);
    }
    queue(ONE, Order.interval(600));
    untilStates(ONE, State.DELIVERED);
    Ear last = ears.remove(ears.size() - 1);
    assertEquals(Order.interval(600), order(last.next().getPayload()));
    queue(TWO, Order.rollOver());
    assertEquals(Order.rollOver(), order(hub.next().getPayload()), "others observe still");
    ears.forEach(ear -> assertTrue(ear.heard.isEmpty()));
  }

  @Test
  void aRevokedKeyEndsTheObservation() {
    Ear ear = new Ear();
    observe(uri(ONE), ear);
    assertEquals(NOTHING_FORMAT, ear.next().getOptions().getContentFormat());
    gateway.revoke(ONE.name());
    assertEquals(ResponseCode.FORBIDDEN, ear.next().getCode());
  }

  @Test
  void coapClientObserves() {
    queue(ONE, Order.interval(600));
    String said =
        Mosquitto.run(
                List.of(
                    "coap-client-notls", "-m", "get", "-s", "3", "-B", "5", "-v", "7", uri(ONE)))
            .output();
    assertTrue(said.contains("2.05"), said);
    assertTrue(said.contains("Observe"), said);
    untilStates(ONE, State.DELIVERED);
  }

  /** Over DTLS a session asks for its own device, and needs not to say for which. */
  @Test
  void aSessionIsOfItsDevice(@TempDir Path other) {
    DtlsFixture house = DtlsFixture.withKeys(other);
    try {
      house.gateway.with(ONE).with(TWO);
      join(house.gateway.commands.queue(ONE.name(), Order.interval(600), WEEK));
      join(house.gateway.commands.queue(TWO.name(), Order.rollOver(), WEEK));
      try (DtlsSender own = DtlsSender.withRawKey(house.port(), ONE, house.own.open());
          DtlsSender hub =
              DtlsSender.withSharedKey(house.port(), DtlsFixture.IDENTITY, DtlsFixture.KEY)) {
        assertEquals("4.03", asked(own, house, "?d=" + TWO.name()).getCode().text);
        assertEquals(Order.interval(600), order(asked(own, house, "").getPayload()));
        assertEquals(Order.rollOver(), order(asked(hub, house, "?d=" + TWO.name()).getPayload()));
        assertEquals("4.00", asked(hub, house, "").getCode().text);
      }
      OutgoingFixture.until(() -> states(house.gateway, ONE).equals(List.of(State.DELIVERED)));
    } finally {
      house.close();
    }
  }

  private static Response asked(DtlsSender sender, DtlsFixture house, String query) {
    Request request = Request.newGet();
    request.setURI("coaps://127.0.0.1:" + house.port() + "/c" + query);
    return sender.send(request).orElseThrow();
  }
}
