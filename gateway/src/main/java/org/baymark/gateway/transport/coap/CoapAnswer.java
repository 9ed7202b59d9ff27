package org.baymark.gateway.transport.coap;

import org.baymark.gateway.admission.Outcome;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.coap.Response;

/**
 * How an outcome reads in CoAP (RFC 7252, section 5.9): a code and, where it is no success, a
 * diagnostic payload (section 5.5.2).
 */
final class CoapAnswer {
  private static final long COME_AGAIN_AFTER_SECONDS = 5;

  private CoapAnswer() {}

  static Response of(Outcome outcome) {
    return outcome.match(
        accepted -> new Response(ResponseCode.CHANGED),
        provisional -> new Response(ResponseCode.CHANGED),
        duplicate -> new Response(ResponseCode.CHANGED),
        promised -> with(of(promised.stored()), promised.promise()),
        refused -> refused(refused.refusal(), refused.detail()),
        busy -> busy(busy.why()));
  }

  private static Response with(Response stored, Bytes promise) {
    stored.setPayload(promise.toArray());
    stored.getOptions().setContentFormat(MediaTypeRegistry.APPLICATION_CBOR);
    return stored;
  }

  static Response busy(String why) {
    Response response = refused(Refusal.BUSY, why);
    response.getOptions().setMaxAge(COME_AGAIN_AFTER_SECONDS); // RFC 7252, section 5.9.3.4
    return response;
  }

  static Response diagnostic(ResponseCode code, String text) {
    Response response = new Response(code);
    response.setPayload(text);
    return response;
  }

  private static Response refused(Refusal refusal, String detail) {
    return diagnostic(code(refusal), Outcome.text(refusal, detail));
  }

  private static ResponseCode code(Refusal refusal) {
    return switch (refusal) {
      case BUSY -> ResponseCode.SERVICE_UNAVAILABLE;
      case TOO_LARGE -> ResponseCode.REQUEST_ENTITY_TOO_LARGE;
      case BAD_SIGNATURE, UNKNOWN_DEVICE, UNKNOWN_KEY -> ResponseCode.UNAUTHORIZED;
      case KIND_NOT_ALLOWED, REVOKED_KEY, TOO_MANY_RECORDS -> ResponseCode.FORBIDDEN;
      default -> ResponseCode.BAD_REQUEST;
    };
  }
}
