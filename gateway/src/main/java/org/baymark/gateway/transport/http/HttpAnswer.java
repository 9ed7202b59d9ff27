package org.baymark.gateway.transport.http;

import io.vertx.core.json.JsonObject;
import java.util.Base64;
import org.baymark.gateway.admission.Outcome;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;

/**
 * How an outcome reads in HTTP (RFC 9110, section 15).
 *
 * @param status of a call that brought this one message
 */
record HttpAnswer(int status, JsonObject body) {
  private static final int BUSY = 503;

  static HttpAnswer of(Outcome outcome) {
    return outcome.match(
        accepted -> stored("stored"),
        provisional -> stored("stored"),
        duplicate -> stored("duplicate"),
        promised -> with(of(promised.stored()), promised.promise()),
        refused -> refused(refused.refusal(), refused.detail()),
        busy ->
            new HttpAnswer(
                BUSY, new JsonObject().put("outcome", "busy").put("detail", busy.why())));
  }

  /** The body is the stored one's alone. */
  private static HttpAnswer with(HttpAnswer stored, Bytes promise) {
    stored.body().put("promise", Base64.getEncoder().encodeToString(promise.toArray()));
    return stored;
  }

  boolean isBusy() {
    return status == BUSY;
  }

  private static HttpAnswer stored(String outcome) {
    return new HttpAnswer(200, new JsonObject().put("outcome", outcome));
  }

  private static HttpAnswer refused(Refusal refusal, String detail) {
    return new HttpAnswer(
        status(refusal),
        new JsonObject()
            .put("outcome", "refused")
            .put("reason", refusal.wireName())
            .put("number", refusal.number())
            .put("detail", detail));
  }

  /** As in CoAP (PROTOCOL.md, section 15). */
  private static int status(Refusal refusal) {
    return switch (refusal) {
      case BUSY -> BUSY;
      case TOO_LARGE -> 413;
      case BAD_SIGNATURE, UNKNOWN_DEVICE, UNKNOWN_KEY -> 401;
      case KIND_NOT_ALLOWED, REVOKED_KEY, TOO_MANY_RECORDS -> 403;
      default -> 400;
    };
  }
}
