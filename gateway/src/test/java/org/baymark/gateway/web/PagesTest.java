package org.baymark.gateway.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of the page: from this gateway alone, harmless, and in all languages. */
class PagesTest {
  private static final List<String> FILES =
      List.of("/", "/page.js", "/page.shown.js", "/page.enrol.js", "/page.css", "/page.words.json");
  private static final Pattern WORD =
      Pattern.compile("data-word=\"([A-Za-z.-]+)\"|(?:word|fact)\\('([A-Za-z.-]+)'");

  @TempDir Path folder;
  private WebFixture fixture;
  private Visitor visitor;

  @BeforeEach
  void start() {
    fixture = new WebFixture(folder);
    visitor = new Visitor(fixture.url(""));
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void thePageComesFromThisGatewayAloneAndSaysSo() {
    for (String path : FILES) {
      HttpResponse<String> answer = visitor.call("GET", path, "");
      assertEquals(200, answer.statusCode(), path);
      String policy = answer.headers().firstValue("Content-Security-Policy").orElse("");
      assertTrue(policy.startsWith("default-src 'none'; script-src 'self';"), policy);
      assertFalse(policy.contains("unsafe"), policy);
      assertEquals(
          "nosniff", answer.headers().firstValue("X-Content-Type-Options").orElse(""), path);
      String body = answer.body().replaceAll("(?m)^ *//.*$", "");
      assertFalse(body.contains("//") && !path.endsWith(".js"), path + " names another host");
      assertFalse(body.matches("(?s).*(innerHTML|document\\.write|eval\\().*"), path);
      assertFalse(body.matches("(?s).* on[a-z]+=.*"), path + " has a handler inside");
    }
  }

  @Test
  void noWordStandsTwice() throws IOException {
    JsonMapper strict =
        JsonMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();
    assertEquals(4, strict.readTree(visitor.call("GET", "/page.words.json", "").body()).size());
  }

  @Test
  void everyLanguageHasEveryWordThatThePageUses() {
    JsonObject words = visitor.get(200, "/page.words.json");
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
    for (String file : List.of("/", "/page.js", "/page.shown.js", "/page.enrol.js")) {
      Matcher used = WORD.matcher(visitor.call("GET", file, "").body());
      while (used.find()) {
        String key = Optional.ofNullable(used.group(1)).orElse(used.group(2));
        assertTrue(key.endsWith(".") || english.containsKey(key), file + ": " + key);
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

  /** What the gateway says of itself has a sentence in each language, with the same values. */
  @Test
  void everySentenceOfTheGatewayIsThere() {
    JsonObject english = visitor.get(200, "/page.words.json").getJsonObject("en");
    Set<String> said = new HashSet<>();
    visitor.login("viewer", WebFixture.VIEWERS);
    for (Optional<String> failing : List.of(Optional.<String>empty(), Optional.of("a fault"))) {
      fixture.failing = failing;
      for (Object part : visitor.get(200, "/status").getJsonArray("parts")) {
        JsonObject shown = (JsonObject) part;
        String sentence = english.getString("say." + shown.getString("say"), "");
        assertFalse(sentence.isEmpty(), shown.encode());
        for (String place : places(sentence)) {
          String name = place.substring(1, place.length() - 1);
          assertTrue(shown.getJsonObject("values").containsKey(name), shown.encode() + name);
        }
        said.add(shown.getString("say"));
      }
    }
    assertTrue(
        said.containsAll(Set.of("store.ok", "alliance.idle", "alliance.stopped")), "" + said);
  }
}
