package org.baymark.node.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.Set;
import java.util.TreeSet;

/** By which methods a path is called (RFC 9110, sections 9.1 and 15.5.6). */
final class Methods {
  private final Router router;

  Methods(Router router) {
    this.router = router;
  }

  /** Whatever answers GET answers HEAD from now on, without the body. */
  void addHeads() {
    router.getRoutes().stream()
        .filter(route -> route.methods() != null && route.methods().contains(HttpMethod.GET))
        .forEach(route -> route.method(HttpMethod.HEAD));
  }

  /** As the Allow header lists them; a slash behind a path is none of it to the router. */
  String allowed(String asked) {
    String path = asked.length() > 1 && asked.endsWith("/") ? asked.replaceAll("/$", "") : asked;
    Set<String> allowed = new TreeSet<>();
    for (Route route : router.getRoutes()) {
      if (route.methods() != null && isOf(path, route)) {
        route.methods().forEach(method -> allowed.add(method.name()));
      }
    }
    return String.join(", ", allowed);
  }

  /** Routes are named by whole paths, paths with :names in them, expressions, or beginnings. */
  private static boolean isOf(String path, Route route) {
    if (route.isRegexPath()) {
      return path.matches(route.getName().replaceAll("/:[a-z]+", "/[^/]+"));
    }
    return route.isExactPath() ? path.equals(route.getPath()) : path.startsWith(route.getPath());
  }
}
