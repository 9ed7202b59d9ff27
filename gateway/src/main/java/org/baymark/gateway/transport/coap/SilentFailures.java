package org.baymark.gateway.transport.coap;

import java.net.InetSocketAddress;
import org.baymark.gateway.transport.Refusals;
import org.eclipse.californium.scandium.AlertHandler;
import org.eclipse.californium.scandium.ConnectionListener;
import org.eclipse.californium.scandium.dtls.AlertMessage;
import org.eclipse.californium.scandium.dtls.AlertMessage.AlertDescription;
import org.eclipse.californium.scandium.dtls.Connection;
import org.eclipse.californium.scandium.dtls.Handshaker;

/**
 * Counts the handshakes that are given no answer: of an identity that nobody has, and with a wrong
 * pre-shared key. A client shall not find out which it was, and the operator shall.
 */
final class SilentFailures implements AlertHandler, ConnectionListener {
  private final Refusals refusals;

  SilentFailures(Refusals refusals) {
    this.refusals = refusals;
  }

  @Override
  public void onAlert(InetSocketAddress peer, AlertMessage alert) {
    if (alert.getDescription() == AlertDescription.UNKNOWN_PSK_IDENTITY) {
      refusals.count("dtls-unknown-psk-identity", String.valueOf(peer), "nobody has its identity");
    }
  }

  /** The first message that is encrypted under a shared key tells whether it is the same. */
  @Override
  public boolean onConnectionMacError(Connection connection) {
    Handshaker handshaker = connection.getOngoingHandshake();
    if (handshaker != null && handshaker.getDtlsContext().getMacErrors() == 1) {
      refusals.count(
          "dtls-wrong-psk", String.valueOf(connection.getPeerAddress()), "another key than ours");
    }
    return false; // anybody can send a record that is wrong: the session stays
  }

  @Override
  public void onConnectionEstablished(Connection connection) {}

  @Override
  public void onConnectionRemoved(Connection connection) {}

  @Override
  public boolean onConnectionUpdatesSequenceNumbers(Connection connection, boolean write) {
    return false;
  }

  @Override
  public void beforeExecution(Connection connection) {}

  @Override
  public void updateExecution(Connection connection) {}

  @Override
  public void afterExecution(Connection connection) {}
}
