package org.baymark.gateway.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The files of the page, and the description of all calls: of this program, and nothing from
 * anywhere else. They need no login, for they say nothing of this gateway.
 */
final class Pages {
  /** Scripts, styles and data from this gateway only; so a text that slips through runs nothing. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

  private Pages() {}

  static void mount(Router router) {
    file(router, "/", "page.html", "text/html; charset=utf-8");
    file(router, "/page.shown.js", "page.shown.js", "text/javascript; charset=utf-8");
    file(router, "/page.enrol.js", "page.enrol.js", "text/javascript; charset=utf-8");
    file(router, "/page.js", "page.js", "text/javascript; charset=utf-8");
    file(router, "/page.css", "page.css", "text/css; charset=utf-8");
    file(router, "/page.words.json", "page.words.json", "application/json");
    file(router, "/openapi.yaml", "openapi.yaml", "application/yaml"); // RFC 9512
  }

  private static void file(Router router, String path, String name, String contentType) {
    Buffer content = content(name);
    router.get(path).handler(call -> answer(call, contentType, content));
  }

  private static void answer(RoutingContext call, String contentType, Buffer content) {
    call.response()
        .putHeader("Content-Type", contentType)
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cache-Control", "no-cache")
        .end(content);
  }

  private static Buffer content(String name) {
    try (InputStream in = Pages.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not in this program");
      }
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
