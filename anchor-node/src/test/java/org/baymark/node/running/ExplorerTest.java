package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.baymark.node.Alliance;
import org.baymark.node.TestGateway;
import org.baymark.node.ledger.Command;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a member's node, and what it asks. */
class ExplorerTest {
  private static final List<String> FILES =
      List.of("/", "/explorer", "/explorer.js", "/explorer.css", "/explorer.words.json");
  private static final Pattern WORD =
      Pattern.compile("data-word=\"([A-Za-z.-]+)\"|(?:word|row)\\('([A-Za-z.-]+)'");

  @TempDir Path folder;

  private static String text(NodeClient node, String path) {
    NodeClient.Answer answer = node.get(path);
    assertEquals(200, answer.status(), path);
    return answer.body().utf8();
  }

  private static JsonObject json(NodeClient node, String path) {
    return new JsonObject(text(node, path));
  }

  @Test
  void thePageComesFromThisNodeAloneAndSaysSo() throws Exception {
    try (RunningNode running = new RunningNode(folder, Duration.ofMillis(100))) {
      NodeClient node = running.client();
      for (String path : FILES) {
        HttpResponse<String> answer = raw(node, path);
        assertEquals(200, answer.statusCode(), path);
        String policy = answer.headers().firstValue("Content-Security-Policy").orElse("");
        assertTrue(policy.startsWith("default-src 'none'; script-src 'self';"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertEquals(
            "nosniff", answer.headers().firstValue("X-Content-Type-Options").orElse(""), path);
        if (!path.endsWith(".js")) { // which tells links by how they begin
          // Base64 in the signed head may hold two slashes.
          String own = answer.body().replaceAll("(?s)<pre.*?</pre>", "");
          assertFalse(own.contains("//"), path + " names another host");
        }
        assertFalse(answer.body().matches("(?s).*(innerHTML|document\\.write|eval\\().*"), path);
        assertFalse(answer.body().matches("(?s).* on[a-z]+=.*"), path + " has a handler inside");
      }
    }
  }

  private static HttpResponse<String> raw(NodeClient node, String path)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(node.uri(path)).GET().build(),
            HttpResponse.BodyHandlers.ofString());
  }

  /** No script runs at a reader who has none; the head is there all the same. */
  @Test
  void withoutJavaScriptTheSignedHeadIsThere() throws Exception {
    try (RunningNode running = new RunningNode(folder, Duration.ofHours(1))) {
      NodeClient node = running.client();
      assertTrue(text(node, "/").contains(text(node, "/checkpoint").strip()), "the note");
      assertFalse(text(node, "/").contains("{note}"));
    }
  }

  @Test
  void everyLanguageHasEveryWordThatThePageUses() throws Exception {
    try (RunningNode running = new RunningNode(folder, Duration.ofHours(1))) {
      NodeClient node = running.client();
      JsonObject words = json(node, "/explorer.words.json");
      assertEquals(Set.of("en", "zh-Hans", "zh-Hant", "pt-PT"), words.fieldNames());
      JsonObject english = words.getJsonObject("en");
      for (String language : words.fieldNames()) {
        JsonObject table = words.getJsonObject(language);
        assertEquals(english.fieldNames(), table.fieldNames(), language);
        for (String key : table.fieldNames()) {
          assertFalse(table.getString(key).isBlank(), language + " " + key);
          assertEquals(
              places(english.getString(key)), places(table.getString(key)), language + " " + key);
        }
      }
      for (String file : List.of("/", "/explorer.js")) {
        Matcher used = WORD.matcher(text(node, file));
        while (used.find()) {
          String key = Optional.ofNullable(used.group(1)).orElse(used.group(2));
          boolean isPrefix = key.endsWith(".");
          assertTrue(isPrefix || english.containsKey(key), file + ": " + key);
        }
      }
    }
  }

  private static Set<String> places(String text) {
    Set<String> places = new TreeSet<>();
    Matcher matcher = Pattern.compile("\\{[a-z]+}").matcher(text);
    while (matcher.find()) {
      places.add(matcher.group());
    }
    return places;
  }

  @Test
  void theOverviewSaysWhoSignedWhoIsThereAndWhatWasFiled() throws Exception {
    try (RunningNode running = new RunningNode(folder, Duration.ofMillis(100))) {
      NodeClient node = running.client();
      JsonObject before = json(node, "/explorer/overview");
      assertEquals(Alliance.ORIGIN, before.getString("origin"));
      assertEquals(Alliance.MEMBER.text(), before.getString("member"));
      assertEquals(1, before.getInteger("quorum"));
      assertEquals(true, before.getBoolean("works"));
      JsonObject member = before.getJsonArray("members").getJsonObject(0);
      assertEquals("Member Ltd", member.getString("company"));
      assertEquals("HK", member.getString("jurisdiction"));
      assertTrue(member.getLong("cosignedAt") > 1_700_000_000L, member.encode());
      assertEquals(0, before.getInteger("gatewayCount"));

      TestGateway gateway = TestGateway.of("gateway");
      Command.FileBatch batch = filed(running, gateway);
      JsonObject after =
          RunningAlliance.await(
              "the head covers the batch",
              () ->
                  Optional.of(json(node, "/explorer/overview"))
                      .filter(it -> it.getJsonObject("head").getLong("size") >= 5));
      JsonObject shown = after.getJsonArray("gateways").getJsonObject(0);
      assertEquals(gateway.name().text(), shown.getString("name"));
      assertEquals(Alliance.MEMBER.text(), shown.getString("member"));
      assertEquals(true, shown.getBoolean("live"));
      assertEquals(1L, shown.getLong("batches"));
      assertEquals(batch.header().id().hex(), shown.getString("header"));
      SignedCheckpoint note =
          SignedCheckpoint.parse(after.getJsonObject("head").getString("note"))
              .toOptional()
              .orElseThrow();
      assertEquals(note.checkpoint().root().hex(), after.getJsonObject("head").getString("root"));
      found(node, batch);
    }
  }

  private static Command.FileBatch filed(RunningNode running, TestGateway gateway) {
    Sign1 card =
        new Request.Register(Alliance.registration(gateway.name(), Kind.BATCH))
            .sign(gateway.key(), gateway.name(), 1);
    String token = "Bearer " + RunningNode.TOKEN;
    assertEquals(200, running.operator().post("/gateways", token, card.encoded()).status());
    Command.FileBatch batch = gateway.seal(TestGateway.about("pallet", 2));
    Bytes body = TestGateway.body(batch.header(), batch.subjects());
    assertEquals(200, running.client().post("/batches", body).status());
    return batch;
  }

  private static void found(NodeClient node, Command.FileBatch batch) {
    JsonObject entry = json(node, "/explorer/find?what=" + batch.header().id().hex());
    assertEquals("batch", entry.getString("kind"));
    assertEquals(true, entry.getBoolean("certified"));
    assertEquals(2, entry.getJsonObject("batch").getInteger("statements"));
    assertEquals(entry, json(node, "/explorer/find?what=" + entry.getLong("index")));
    assertEquals("members", json(node, "/explorer/find?what=0").getString("kind"));
    assertEquals("seal", json(node, "/explorer/find?what=1").getString("kind"));
    assertEquals(200, node.get("/entries/" + entry.getLong("index") + "/tlog-proof").status());
    assertEquals(404, node.get("/explorer/find?what=" + "0".repeat(64)).status());
    assertEquals(404, node.get("/explorer/find?what=999999").status());
    assertEquals(400, node.get("/explorer/find").status());
    assertEquals(400, node.get("/explorer/find?what=%3Cscript%3E").status());
  }
}
