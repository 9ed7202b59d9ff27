package org.baymark.gateway.web;

import io.vertx.core.Vertx;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CSRFHandler;
import io.vertx.ext.web.handler.SessionHandler;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Lets calls in: a program's by its token, a person's by the session of the page. The browser sends
 * a session's cookie by itself, so whatever changes something has to bring the token against forged
 * calls too (the vertx-web CSRFHandler: a signed cookie of the session, repeated in a header, good
 * for one change; {@code GET /session} tells it). A program's token stands in a header that no
 * browser sends by itself.
 */
final class Gatekeeper {
  static final String CSRF_HEADER = "X-Baymark-Csrf";
  private static final String BEARER = "Bearer ";
  private static final String WHO = "who";
  private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  /**
   * What a viewer may read: what the page shows. Named one by one, for a router takes a path with a
   * slash more for the same.
   */
  private static final Set<String> FOR_VIEWERS =
      Set.of(
          "/about",
          "/status",
          "/stats",
          "/devices",
          "/statements",
          "/batches",
          "/commands",
          "/alarms",
          "/bindings",
          "/quarantine",
          "/compact",
          "/prune");

  private final Sessions sessions;
  private final SessionHandler handler;
  private final CSRFHandler csrf;
  private final String cookieName;

  /**
   * @param secret for the tokens against forged calls; 64 random digits, for this process alone
   * @param isTls whether the cookies may travel over TLS only
   */
  Gatekeeper(Vertx vertx, Entrance entrance, String secret, boolean isTls) {
    // RFC 6265bis, section 4.1.3.2: a name of this form is taken over TLS and of this host only.
    String prefix = isTls ? "__Host-" : "";
    this.cookieName = prefix + entrance.cookieName();
    this.sessions = entrance.sessions();
    this.handler =
        SessionHandler.create(sessions.store())
            .setSessionTimeout(Sessions.UNUSED_MAX.toMillis())
            .setSessionCookieName(cookieName)
            .setCookieHttpOnlyFlag(true)
            .setCookieSecureFlag(isTls)
            .setCookieSameSite(CookieSameSite.STRICT);
    this.csrf =
        CSRFHandler.create(vertx, secret)
            .setCookieName(cookieName + "-csrf")
            .setCookieSecure(isTls)
            .setCookieHttpOnly(true) // the page asks for it
            .setHeaderName(CSRF_HEADER)
            .setTimeout(Sessions.LONGEST.toMillis());
  }

  /** Who calls. */
  private record Who(Role role, boolean isPerson) {}

  SessionHandler handler() {
    return handler;
  }

  /**
   * Loads the session of a call that has one, and passes on the others as they are: for an id that
   * it does not know the handler would make a new session, and whoever makes ids up fill the
   * memory.
   */
  void session(RoutingContext call) {
    if (isKnown(call)) {
      handler.handle(call);
    } else {
      call.next();
    }
  }

  private boolean isKnown(RoutingContext call) {
    Cookie cookie = call.request().getCookie(cookieName);
    return cookie != null && sessions.knows(cookie.getValue());
  }

  /** Notes who has the call's session; to be called after {@link #session}. */
  void person(RoutingContext call) {
    if (isKnown(call)) {
      sessions
          .roleOf(call.session())
          .ifPresentOrElse(role -> call.put(WHO, new Who(role, true)), () -> forget(call));
    }
    call.next();
  }

  /** The role of the person that calls; empty for programs and strangers. */
  static Optional<Role> personOf(RoutingContext call) {
    return who(call).filter(Who::isPerson).map(Who::role);
  }

  private static Optional<Who> who(RoutingContext call) {
    return Optional.ofNullable(call.get(WHO));
  }

  /** Forgets the session that a call brought, if it brought one. */
  void forget(RoutingContext call) {
    Cookie cookie = call.request().getCookie(cookieName);
    if (cookie != null) {
      sessions.end(List.of(cookie.getValue()));
    }
  }

  /** The token that the person's next change has to bring; after {@link #csrf}. */
  static Optional<String> csrfOf(RoutingContext call) {
    return Optional.ofNullable(call.get(CSRF_HEADER));
  }

  /** Makes the token against forged calls for a person, or demands it. */
  void csrf(RoutingContext call) {
    boolean isPerson = personOf(call).isPresent();
    boolean isReading = READING.contains(call.request().method());
    if (isPerson && !isReading && call.request().getHeader(CSRF_HEADER) == null) {
      throw new Answers.CallException(
          403, "the header " + CSRF_HEADER + " is missing, which the page sends: load it again");
    }
    if (isPerson) {
      csrf.handle(call);
    } else {
      call.next();
    }
  }

  /** Adds the handlers that every later call has to pass before its body is read. */
  void mount(Router router, Predicate<String> opens) {
    router
        .route()
        .handler(
            call -> {
              if (given(call).isEmpty()) session(call);
              else call.next();
            });
    router
        .route()
        .handler(
            call -> {
              if (given(call).isEmpty()) person(call);
              else program(call, opens);
            });
    router.route().handler(Gatekeeper::admit);
    router.route().handler(this::csrf);
  }

  private static Optional<String> given(RoutingContext call) {
    return Optional.ofNullable(call.request().getHeader("Authorization"));
  }

  private static void program(RoutingContext call, Predicate<String> opens) {
    if (isOpenedBy(call, opens)) {
      call.put(WHO, new Who(Role.OPERATOR, false));
    }
    call.next();
  }

  static boolean isOpenedBy(RoutingContext call, Predicate<String> opens) {
    return given(call)
        // The scheme is the same in any letters (RFC 9110, section 11.1).
        .filter(it -> it.regionMatches(true, 0, BEARER, 0, BEARER.length()))
        .filter(it -> opens.test(it.substring(BEARER.length())))
        .isPresent();
  }

  static void turnAway(RoutingContext call) {
    call.response().putHeader("WWW-Authenticate", "Bearer");
    Answers.error(
        call,
        401,
        "this call needs the token in api.token of the gateway's folder, or a login at its page");
  }

  private static void admit(RoutingContext call) {
    Optional<Who> who = who(call);
    if (who.isEmpty()) {
      turnAway(call);
    } else if (who.get().role() == Role.OPERATOR || isForViewers(call)) {
      call.next();
    } else {
      Answers.error(call, 403, "a viewer may look, and not do this: log in as operator");
    }
  }

  private static boolean isForViewers(RoutingContext call) {
    String path = call.normalizedPath();
    return path.equals(LoginApi.PATH)
        || (READING.contains(call.request().method()) && FOR_VIEWERS.contains(path));
  }
}
