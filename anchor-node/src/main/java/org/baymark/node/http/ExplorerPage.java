package org.baymark.node.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.baymark.node.sequence.LogStatus;
import org.baymark.node.sequence.Sequencer;
import org.baymark.protocol.bytes.Bytes;

/**
 * The page for people: files of this program, and nothing from anywhere else. What it shows comes
 * from {@link ExplorerApi}; without JavaScript it shows the signed head.
 */
final class ExplorerPage {
  /** Scripts, styles and data from this node only; so a text that slips through runs nothing. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

  private static final String NOTE = "{note}";
  private static final String EXPLORER = "/explorer";

  private final Sequencer sequencer;
  private final String page = text("explorer.html");

  ExplorerPage(Sequencer sequencer) {
    this.sequencer = sequencer;
  }

  void mount(Router router) {
    router.get("/").handler(this::page);
    router.get(EXPLORER).handler(this::page);
    file(router, "explorer.js", "text/javascript; charset=utf-8");
    file(router, "explorer.css", "text/css; charset=utf-8");
    file(router, "explorer.words.json", "application/json");
  }

  private void page(RoutingContext call) {
    if (call.request().path().endsWith(EXPLORER + "/")) {
      // To the router it is the same path, but what the page names would be looked for below it.
      call.response().putHeader("Location", ".." + EXPLORER);
      Answers.bytes(call, 308, "text/plain; charset=utf-8", Bytes.EMPTY);
      return;
    }
    String note =
        sequencer
            .status()
            .published()
            .map(LogStatus.Published::note)
            .map(it -> it.toText())
            .orElse("");
    Bytes filled = Bytes.ofUtf8(page.replace(NOTE, escaped(note)));
    answer(call, "text/html; charset=utf-8", filled);
  }

  /** The name of a member is the member's own choice. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static void file(Router router, String name, String contentType) {
    Bytes content = Bytes.ofUtf8(text(name));
    router.get("/" + name).handler(call -> answer(call, contentType, content));
  }

  private static void answer(RoutingContext call, String contentType, Bytes content) {
    call.response()
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cache-Control", "no-cache");
    Answers.bytes(call, 200, contentType, content);
  }

  private static String text(String name) {
    try (InputStream in = ExplorerPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not in this program");
      }
      return Bytes.owning(in.readAllBytes()).utf8();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
