package org.baymark.gateway.transport.coap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.baymark.protocol.bytes.Bytes;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.UdpConfig;

/** A CoAP client with a socket of its own. */
public final class CoapSender implements AutoCloseable {
  private final int port;
  private final CoapEndpoint endpoint;

  public CoapSender(int port) {
    this.port = port;
    CoapConfig.register();
    UdpConfig.register();
    Configuration configuration =
        new Configuration(CoapConfig.DEFINITIONS, UdpConfig.DEFINITIONS)
            .set(CoapConfig.MAX_RESOURCE_BODY_SIZE, 2_000_000);
    endpoint = new CoapEndpoint.Builder().setConfiguration(configuration).build();
    try {
      endpoint.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String uri(String path) {
    return "coap://127.0.0.1:" + port + "/" + path;
  }

  public Request statement(Bytes bytes, int contentFormat) {
    Request request = Request.newPost();
    request.setURI(uri("e"));
    request.setPayload(bytes.toArray());
    request.getOptions().setContentFormat(contentFormat);
    return request;
  }

  public Response post(Bytes bytes, int contentFormat) {
    return send(statement(bytes, contentFormat));
  }

  Response get(String path) {
    Request request = Request.newGet();
    request.setURI(uri(path));
    return send(request);
  }

  /** Sends it and waits for nothing. */
  public void begin(Request request) {
    endpoint.sendRequest(request);
  }

  Response send(Request request) {
    endpoint.sendRequest(request);
    try {
      return Objects.requireNonNull(request.waitForResponse(60_000), "no response");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    endpoint.destroy();
  }
}
