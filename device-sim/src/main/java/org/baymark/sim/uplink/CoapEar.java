package org.baymark.sim.uplink;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.CoapEndpoint;

/** Asks {@code /c} as a device does that sleeps between two looks. */
public final class CoapEar implements Ear {
  private static final long ANSWER_MILLIS = 10_000;

  private final String target;
  private final CoapEndpoint endpoint;

  private CoapEar(String target, CoapEndpoint endpoint) {
    this.target = target;
    this.endpoint = endpoint;
  }

  /**
   * Opens a UDP port for it.
   *
   * @param server coap://HOST:PORT
   */
  public static CoapEar open(URI server, DevUrn device) throws IOException {
    CoapEndpoint endpoint =
        new CoapEndpoint.Builder()
            .setConfiguration(CoapUplink.configuration())
            .setInetSocketAddress(new InetSocketAddress(0))
            .build();
    endpoint.start();
    String at = "coap://" + server.getHost() + ":" + server.getPort();
    return new CoapEar(at + "/c?d=" + device, endpoint);
  }

  @Override
  public Optional<Bytes> next(Duration atMost) throws IOException, InterruptedException {
    Request request = Request.newGet();
    request.setURI(target);
    endpoint.sendRequest(request);
    Response answer = request.waitForResponse(ANSWER_MILLIS);
    if (answer == null) {
      throw new IOException("the gateway does not answer at " + target);
    }
    if (answer.getCode() != ResponseCode.CONTENT) {
      throw new IOException(
          "the gateway answers " + answer.getCode() + ": " + answer.getPayloadString());
    }
    Bytes content = Bytes.of(answer.getPayload());
    if (content.size() > 1) { // else it is the array of nothing
      return Optional.of(content);
    }
    Thread.sleep(atMost.toMillis()); // asleep, as the device is
    return Optional.empty();
  }

  @Override
  public void close() {
    endpoint.destroy();
  }
}
