package org.baymark.gateway.transport.coap;

import java.util.Locale;
import java.util.regex.Pattern;
import org.baymark.gateway.admission.Counters;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.interceptors.MessageInterceptorAdapter;

/**
 * Counts the errors that the transport answers by itself: another method or path or content format,
 * blocks that do not fit, a message above its own limit. Admission never sees these messages; the
 * errors that it gives are counted there, and are told by their diagnostic payload.
 */
final class OwnAnswers extends MessageInterceptorAdapter {
  /** As {@link org.baymark.gateway.admission.Outcome} writes a refusal: name, number, detail. */
  private static final Pattern OF_ADMISSION = Pattern.compile("[a-z-]+ \\([0-9]+\\): ");

  private final Counters counters;

  OwnAnswers(Counters counters) {
    this.counters = counters;
  }

  @Override
  public void sendResponse(Response response) {
    ResponseCode code = response.getCode();
    if (code.isSuccess() || OF_ADMISSION.matcher(response.getPayloadString()).lookingAt()) {
      return;
    }
    counters.turnedAway(
        CoapIngress.NAME + "-" + code.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    if (code == ResponseCode.REQUEST_ENTITY_TOO_LARGE) {
      counters.tooLargeConnection();
    }
  }
}
