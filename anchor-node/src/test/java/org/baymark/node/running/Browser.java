package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;

/** Chromium with one page, spoken to by its DevTools protocol. */
final class Browser implements AutoCloseable {
  private static final List<String> BROWSERS =
      List.of("/usr/bin/chromium", "/usr/bin/google-chrome");
  private static final long PATIENCE_SECONDS = 60;
  private static final long LOOK_MILLIS = 50;

  private final Process process;
  private final WebSocket socket;
  private final Answers answers = new Answers();

  /** Skips the test, with one line, where there is none; CI may not skip it. */
  static Path installed() {
    Path browser =
        BROWSERS.stream().map(Path::of).filter(Files::isExecutable).findFirst().orElse(Path.of(""));
    if (browser.toString().isEmpty()) {
      String what = "skipped: no chromium here (Debian: apt install chromium)";
      assertTrue(!"true".equals(System.getenv("CI")), what + ", and CI may not skip it");
      System.out.println(what);
      Assumptions.abort(what);
    }
    return browser;
  }

  /**
   * @param folder of its own, which need not exist
   */
  Browser(Path folder) throws IOException, InterruptedException {
    ProcessBuilder browser =
        new ProcessBuilder(
                installed().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--lang=en-US",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    // It lays some things down beside its profile, and does not always take them with it.
    browser.environment().put("TMPDIR", Files.createDirectories(folder).toString());
    process = browser.start();
    Path port = folder.resolve("DevToolsActivePort");
    await("its port", () -> Files.exists(port) && lines(port).size() > 1);
    HttpClient client = HttpClient.newHttpClient();
    URI make = URI.create("http://127.0.0.1:" + lines(port).get(0) + "/json/new?about:blank");
    HttpRequest put = HttpRequest.newBuilder(make).PUT(HttpRequest.BodyPublishers.noBody()).build();
    String page = client.send(put, BodyHandlers.ofString()).body();
    URI to = URI.create(new JsonObject(page).getString("webSocketDebuggerUrl"));
    socket = client.newWebSocketBuilder().buildAsync(to, answers).join();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException notYet) {
      return List.of();
    }
  }

  void open(URI page) throws InterruptedException {
    ask("Page.navigate", new JsonObject().put("url", page.toString()));
  }

  /** What an expression of JavaScript is in the page, as text. */
  String text(String expression) throws InterruptedException {
    JsonObject asked =
        new JsonObject().put("expression", "String(" + expression + ")").put("returnByValue", true);
    return ask("Runtime.evaluate", asked)
        .getJsonObject("result", new JsonObject())
        .getJsonObject("result", new JsonObject())
        .getString("value", "");
  }

  /** Waits until an expression is true in the page. */
  void await(String condition) throws InterruptedException {
    await(
        condition,
        () -> {
          try {
            return text(condition).equals("true");
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < until, "the browser does not come to: " + what);
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private JsonObject ask(String method, JsonObject parameters) throws InterruptedException {
    JsonObject call = new JsonObject().put("id", 1).put("method", method).put("params", parameters);
    socket.sendText(call.encode(), true).join();
    String answer = answers.whole.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertTrue(answer != null, "the browser does not answer to " + method);
    return new JsonObject(answer);
  }

  /** One question is asked at a time, and no events are asked for. */
  private static final class Answers implements WebSocket.Listener {
    private final BlockingQueue<String> whole = new ArrayBlockingQueue<>(16);
    private final StringBuilder begun = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
      begun.append(part);
      if (isLast) {
        whole.add(begun.toString());
        begun.setLength(0);
      }
      return WebSocket.Listener.super.onText(from, part, isLast);
    }
  }

  @Override
  public void close() throws InterruptedException {
    socket.abort();
    process.destroy();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
