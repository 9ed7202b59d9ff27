package org.baymark.gateway.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * A person with a browser, as far as a server sees one: it keeps cookies, and tells their flags.
 * Whatever it is answered has to be what openapi.yaml says.
 */
public final class Visitor {
  private final HttpClient client;
  private final String base;
  public final Map<String, String> cookies = new LinkedHashMap<>();
  public final Map<String, String> cookieLines = new LinkedHashMap<>();

  public Visitor(String base) {
    this(base, HttpClient.newHttpClient());
  }

  public Visitor(String base, SSLContext trusting) {
    this(base, HttpClient.newBuilder().sslContext(trusting).build());
  }

  private Visitor(String base, HttpClient client) {
    this.base = base;
    this.client = client;
  }

  public HttpResponse<String> call(String method, String path, String body, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
    request.method(method, BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(it -> it.getKey() + "=" + it.getValue())
              .collect(Collectors.joining("; ")));
    }
    try {
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      answer.headers().allValues("Set-Cookie").forEach(this::keep);
      check(method, path.split("\\?", 2)[0], answer);
      return answer;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void check(String method, String path, HttpResponse<String> answer) {
    if (OpenApi.DOCUMENT.has(method, path)) {
      String type = answer.headers().firstValue("Content-Type").orElse("none");
      OpenApi.DOCUMENT.check(method, path, answer.statusCode(), type, answer.body());
    }
  }

  private void keep(String line) {
    String[] pair = line.split(";", 2)[0].split("=", 2);
    cookieLines.put(pair[0], line);
    if (line.contains("Max-Age=0")) {
      cookies.remove(pair[0]);
    } else {
      cookies.put(pair[0], pair[1]);
    }
  }

  public JsonObject json(int status, HttpResponse<String> answer) {
    assertEquals(status, answer.statusCode(), answer.body());
    return new JsonObject(answer.body());
  }

  public JsonObject get(int status, String path) {
    return json(status, call("GET", path, ""));
  }

  public HttpResponse<String> login(String role, String password) {
    String body = new JsonObject().put("role", role).put("password", password).encode();
    return call("POST", "/session", body, "Content-Type", "application/json");
  }

  /** Changes something as the page does: it asks for the token first. */
  public HttpResponse<String> change(String method, String path, String body) {
    String token = get(200, "/session").getString("csrf");
    return call(method, path, body, Gatekeeper.CSRF_HEADER, token);
  }
}
