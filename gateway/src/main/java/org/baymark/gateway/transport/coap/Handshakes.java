package org.baymark.gateway.transport.coap;

import java.security.Principal;
import java.util.Locale;
import org.baymark.gateway.transport.Refusals;
import org.eclipse.californium.scandium.dtls.AlertMessage;
import org.eclipse.californium.scandium.dtls.AlertMessage.AlertDescription;
import org.eclipse.californium.scandium.dtls.AlertMessage.AlertLevel;
import org.eclipse.californium.scandium.dtls.DTLSContext;
import org.eclipse.californium.scandium.dtls.DtlsHandshakeTimeoutException;
import org.eclipse.californium.scandium.dtls.HandshakeException;
import org.eclipse.californium.scandium.dtls.Handshaker;
import org.eclipse.californium.scandium.dtls.SessionAdapter;

/** Watches handshakes: the last word on who comes in, and a count of those that failed. */
final class Handshakes extends SessionAdapter {
  private final Guests guests;
  private final Refusals refusals;

  Handshakes(Guests guests, Refusals refusals) {
    this.guests = guests;
    this.refusals = refusals;
  }

  /**
   * A credential that was good when the handshake asked for it may be none at its end; from here on
   * the session is among those that are closed when its credential goes.
   */
  @Override
  public void contextEstablished(Handshaker handshaker, DTLSContext context)
      throws HandshakeException {
    Principal peer = context.getSession().getPeerIdentity();
    if (peer == null || !guests.isWelcome(peer)) {
      throw new HandshakeException(
          "its key was revoked, or is none any more",
          new AlertMessage(AlertLevel.FATAL, AlertDescription.ACCESS_DENIED));
    }
  }

  @Override
  public void handshakeFailed(Handshaker handshaker, Throwable why) {
    refusals.count(
        "dtls-" + kind(why),
        String.valueOf(handshaker.getPeerAddress()),
        String.valueOf(why.getMessage()));
  }

  /** One of few. */
  private static String kind(Throwable why) {
    if (why instanceof DtlsHandshakeTimeoutException) {
      return "timeout";
    }
    return why instanceof HandshakeException known
        ? known.getAlert().getDescription().name().toLowerCase(Locale.ROOT).replace('_', '-')
        : "handshake";
  }
}
