package org.baymark.gateway.transport.coap;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.chain.ChainRecord;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.server.resources.CoapExchange;

/** {@code /e}: one statement for each POST; every other method is answered 4.05. */
final class StatementResource extends CoapResource {
  /** application/cose; cose-type="cose-sign1" (RFC 9052, section 11.3). */
  private static final int COSE = 18;

  private final Executor executor;
  private final Consumer<CoapExchange> taker;

  /**
   * @param executor on which requests are taken
   * @param taker answers each exchange, sooner or later
   */
  StatementResource(Executor executor, Consumer<CoapExchange> taker) {
    super("e");
    this.executor = executor;
    this.taker = taker;
    getAttributes().setTitle("signed statements");
    getAttributes().addContentType(COSE);
    getAttributes().addContentType(MediaTypeRegistry.APPLICATION_CBOR);
  }

  @Override
  public Executor getExecutor() {
    return executor;
  }

  @Override
  public void handlePOST(CoapExchange exchange) {
    int format = exchange.getRequestOptions().getContentFormat();
    boolean isRecord =
        format == MediaTypeRegistry.APPLICATION_CBOR
            && ChainRecord.isBegunBy(Bytes.of(exchange.getRequestPayload()));
    if (format != COSE && format != MediaTypeRegistry.UNDEFINED && !isRecord) {
      exchange.respond(
          CoapAnswer.diagnostic(
              ResponseCode.UNSUPPORTED_CONTENT_FORMAT,
              "content format "
                  + format
                  + " where 18 (application/cose), none, or for a record 60 is taken"));
      return;
    }
    taker.accept(exchange);
  }
}
