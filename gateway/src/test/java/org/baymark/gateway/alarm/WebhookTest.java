package org.baymark.gateway.alarm;

import static org.baymark.gateway.GatewayFixture.join;
import static org.baymark.gateway.OutgoingFixture.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Alarms posted to a receiver. */
class WebhookTest extends AlarmFixture {
  private record Got(String signature, String delivery, String body) {}

  /** It answers as the test says: a status, or nothing at all. */
  private HttpServer receiver(Function<Integer, Integer> answers, List<Got> got) {
    AtomicInteger count = new AtomicInteger();
    return join(
        gateway
            .vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    request.body().onSuccess(body -> answer(request, body, answers, count, got)))
            .listen(0, "127.0.0.1"));
  }

  private static void answer(
      HttpServerRequest request,
      Buffer body,
      Function<Integer, Integer> answers,
      AtomicInteger count,
      List<Got> got) {
    got.add(
        new Got(
            request.getHeader("Baymark-Signature"),
            request.getHeader("Baymark-Delivery"),
            body.toString()));
    int status = answers.apply(count.incrementAndGet());
    if (status > 0) {
      request.response().setStatusCode(status).end("what it says is not read");
    }
  }

  private Webhook webhook(HttpServer to) {
    Webhook webhook =
        new Webhook(
            gateway.vertx,
            URI.create("http://127.0.0.1:" + to.actualPort() + "/hook"),
            Optional.of("a secret"),
            gateway.database,
            () -> 0);
    webhook.start();
    return webhook;
  }

  @Test
  void whatIsPostedIsSignedAndKeptUntilSomebodyTakesIt() {
    again(RULES, true);
    List<Got> got = new CopyOnWriteArrayList<>();
    HttpServer receiver = receiver(nth -> nth == 1 ? 500 : 204, got);
    Webhook webhook = webhook(receiver);
    gateway.take(warm(0, 0, "9"), warm(1, 60, "4"));
    until(() -> gateway.inStore(queue::count) == 0 && got.size() == 3);
    assertEquals(got.get(0), got.get(1), "the same again");
    assertEquals("raised", new JsonObject(got.get(1).body()).getString("event"));
    assertEquals("ended", new JsonObject(got.get(2).body()).getString("event"));
    for (Got one : got) {
      byte[] secret = "a secret".getBytes(StandardCharsets.UTF_8);
      assertEquals("sha256=" + Webhook.hmac(secret, Buffer.buffer(one.body())), one.signature());
    }
    assertEquals(Optional.empty(), webhook.trouble());
    join(webhook.stop());
  }

  /** RFC 4231, section 4.3. */
  @Test
  void theSignatureIsHmacWithSha256() {
    assertEquals(
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        Webhook.hmac(
            "Jefe".getBytes(StandardCharsets.UTF_8),
            Buffer.buffer("what do ya want for nothing?")));
  }

  @Test
  void aReceiverThatHangsHoldsNothingUp() {
    again(RULES, true);
    List<Got> got = new CopyOnWriteArrayList<>();
    HttpServer receiver = receiver(nth -> 0, got);
    Webhook webhook = webhook(receiver);
    gateway.take(warm(0, 0, "9"));
    until(() -> got.size() == 1);
    gateway.take(warm(1, 60, "4"), warm(2, 120, "9"));
    until(() -> open().size() == 1 && ended().size() == 1);
    join(webhook.stop());
    assertEquals(3L, gateway.inStore(queue::count));
  }

  @Test
  void theQueueIsBoundedAndWhatItDropsIsCounted() {
    gateway.inStore(
        transaction -> {
          for (int i = 0; i < 12; i++) {
            queue.add(transaction, "{\"n\":" + i + "}", 10);
          }
          return 0;
        });
    assertEquals(10L, gateway.inStore(queue::count));
    assertEquals(2L, gateway.inStore(queue::countDropped));
    assertEquals("{\"n\":2}", gateway.inStore(queue::next).orElseThrow().body());
  }

  @Test
  void whatWaitsForAWebhookThatIsNoMoreIsDroppedAndCounted() {
    again(RULES, true);
    gateway.take(warm(0, 0, "9"), warm(1, 60, "4"));
    until(() -> gateway.inStore(queue::count) == 2);
    join(Webhook.forget(gateway.database));
    assertEquals(0L, gateway.inStore(queue::count));
    assertEquals(2L, gateway.inStore(queue::countDropped));
    join(Webhook.forget(gateway.database));
    assertEquals(2L, gateway.inStore(queue::countDropped));
  }

  @Test
  void waitsGrowToTenMinutes() {
    assertEquals(Duration.ofMillis(500), Webhook.pause(1, 0));
    assertEquals(Duration.ofSeconds(1), Webhook.pause(2, 0));
    assertEquals(Duration.ofMinutes(5), Webhook.pause(99, 0));
    assertTrue(Webhook.pause(99, 0.999).compareTo(Duration.ofMinutes(10)) < 0);
  }
}
