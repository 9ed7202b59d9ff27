package org.baymark.node.onward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.log.Checkpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionDecoder;

/**
 * A chain's node that answers whatever it is told to; what the chain itself does, OnwardIT asks.
 */
class AnchoringTest {
  private static final BigInteger GWEI = BigInteger.TEN.pow(9);
  private static final Checkpoint HEAD =
      new Checkpoint("example.com/log", 7, Digest.sha256(Bytes.ofUtf8("root")));
  private static final String NULL = "\"result\":null";

  @TempDir Path temporary;
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final List<RawTransaction> sent = new CopyOnWriteArrayList<>();
  private HttpServer chain;
  private Instant now = Instant.parse("2026-11-22T16:47:00Z");
  private EvmAnchor anchor;
  private Anchoring anchoring;

  @BeforeEach
  void start() throws IOException {
    chain = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    chain.createContext("/", this::answer);
    chain.start();
    answers.put("eth_chainId", "\"result\":\"0x1\"");
    answers.put("eth_estimateGas", "\"result\":\"0x6590\"");
    answers.put("eth_getTransactionCount", "\"result\":\"0x5\"");
    answers.put("eth_sendRawTransaction", "\"result\":\"0x" + "00".repeat(32) + "\"");
    answers.put("eth_getTransactionReceipt", NULL);
    answers.put("eth_getTransactionByHash", "\"result\":{\"hash\":\"0x00\"}");
    asks(10);
    anchor =
        new EvmAnchor(
            new EvmAnchor.Where(
                "http://127.0.0.1:" + chain.getAddress().getPort(),
                1,
                "0x" + "12".repeat(20),
                1,
                GWEI.multiply(BigInteger.valueOf(20))),
            Credentials.create("01".repeat(32)));
    anchoring =
        new Anchoring(
            anchor,
            new AnchorFile(temporary.resolve("anchors.json")),
            AnchorFile.State.NOTHING,
            () -> Optional.of(HEAD),
            Duration.ofSeconds(80),
            () -> now);
  }

  @AfterEach
  void stop() {
    anchor.close();
    chain.stop(0);
  }

  private void asks(long gwei) {
    String price = GWEI.multiply(BigInteger.valueOf(gwei)).toString(16);
    answers.put("eth_gasPrice", "\"result\":\"0x" + price + "\"");
  }

  private void answer(HttpExchange call) throws IOException {
    JsonNode question = new ObjectMapper().readTree(call.getRequestBody().readAllBytes());
    String method = question.get("method").asText();
    if (method.equals("eth_sendRawTransaction")) {
      sent.add(TransactionDecoder.decode(question.get("params").get(0).asText()));
    }
    String answer = Optional.ofNullable(answers.get(method)).orElseThrow();
    String text =
        answer.startsWith("\"")
            ? "{\"jsonrpc\":\"2.0\",\"id\":" + question.get("id") + "," + answer + "}"
            : answer;
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    call.getResponseHeaders().set("Content-Type", "application/json");
    call.sendResponseHeaders(200, 0);
    try (OutputStream out = call.getResponseBody()) {
      out.write(body);
    } catch (IOException e) {
      // Who asked hangs up: it does not want all of it.
    }
  }

  private String fails() {
    return assertThrows(OnwardException.class, anchoring::look).sentence();
  }

  private BigInteger paid(int which) {
    return sent.get(which).getGasPrice().divide(GWEI);
  }

  @Test
  void whileTheChainAsksForTooMuchNothingIsSent() throws Exception {
    asks(21);
    assertEquals(
        "the chain asks for more than max-fee-gwei (20) allows: waiting until it asks for less",
        fails());
    assertTrue(sent.isEmpty());
    asks(20);
    anchoring.look();
    assertEquals(BigInteger.valueOf(20), paid(0));
  }

  @Test
  void whatPaysTooLittleIsReplacedInItsPlaceUpToTheMost() throws Exception {
    anchoring.look();
    assertEquals(1, sent.size());
    asks(12);
    anchoring.look();
    assertEquals(1, sent.size(), "not at once");
    now = now.plusSeconds(40);
    anchoring.look();
    assertEquals(2, sent.size());
    assertEquals(BigInteger.valueOf(12), paid(1));
    assertEquals(sent.get(0).getNonce(), sent.get(1).getNonce());
    assertEquals(sent.get(0).getData(), sent.get(1).getData());

    now = now.plusSeconds(40);
    anchoring.look();
    assertEquals(2, sent.size(), "it pays what the chain asks for");
    answers.put("eth_gasPrice", "\"result\":\"0x2cb417801\""); // 12 gwei and 1 wei
    anchoring.look();
    assertEquals(3, sent.size());
    assertTrue(sent.get(2).getGasPrice().compareTo(GWEI.multiply(BigInteger.valueOf(13))) > 0);

    now = now.plusSeconds(40);
    asks(50);
    assertTrue(fails().contains("max-fee-gwei (20)"));
    answers.put(
        "eth_getTransactionReceipt", "\"result\":{\"status\":\"0x1\",\"blockNumber\":\"0x9\"}");
    answers.put("eth_blockNumber", "\"result\":\"0x9\"");
    anchoring.look();
    assertEquals(9, anchoring.last().orElseThrow().block().orElseThrow());
  }

  @Test
  void whereTheChainRefusesTheDearerOneTheFirstStays() throws Exception {
    anchoring.look();
    String before = Files.readString(temporary.resolve("anchors.json"));
    asks(15);
    now = now.plusSeconds(40);
    answers.put(
        "eth_sendRawTransaction", "\"error\":{\"code\":-32000,\"message\":\"underpriced\"}");
    assertEquals("the chain's node refuses eth_sendRawTransaction: underpriced", fails());
    assertEquals(before, Files.readString(temporary.resolve("anchors.json")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "",
        "[]",
        "{}",
        "{\"result\":{}}",
        "{\"result\":[[[[[]]]]]}",
        "{\"result\":true}",
        "{\"result\":1.5}",
        "{\"result\":\"0xzz\"}",
        "{\"result\":\"\"}",
        "{\"error\":\"text\"}",
        "{\"result\":null}"
      })
  void nonsenseIsNoAnswer(String answer) {
    for (String method : List.of("eth_gasPrice", "eth_chainId", "eth_getTransactionCount")) {
      String before = Optional.ofNullable(answers.put(method, answer)).orElseThrow();
      try {
        anchoring.look();
        throw new AssertionError(method + " was answered with " + answer);
      } catch (Exception e) {
        // As the loop takes it: a sentence of its own, or the one for nonsense.
        assertTrue(e instanceof OnwardException || e instanceof RuntimeException, e::toString);
      }
      answers.put(method, before);
    }
    assertTrue(sent.isEmpty());
    assertEquals(Optional.empty(), anchoring.last());
  }

  @Test
  void aHugeAnswerIsNotRead() {
    answers.put("eth_gasPrice", "\"result\":\"0x" + "0".repeat(1 << 20) + "1\"");
    assertEquals("the chain's node answers eth_gasPrice with more than 1 MiB", fails());
    assertTrue(sent.isEmpty());
  }
}
