package org.baymark.gateway.transport.coap;

import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.coap.BlockOption;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.network.stack.AbstractLayer;
import org.eclipse.californium.core.network.stack.KeyUri;
import org.eclipse.californium.elements.util.LeastRecentlyUpdatedCache;

/**
 * Below Californium's layer that puts blocks together: bounds how many bodies are half-sent, which
 * that layer bounds without a word to the sender, and how long one of a single datagram is.
 */
final class HalfSent extends AbstractLayer {
  /** Silent for so long a half-sent body is forgotten: over a few lost datagrams. */
  static final int LASTS_SECONDS = 30;

  private final LeastRecentlyUpdatedCache<KeyUri, Boolean> begun;

  HalfSent(int most) {
    this.begun = new LeastRecentlyUpdatedCache<>(most, LASTS_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void receiveRequest(Exchange exchange, Request request) {
    BlockOption block = request.getOptions().getBlock1();
    if (request.getPayloadSize() > Room.BODY_SIZE_MAX) {
      Response tooLarge =
          CoapAnswer.diagnostic(
              ResponseCode.REQUEST_ENTITY_TOO_LARGE,
              "body too large, max. " + Room.BODY_SIZE_MAX + " bytes");
      tooLarge.getOptions().setSize1(Room.BODY_SIZE_MAX); // RFC 7959, section 4
      answer(exchange, request, tooLarge);
    } else if (block == null || !block.isM() || hasRoom(KeyUri.getKey(exchange))) {
      super.receiveRequest(exchange, request);
    } else {
      answer(exchange, request, CoapAnswer.busy("too many bodies are half-sent"));
    }
  }

  private boolean hasRoom(KeyUri key) {
    return begun.update(key) != null || begun.put(key, Boolean.TRUE);
  }

  private void answer(Exchange exchange, Request request, Response response) {
    response.setDestinationContext(request.getSourceContext());
    super.sendResponse(exchange, response);
  }

  /** Whatever is answered but "go on" ends what was half-sent. */
  @Override
  public void sendResponse(Exchange exchange, Response response) {
    Request request = exchange.getCurrentRequest();
    if (request != null
        && request.getOptions().hasBlock1()
        && response.getCode() != ResponseCode.CONTINUE) {
      begun.remove(KeyUri.getKey(exchange));
    }
    super.sendResponse(exchange, response);
  }
}
