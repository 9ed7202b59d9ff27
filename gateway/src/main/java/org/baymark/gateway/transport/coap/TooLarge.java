package org.baymark.gateway.transport.coap;

import org.baymark.gateway.admission.Counters;
import org.baymark.protocol.bytes.Refusal;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.interceptors.MessageInterceptorAdapter;

/**
 * Counts the messages that Californium answers 4.13 by itself, because they are above the
 * transport's own limit. Admission never sees them; the 4.13 that it gives are counted there.
 */
final class TooLarge extends MessageInterceptorAdapter {
  private final Counters counters;

  TooLarge(Counters counters) {
    this.counters = counters;
  }

  @Override
  public void sendResponse(Response response) {
    if (response.getCode() == ResponseCode.REQUEST_ENTITY_TOO_LARGE
        && !response.getPayloadString().startsWith(Refusal.TOO_LARGE.wireName())) {
      counters.tooLargeConnection();
    }
  }
}
