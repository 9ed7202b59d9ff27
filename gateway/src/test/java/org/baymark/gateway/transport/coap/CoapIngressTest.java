package org.baymark.gateway.transport.coap;

import static org.baymark.gateway.GatewayFixture.join;
import static org.baymark.gateway.transport.Wrong.KNOWN;
import static org.baymark.gateway.transport.Wrong.REVOKED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.baymark.gateway.GatewayFixture;
import org.baymark.protocol.accuse.SignedPromise;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.statement.Kind;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.Type;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Option;
import org.eclipse.californium.core.coap.OptionSet;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CoAP over real datagrams. */
class CoapIngressTest {
  private static final int COSE = 18;

  @TempDir Path folder;
  private GatewayFixture gateway;
  private CoapSender sender;

  @BeforeEach
  void start() {
    gateway = GatewayFixture.start(folder).with(KNOWN).with(REVOKED, Kind.TELEMETRY);
    gateway.revoke(REVOKED.name());
    sender = new CoapSender(gateway.coapPort);
  }

  @AfterEach
  void stop() {
    sender.close();
    gateway.close();
  }

  @Test
  void aDeviceWithoutAClockAsksForTheTime() {
    Response time = sender.get("time");
    assertEquals("2.05", code(time));
    assertEquals(MediaTypeRegistry.APPLICATION_CBOR, time.getOptions().getContentFormat());
    assertEquals(0, time.getOptions().getMaxAge());
    Bytes seconds = new CborWriter().integer(GatewayFixture.NOW.getEpochSecond()).toBytes();
    assertEquals(seconds, Bytes.of(time.getPayload()));
    Request asJson = Request.newGet().setURI(sender.uri("time"));
    asJson.getOptions().setAccept(MediaTypeRegistry.APPLICATION_JSON);
    assertEquals("4.06", code(sender.send(asJson)));
  }

  @Test
  void whatThereIsCanBeFoundAndNothingElse() {
    Response links = sender.get(".well-known/core");
    assertEquals("2.05", code(links));
    assertEquals(MediaTypeRegistry.APPLICATION_LINK_FORMAT, links.getOptions().getContentFormat());
    String text = links.getPayloadString();
    assertTrue(text.contains("</e>;") && text.contains("</time>;"), text);
    assertFalse(text.contains("alifornium") || text.contains("well-known"), text);
    assertEquals("4.04", code(sender.get("nothing")));
  }

  @ParameterizedTest
  @ValueSource(ints = {COSE, MediaTypeRegistry.UNDEFINED})
  void aStatementIsAnswered204AndStored(int format) {
    Sign1 statement = KNOWN.says(1, 0);
    assertEquals("2.04", code(sender.post(statement.encoded(), format)));
    assertEquals(statement.encoded(), gateway.stored().get(0).bytes());
    assertEquals("2.04", code(sender.post(statement.encoded(), format)));
    assertEquals(1, gateway.stored().size());
  }

  @Test
  void whoAsksGetsTheGatewaysWordForWhatIsStored() {
    Sign1 statement = KNOWN.says(1, 0);
    for (int again = 0; again < 2; again++) {
      Request request = sender.statement(statement.encoded(), COSE);
      request.getOptions().addUriQuery("promise");
      Response answer = sender.send(request);
      assertEquals("2.04", code(answer));
      assertEquals(MediaTypeRegistry.APPLICATION_CBOR, answer.getOptions().getContentFormat());
      SignedPromise word =
          SignedPromise.parse(Bytes.of(answer.getPayload())).toOptional().orElseThrow();
      assertEquals(statement.id(), word.promised().id());
      assertTrue(word.isAcknowledged());
    }
    assertEquals(0, sender.post(statement.encoded(), COSE).getPayloadSize(), "nobody asked");
  }

  @ParameterizedTest
  @ValueSource(ints = {COSE, MediaTypeRegistry.APPLICATION_CBOR, MediaTypeRegistry.UNDEFINED})
  void aRecordIsAnswered204AndStoredConfirmableOrNot(int format) {
    for (Type type : List.of(Type.NON, Type.CON)) {
      Bytes record = KNOWN.record(1, type.value, "4.5").encoded();
      for (int again = 0; again < 2; again++) {
        Request request = sender.statement(record, format);
        request.setType(type);
        assertEquals("2.04", code(sender.send(request)));
      }
    }
    assertEquals(2, gateway.counters.snapshot().records());
    assertEquals(2, gateway.counters.snapshot().duplicates());
    assertEquals(List.of(), gateway.stored());
  }

  @Test
  void aRecordThatIsRefusedIsToldWhy() {
    for (int i = 0; i < 4; i++) {
      sender.post(KNOWN.record(1, 0, "4." + (i + 1)).encoded(), COSE);
    }
    Response fifth = sender.post(KNOWN.record(1, 0, "5").encoded(), COSE);
    assertEquals("4.03", code(fifth));
    assertTrue(fifth.getPayloadString().startsWith("too-many-records (38): "));
    assertEquals("4.03", code(sender.post(REVOKED.record(1, 0, "5").encoded(), COSE)));
    assertEquals("4.00", code(sender.post(Bytes.ofHex("84"), COSE)));
    assertEquals("4.13", code(sender.post(Bytes.ofHex("84" + "00".repeat(512)), COSE)));
    assertEquals(Map.of(), turnedAway());
  }

  private Map<String, Long> turnedAway() {
    return gateway.counters.snapshot().turnedAway();
  }

  @ParameterizedTest
  @ValueSource(ints = {MediaTypeRegistry.TEXT_PLAIN, MediaTypeRegistry.APPLICATION_CBOR, 112})
  void anotherContentFormatIsAnswered415(int format) {
    assertEquals("4.15", code(sender.post(KNOWN.says(1, 0).encoded(), format)));
    assertEquals(List.of(), gateway.stored());
    assertEquals(Map.of("coap-unsupported-content-format", 1L), turnedAway());
  }

  @ParameterizedTest
  @EnumSource(value = Code.class, names = "POST", mode = EnumSource.Mode.EXCLUDE)
  void anotherMethodIsAnswered405(Code method) {
    Request request = new Request(method).setURI(sender.uri("e"));
    assertEquals("4.05", code(sender.send(request)));
    assertEquals(Map.of("coap-method-not-allowed", 1L), turnedAway());
  }

  @Test
  void anotherPathIsAnswered404() {
    assertEquals("4.04", code(sender.send(Request.newPost().setURI(sender.uri("f")))));
    assertEquals(Map.of("coap-not-found", 1L), turnedAway());
  }

  private static byte[] tag(int size) {
    return new byte[size];
  }

  private static Arguments option(String what, Consumer<OptionSet> option, String code) {
    return Arguments.of(what, option, code);
  }

  static Stream<Arguments> options() {
    return Stream.of(
        option("If-None-Match (5.10.8.2)", it -> it.setIfNoneMatch(true), "4.12"),
        option("If-Match of a tag (5.10.8.1)", it -> it.addIfMatch(tag(4)), "4.12"),
        option("If-Match of anything (5.10.8.1)", it -> it.addIfMatch(tag(0)), "2.04"),
        option("OSCORE (RFC 8613, 2)", it -> it.setOscore(new byte[0]), "4.02"),
        option("an elective one (5.4.1)", it -> it.addOption(new Option(65_000, tag(1))), "2.04"),
        option("a critical one (5.4.1)", it -> it.addOption(new Option(65_001, tag(1))), "4.02"));
  }

  /** Sections of RFC 7252. */
  @ParameterizedTest
  @MethodSource("options")
  void anOptionThatMustNotBePassedOverIsNot(
      String what, Consumer<OptionSet> option, String expected) {
    Request request = sender.statement(KNOWN.says(1, 0).encoded(), COSE);
    option.accept(request.getOptions());
    assertEquals(expected, code(sender.send(request)));
    assertEquals(expected.equals("2.04") ? 1 : 0, gateway.stored().size());
  }

  @Test
  void nothingIsThereToMatchWhereNothingIs() {
    Request request = Request.newPost().setURI(sender.uri("f"));
    request.getOptions().setIfNoneMatch(true);
    assertEquals("4.04", code(sender.send(request)));
  }

  /** Byte by byte: Californium's own client would take them for its proxy's. */
  @Test
  void nothingIsHandedOnToOtherServers() throws Exception { // RFC 7252, section 5.10.2
    try (RawCoap raw = new RawCoap(gateway.coapPort)) {
      assertEquals("5.05", raw.post(35, "coap://127.0.0.1:5683/e"));
      assertEquals("5.05", raw.post(39, "coap"));
    }
    assertEquals(List.of(), gateway.stored());
    assertEquals(Map.of("coap-proxy-not-supported", 2L), turnedAway());
  }

  @Test
  void moreThanTheTransportTakesIsAnswered413AndCounted() {
    assertEquals("4.13", code(sender.post(Bytes.owning(new byte[40_000]), COSE)));
    assertEquals(1, gateway.counters.snapshot().tooLargeConnections());
    assertEquals("4.13", code(sender.post(Bytes.owning(new byte[17_000]), COSE)));
    assertEquals(1, gateway.counters.snapshot().tooLargeConnections());
    assertEquals(Map.of("coap-request-entity-too-large", 1L), turnedAway());
  }

  @ParameterizedTest
  @ValueSource(ints = {2_040, 16_000, 20_481})
  void aBodyInOneDatagramIsAnswered(int size) throws Exception {
    try (RawCoap raw = new RawCoap(gateway.coapPort)) {
      assertEquals(size > 20_480 ? "4.13" : "4.00", raw.post("", new byte[size]));
    }
  }

  @Test
  void moreHalfSentBodiesThanThereIsRoomForAreToldToComeAgain() throws Exception {
    int most = Room.of(Runtime.getRuntime().maxMemory(), 1).halfSent();
    try (RawCoap raw = new RawCoap(gateway.coapPort)) {
      for (int i = 0; i < most; i++) {
        assertEquals("2.31", raw.block("i" + i, 0, true, new byte[16]));
      }
      assertEquals("5.03", raw.block("another", 0, true, new byte[16]));
      assertEquals("2.31", raw.block("i0", 1, true, new byte[16]), "one that was begun goes on");
      assertEquals("2.04", code(sender.post(KNOWN.says(1, 0).encoded(), COSE)));
      assertEquals("4.00", raw.block("i0", 2, false, new byte[16]));
      assertEquals("2.31", raw.block("another", 0, true, new byte[16]));
    }
  }

  @Test
  void aBusyGatewaySaysWhenToComeAgain() {
    CountDownLatch commit = new CountDownLatch(1);
    gateway.holdUpTheDatabase(commit);
    gateway.fillUp();
    Response response = sender.post(KNOWN.says(1, 0).encoded(), COSE);
    commit.countDown();
    assertEquals("5.03", code(response));
    assertEquals(5, response.getOptions().getMaxAge());
    assertTrue(response.getPayloadString().startsWith("busy (37): "), response.toString());
  }

  @Test
  void aSlowCommitIsAcknowledgedEmptyAndAnsweredLater() {
    CountDownLatch commit = new CountDownLatch(1);
    Future<Integer> plug = gateway.holdUpTheDatabase(commit);
    Request request = sender.statement(KNOWN.says(1, 0).encoded(), COSE);
    request.addMessageObserver(
        new MessageObserverAdapter() {
          @Override
          public void onAcknowledgement() { // an empty one: a response in it is no call of this
            commit.countDown();
          }
        });
    assertEquals("2.04", code(sender.send(request)));
    join(plug);
  }

  @Test
  void nothingIsWrittenIntoTheWorkingDirectory() {
    assertFalse(Files.exists(Path.of("Californium3.properties")));
  }

  private static String code(Response response) {
    return response.getCode().text;
  }
}
