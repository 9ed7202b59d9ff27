package org.baymark.gateway.web;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.baymark.gateway.access.LoginAttempts;
import org.baymark.gateway.access.Logins;
import org.baymark.gateway.runtime.Bodies;
import org.baymark.gateway.web.Answers.CallException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls by which a person logs in at the page, and out again. */
final class LoginApi {
  static final String PATH = "/session";
  private static final Logger log = LoggerFactory.getLogger(LoginApi.class);
  private static final int BODY_MAX = 8_192;
  private static final String WAIT_SECONDS = "2";

  private final Logins logins;
  private final Sessions sessions;
  private final Gatekeeper gatekeeper;
  private final boolean isOpen;
  private final LoginAttempts attempts = new LoginAttempts();

  /**
   * @param isOpen whether passwords may be sent here: over TLS, or within this machine
   */
  LoginApi(Entrance entrance, Gatekeeper gatekeeper, boolean isOpen) {
    this.logins = entrance.logins();
    this.sessions = entrance.sessions();
    this.gatekeeper = gatekeeper;
    this.isOpen = isOpen;
  }

  /** What needs no session. */
  void mountOpen(Router router, Bodies bodies) {
    router.get(PATH).handler(gatekeeper::session);
    router.get(PATH).handler(gatekeeper::person);
    router.get(PATH).handler(gatekeeper::csrf);
    router.get(PATH).handler(this::show);
    router.post(PATH).handler(bodies.upTo(BODY_MAX));
    router.post(PATH).handler(this::logIn);
  }

  void mount(Router router) {
    router.delete(PATH).handler(this::logOut);
  }

  private void show(RoutingContext call) {
    answer(call, Gatekeeper.personOf(call));
  }

  private void answer(RoutingContext call, Optional<Role> role) {
    JsonObject body = new JsonObject().put("open", isOpen);
    role.ifPresentOrElse(it -> body.put("role", it.word()), () -> body.putNull("role"));
    Gatekeeper.csrfOf(call).filter(it -> role.isPresent()).ifPresent(it -> body.put("csrf", it));
    call.response().putHeader("Cache-Control", "no-store");
    Answers.json(call, 200, body);
  }

  private void logIn(RoutingContext call) {
    if (!isOpen) {
      throw new CallException(
          403,
          "a password could be read on its way here: set https and a certificate in gateway.yaml, or"
              + " come from the gateway's own machine");
    }
    checkSameOrigin(call);
    Fields fields = Fields.of(call, Set.of("role", "password"));
    Role role =
        Role.ofWord(fields.text("role"))
            .orElseThrow(() -> Fields.wrong("\"role\" is operator or viewer"));
    String password = fields.text("password");
    String address = call.request().remoteAddress().hostAddress();
    if (!mayTry(address)) {
      wait(call, 429, "too many wrong passwords came from your address: wait some seconds");
      return;
    }
    Answers.when(
        call, logins.check(role.word(), password), verdict -> judged(call, verdict, role, address));
  }

  /**
   * Another site's page could log a browser in here unasked. It cannot send this type without this
   * server's leave (Fetch, section 4.10), and newer browsers say where a call comes from.
   */
  private static void checkSameOrigin(RoutingContext call) {
    String type = call.request().getHeader("Content-Type");
    boolean isJson =
        type != null
            && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json");
    String site = call.request().getHeader("Sec-Fetch-Site");
    if (!isJson) {
      throw new CallException(415, "a login is sent as application/json");
    }
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      throw new CallException(403, "a login comes from the gateway's own page");
    }
  }

  private boolean mayTry(String address) {
    synchronized (attempts) {
      return attempts.take(address, System.nanoTime());
    }
  }

  private void judged(RoutingContext call, Logins.Verdict verdict, Role role, String address) {
    switch (verdict) {
      case RIGHT -> {
        giveBack(address);
        gatekeeper.forget(call);
        sessions.begin(call, gatekeeper.handler(), role);
        log.atInfo().addKeyValue("role", role.word()).addKeyValue("from", address).log("logged in");
        answer(call, Optional.of(role));
      }
      case WRONG ->
          Answers.error(
              call,
              403,
              "this is not the password; 'baymark gateway password' on the gateway's machine sets"
                  + " another");
      case BUSY -> {
        giveBack(address);
        wait(call, 503, "too many want to log in at once: try again");
      }
    }
  }

  private void giveBack(String address) {
    synchronized (attempts) {
      attempts.giveBack(address);
    }
  }

  private static void wait(RoutingContext call, int status, String sentence) {
    call.response().putHeader("Retry-After", WAIT_SECONDS);
    Answers.error(call, status, sentence);
  }

  private void logOut(RoutingContext call) {
    if (Gatekeeper.personOf(call).isEmpty()) {
      throw new CallException(404, "a program's token has no session to end");
    }
    sessions.end(call.session());
    answer(call, Optional.empty());
  }
}
