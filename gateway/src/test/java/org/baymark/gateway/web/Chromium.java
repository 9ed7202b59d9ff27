package org.baymark.gateway.web;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.baymark.gateway.OutgoingFixture;

/**
 * One page in Debian's Chromium, driven over its own DevTools protocol: what a person types, clicks
 * and sees.
 */
final class Chromium implements AutoCloseable {
  private static final List<String> PROGRAMS =
      List.of("/usr/bin/chromium", "/usr/bin/google-chrome");

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonObject>> asked = new ConcurrentHashMap<>();

  /** Exceptions of the page's script, and what its policy has stopped. */
  final List<String> complaints = new CopyOnWriteArrayList<>();

  static Optional<Path> program() {
    return PROGRAMS.stream().map(Path::of).filter(Files::isExecutable).findFirst();
  }

  Chromium(Path program, Path profile) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--lang=en",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("TMPDIR", Files.createDirectories(profile).toString());
    process = builder.start();
    HttpClient client = HttpClient.newHttpClient();
    String address = "http://127.0.0.1:" + port(profile.resolve("DevToolsActivePort"));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + "/json/new?about:blank"))
            .PUT(BodyPublishers.noBody())
            .build();
    JsonObject page = new JsonObject(client.send(request, BodyHandlers.ofString()).body());
    socket =
        client
            .newWebSocketBuilder()
            .buildAsync(URI.create(page.getString("webSocketDebuggerUrl")), new Ear())
            .orTimeout(30, TimeUnit.SECONDS)
            .join();
    for (String domain : List.of("Page", "Runtime", "Log")) {
      ask(domain + ".enable", new JsonObject());
    }
  }

  /** The first line of the file that Chromium writes once it listens. */
  private String port(Path file) {
    OutgoingFixture.until(() -> Files.exists(file) && !lines(file).isEmpty());
    return lines(file).get(0);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }

  private final class Ear implements WebSocket.Listener {
    private final StringBuilder heard = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
      heard.append(data);
      if (isLast) {
        hear(new JsonObject(heard.toString()));
        heard.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }

  private void hear(JsonObject message) {
    if (message.containsKey("id")) {
      CompletableFuture<JsonObject> waiting = asked.remove(message.getInteger("id"));
      if (waiting != null) {
        waiting.complete(message);
      }
    } else if (message.getString("method").equals("Runtime.exceptionThrown")) {
      complaints.add(message.encode());
    } else if (message.getString("method").equals("Log.entryAdded")) {
      JsonObject entry = message.getJsonObject("params").getJsonObject("entry");
      boolean isOfTheNetwork = entry.getString("source").equals("network"); // as an answer of 403
      if (!isOfTheNetwork && !entry.getString("level").equals("verbose")) {
        complaints.add(entry.encode());
      }
    }
  }

  private JsonObject ask(String method, JsonObject parameters) {
    int id = ids.incrementAndGet();
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    asked.put(id, answer);
    JsonObject message = new JsonObject().put("id", id).put("method", method);
    socket.sendText(message.put("params", parameters).encode(), true).join();
    JsonObject said = answer.orTimeout(60, TimeUnit.SECONDS).join();
    if (said.containsKey("error")) {
      throw new AssertionError(method + ": " + said.encode());
    }
    return said.getJsonObject("result");
  }

  void size(int width, int height) {
    ask(
        "Emulation.setDeviceMetricsOverride",
        new JsonObject()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", width < 600));
  }

  void open(String url) {
    ask("Page.navigate", new JsonObject().put("url", url));
    await("document.readyState === 'complete'");
  }

  /** What an expression of JavaScript gives, as text. */
  String eval(String expression) {
    JsonObject answer =
        ask(
            "Runtime.evaluate",
            new JsonObject()
                .put("expression", "String(" + expression + ")")
                .put("awaitPromise", true)
                .put("returnByValue", true));
    return String.valueOf(answer.getJsonObject("result").getString("value"));
  }

  void await(String condition) {
    try {
      OutgoingFixture.until(() -> eval(condition).equals("true"));
    } catch (AssertionError e) {
      throw new AssertionError(condition + " in: " + text(), e);
    }
  }

  /** All that is to be read on the page now. */
  String text() {
    return eval("document.body.innerText");
  }

  void awaitText(String words) {
    await("document.body.innerText.includes(" + quoted(words) + ")");
  }

  void type(String selector, String text) {
    eval("document.querySelector(" + quoted(selector) + ").focus()");
    ask("Input.insertText", new JsonObject().put("text", text));
  }

  void choose(String selector, String value) {
    eval("document.querySelector(%s).value = %s".formatted(quoted(selector), quoted(value)));
  }

  void click(String selector) {
    eval("document.querySelector(" + quoted(selector) + ").click()");
  }

  private static String quoted(String text) {
    return new io.vertx.core.json.JsonArray(List.of(text)).encode().replaceAll("^\\[|]$", "");
  }

  /** The page as it looks now, from its top, in PNG. */
  byte[] screenshot(int heightMax) {
    int height =
        Math.min(heightMax, Integer.parseInt(eval("document.documentElement.scrollHeight")));
    int width = Integer.parseInt(eval("window.innerWidth"));
    JsonObject clip =
        new JsonObject().put("x", 0).put("y", 0).put("width", width).put("height", height);
    JsonObject answer =
        ask(
            "Page.captureScreenshot",
            new JsonObject()
                .put("format", "png")
                .put("captureBeyondViewport", true)
                .put("clip", clip.put("scale", 1)));
    return Base64.getDecoder().decode(answer.getString("data"));
  }

  @Override
  public void close() {
    socket.abort();
    List<ProcessHandle> all = process.descendants().collect(Collectors.toList());
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }
}
