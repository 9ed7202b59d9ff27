package org.baymark.gateway.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import org.baymark.gateway.access.Logins;

/** What all servers of the page share: who may log in, and who has. */
public final class Entrance {
  private static final long LOOK_MILLIS = 2_000;

  private final Vertx vertx;
  private final Logins logins;
  private final Sessions sessions;
  private final String cookieName;
  private Optional<Long> timer = Optional.empty();

  /**
   * @param cookieName of letters and digits: cookies know no ports, and two gateways of one machine
   *     must not log each other's people out
   */
  public Entrance(Vertx vertx, Logins logins, Sessions sessions, String cookieName) {
    this.vertx = vertx;
    this.logins = logins;
    this.sessions = sessions;
    this.cookieName = cookieName;
  }

  Logins logins() {
    return logins;
  }

  Sessions sessions() {
    return sessions;
  }

  String cookieName() {
    return cookieName;
  }

  /** Looks every two seconds whether passwords changed, and then ends the sessions of the old. */
  public void start() {
    timer = Optional.of(vertx.setPeriodic(LOOK_MILLIS, id -> look()));
  }

  Future<Void> look() {
    return logins
        .look()
        .map(
            gone -> {
              sessions.endAllOf(gone);
              return null;
            });
  }

  public Future<Void> stop() {
    timer.ifPresent(vertx::cancelTimer);
    return Future.succeededFuture();
  }
}
