package org.baymark.gateway.transport.coap;

/**
 * One address where CoAP clients come in.
 *
 * @param port 0 for a free one
 * @param demand what a client has to show
 */
public record CoapDoor(String host, int port, Demand demand) {

  /** What a client has to show before it is let in. */
  public enum Demand {
    /** Nothing: CoAP without DTLS. */
    NOTHING,
    /** A pre-shared key, or the raw public key of a device that the gateway believes. */
    KEY,
    /** A certificate; who vouches for clients decides. */
    CERTIFICATE
  }

  /** The scheme of its address. */
  public String scheme() {
    return demand == Demand.NOTHING ? "coap" : "coaps";
  }

  @Override
  public String toString() {
    return scheme() + "://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
