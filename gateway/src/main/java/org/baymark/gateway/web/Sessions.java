package org.baymark.gateway.web;

import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.Session;
import io.vertx.ext.web.handler.SessionHandler;
import io.vertx.ext.web.sstore.LocalSessionStore;
import io.vertx.ext.web.sstore.SessionStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who is logged in at the page, in memory alone: a start of the gateway logs everybody out. A
 * session ends when it was not used for half an hour, twelve hours after its login in any case, and
 * when the password changes. The oldest of too many ends too. For any thread.
 */
public final class Sessions {
  static final Duration UNUSED_MAX = Duration.ofMinutes(30);
  static final Duration LONGEST = Duration.ofHours(12);
  static final int MOST = 64;

  private static final String ROLE = "role";
  private static final String UNTIL = "until";

  private final SessionStore store;
  private final InstantSource clock;
  private final Map<String, Role> begun = new LinkedHashMap<>(); // by id; guarded by this

  public Sessions(Vertx vertx, InstantSource clock) {
    this.store = LocalSessionStore.create(vertx, "page.sessions");
    this.clock = clock;
  }

  SessionStore store() {
    return store;
  }

  /** Begins one in the answer to {@code call}, under an id that nobody has known before. */
  void begin(RoutingContext call, SessionHandler handler, Role role) {
    Session session = handler.newSession(call);
    session.put(ROLE, role);
    session.put(UNTIL, clock.instant().plus(LONGEST));
    List<String> tooMany = new ArrayList<>();
    synchronized (this) {
      begun.put(session.id(), role);
      Iterator<String> oldest = begun.keySet().iterator();
      while (begun.size() - tooMany.size() > MOST) {
        tooMany.add(oldest.next());
      }
    }
    end(tooMany);
  }

  /** Whether a session was begun under this id, and not ended since. */
  synchronized boolean knows(String id) {
    return begun.containsKey(id);
  }

  /** Whose session this is; empty, and the session destroyed, if it is nobody's any more. */
  Optional<Role> roleOf(Session session) {
    Role role = session.get(ROLE);
    Instant until = session.get(UNTIL);
    if (role != null && until != null && clock.instant().isBefore(until)) {
      return Optional.of(role);
    }
    end(session);
    return Optional.empty();
  }

  void end(Session session) {
    session.destroy();
    end(List.of(session.id()));
  }

  /** Ends all sessions of these: their password is another now. */
  void endAllOf(Collection<String> users) {
    List<String> theirs;
    synchronized (this) {
      theirs =
          begun.entrySet().stream()
              .filter(it -> users.contains(it.getValue().word()))
              .map(Map.Entry::getKey)
              .toList();
    }
    end(theirs);
  }

  void end(List<String> ids) {
    synchronized (this) {
      ids.forEach(begun::remove);
    }
    ids.forEach(store::delete);
  }
}
