package org.baymark.gateway.transport.coap;

import java.util.Optional;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.server.DelivererException;
import org.eclipse.californium.core.server.ServerMessageDeliverer;
import org.eclipse.californium.core.server.resources.Resource;
import org.eclipse.californium.elements.config.Configuration;

/** Brings requests to their resources, but for those whose options forbid it. */
final class Deliverer extends ServerMessageDeliverer {
  Deliverer(Resource root, Configuration configuration) {
    super(root, configuration);
  }

  @Override
  protected boolean preDeliverRequest(Exchange exchange) {
    Optional<Response> refusal =
        OptionRules.refusal(exchange.getRequest().getOptions(), isThere(exchange));
    refusal.ifPresent(exchange::sendResponse);
    return refusal.isPresent();
  }

  private boolean isThere(Exchange exchange) {
    try {
      return findResource(exchange) != null;
    } catch (DelivererException e) {
      return false; // it answers with that
    }
  }
}
