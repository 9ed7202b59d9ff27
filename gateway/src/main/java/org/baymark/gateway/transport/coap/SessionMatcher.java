package org.baymark.gateway.transport.coap;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.eclipse.californium.elements.DtlsEndpointContext;
import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.californium.elements.StrictDtlsEndpointContextMatcher;
import org.eclipse.californium.elements.util.Bytes;

/**
 * Whom a message over DTLS comes from: its session (RFC 7252, section 9.1.1), whatever its address.
 * By the address alone a device that starts again, with the port and message ids of before, would
 * be given the answer to an older message; and one whose address changes in the middle of a
 * block-wise transfer would have to begin again.
 */
final class SessionMatcher extends StrictDtlsEndpointContextMatcher {
  /**
   * @param handshake when it ended
   * @param connection this end's connection id; where there is none, the address tells
   */
  private record Session(
      Optional<Long> handshake, Optional<Bytes> connection, Optional<InetSocketAddress> address) {}

  @Override
  public Object getEndpointIdentity(EndpointContext context) {
    Optional<Bytes> connection =
        Optional.ofNullable(context.get(DtlsEndpointContext.KEY_READ_CONNECTION_ID));
    return new Session(
        Optional.ofNullable(context.get(DtlsEndpointContext.KEY_HANDSHAKE_TIMESTAMP)),
        connection,
        connection.isPresent() ? Optional.empty() : Optional.of(context.getPeerAddress()));
  }
}
