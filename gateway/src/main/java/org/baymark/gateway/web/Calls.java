package org.baymark.gateway.web;

import io.vertx.ext.web.Router;

/** Calls of one matter, for whoever shows the token or came in through the page. */
@FunctionalInterface
public interface Calls {
  void mount(Router router);
}
