package org.baymark.gateway.web;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.TreeSet;

/** By which methods a path is called (RFC 9110, sections 9.1 and 15.5.6). */
final class Methods {
  private final Router router;

  Methods(Router router) {
    this.router = router;
  }

  /** Answers HEAD as GET; nothing of the body is sent. */
  void head(RoutingContext call) {
    if (call.request().method() == HttpMethod.HEAD) {
      call.reroute(HttpMethod.GET, call.request().uri());
    } else {
      call.next();
    }
  }

  /** Says of a path that is there, before it asks for a token, that it has no such method. */
  void demand(RoutingContext call) {
    Set<String> allowed = allowed(call);
    if (allowed.isEmpty() || allowed.contains(call.request().method().name())) {
      call.next();
    } else {
      refuse(call);
    }
  }

  void refuse(RoutingContext call) {
    String allowed = String.join(", ", allowed(call));
    call.response().putHeader("Allow", allowed);
    Answers.error(call, 405, "this path is called by other methods: " + allowed);
  }

  private Set<String> allowed(RoutingContext call) {
    Set<String> allowed = new TreeSet<>();
    for (Route route : router.getRoutes()) {
      if (call.normalizedPath().equals(route.getPath()) && route.methods() != null) {
        route.methods().forEach(method -> allowed.add(method.name()));
      }
    }
    if (allowed.contains("GET")) {
      allowed.add("HEAD");
    }
    return allowed;
  }
}
