package org.baymark.gateway.transport.coap;

import java.time.InstantSource;
import org.baymark.protocol.cbor.CborWriter;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.server.resources.CoapExchange;

/**
 * {@code /time}: what the gateway's clock says, in whole seconds since 1970 as one CBOR integer,
 * for devices without a clock of their own. Nobody signs it.
 */
final class TimeResource extends CoapResource {
  private final InstantSource clock;

  TimeResource(InstantSource clock) {
    super("time");
    this.clock = clock;
    getAttributes().setTitle("seconds since 1970");
    getAttributes().addContentType(MediaTypeRegistry.APPLICATION_CBOR);
  }

  @Override
  public void handleGET(CoapExchange exchange) {
    int accepted = exchange.getRequestOptions().getAccept();
    if (accepted != MediaTypeRegistry.UNDEFINED && accepted != MediaTypeRegistry.APPLICATION_CBOR) {
      exchange.respond(
          CoapAnswer.diagnostic(ResponseCode.NOT_ACCEPTABLE, "there is content format 60 only"));
      return;
    }
    exchange.setMaxAge(0); // RFC 7252, section 5.6.1: nobody hands it on later
    exchange.respond(
        ResponseCode.CONTENT,
        new CborWriter().integer(clock.instant().getEpochSecond()).toBytes().toArray(),
        MediaTypeRegistry.APPLICATION_CBOR);
  }
}
