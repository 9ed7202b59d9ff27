package org.baymark.gateway.anchor;

import static org.baymark.gateway.GatewayFixture.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestNode;
import org.baymark.gateway.TestNode.Reply;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.log.LogReceipt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever comes back is one of three things, and no future fails. */
class HttpAllianceClientTest {
  private final Vertx vertx = Vertx.vertx();
  private final TestNode node = OutgoingFixture.node();
  private final HttpAllianceClient client = new HttpAllianceClient(vertx, node.url());

  @AfterEach
  void stop() {
    node.close();
    join(client.close());
    join(vertx.close());
  }

  private String kindOf(Reply reply) {
    node.lie("/", reply);
    return join(client.submitRequest(Bytes.EMPTY))
        .match(
            receipt -> "given " + receipt.index(),
            refused -> "refused " + refused.text(),
            silent -> "silent");
  }

  @Test
  void everyAnswerIsOneOfThreeThings() {
    Bytes receipt =
        Bytes.ofHex(
            "8372" + Bytes.ofUtf8("baymark receipt v1").hex() + "07" + "5820" + "11".repeat(32));
    Map<Reply, String> expected =
        Map.ofEntries(
            Map.entry(Reply.cbor(receipt), "given 7"),
            Map.entry(Reply.cbor(receipt.concat(Bytes.ofHex("00"))), "silent"),
            Map.entry(Reply.cbor(receipt.slice(0, 30)), "silent"),
            Map.entry(Reply.cbor(Bytes.owning(new byte[70_000])), "silent"),
            Map.entry(new Reply(204, "application/cbor", Bytes.EMPTY), "silent"),
            Map.entry(new Reply(301, "text/html", Bytes.ofUtf8("moved")), "silent"),
            Map.entry(Reply.problem(409, "key-taken"), "refused key-taken: the test says so"),
            Map.entry(new Reply(409, "text/html", Bytes.ofUtf8("no")), "refused status 409"),
            Map.entry(Reply.problem(429, "slow-down"), "silent"),
            Map.entry(Reply.problem(500, "own-fault"), "silent"),
            Map.entry(Reply.problem(503, "busy"), "silent"));
    expected.forEach((reply, kind) -> assertEquals(kind, kindOf(reply), reply.toString()));
  }

  @Test
  void nobodyThereIsSilence() {
    node.goAway();
    assertTrue(join(client.checkpoint()) instanceof Answer.Silent);
    HttpAllianceClient nowhere = new HttpAllianceClient(vertx, URI.create("http://host.invalid"));
    assertTrue(join(nowhere.checkpoint()) instanceof Answer.Silent);
    join(nowhere.close());
  }

  @Test
  void closingEndsWhatIsOnItsWay() throws IOException {
    try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      URI address = URI.create("http://127.0.0.1:" + deaf.getLocalPort());
      HttpAllianceClient waiting = new HttpAllianceClient(vertx, address);
      Future<Answer<LogReceipt>> answer = waiting.submitRequest(Bytes.EMPTY);
      try (Socket heard = deaf.accept()) {
        assertTrue(heard.getInputStream().read() >= 0);
        join(waiting.close());
        assertTrue(join(answer) instanceof Answer.Silent);
      }
    }
  }

  @Test
  void noCheckpointYetIsNoRefusal() {
    node.lie("/checkpoint", Reply.problem(404, "not-found"));
    assertEquals(new Answer.Given<>(Optional.empty()), join(client.checkpoint()));
  }

  @Test
  void aPathInTheAddressStandsBeforeTheCalls() {
    HttpAllianceClient behind =
        new HttpAllianceClient(vertx, URI.create(node.url() + "/member-1/"));
    join(behind.consistency(3, 9));
    assertEquals("/member-1/consistency?from=3&to=9", node.calls().get(0).path());
    join(behind.close());
  }

  @Test
  void aBatchTravelsAsHeaderAndEntries() {
    node.lie("/", Reply.problem(503, "busy"));
    List<Bytes> entries = List.of(Bytes.ofHex("0102"), Digest.sha256().bytes());
    join(client.submitBatch(Bytes.ofHex("ff"), entries));
    assertEquals(
        "8241ff82420102" + "5820" + Digest.sha256().hex(), node.calls().get(0).body().hex());
  }
}
