package org.baymark.gateway.transport.coap;

import java.net.InetSocketAddress;
import javax.crypto.SecretKey;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.HandshakeResultHandler;
import org.eclipse.californium.scandium.dtls.PskPublicInformation;
import org.eclipse.californium.scandium.dtls.PskSecretResult;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedPskStore;
import org.eclipse.californium.scandium.util.SecretUtil;
import org.eclipse.californium.scandium.util.ServerNames;
import org.jspecify.annotations.Nullable;

/** What Scandium asks for the pre-shared key of a client. */
final class PskStore implements AdvancedPskStore {
  private final Guests guests;

  PskStore(Guests guests) {
    this.guests = guests;
  }

  @Override
  public boolean hasEcdhePskSupported() {
    return true;
  }

  /** Of an unknown identity an answer without a key: without an answer its handshake would hang. */
  @Override
  public PskSecretResult requestPskSecretResult(
      ConnectionId cid,
      @Nullable ServerNames serverName,
      PskPublicInformation identity,
      String hmacAlgorithm,
      @Nullable SecretKey otherSecret,
      byte[] seed,
      boolean useExtendedMasterSecret) {
    return guests
        .key(identity.getPublicInfoAsString())
        .map(key -> SecretUtil.create(key.toArray(), PskSecretResult.ALGORITHM_PSK))
        .map(key -> new PskSecretResult(cid, identity, key))
        .orElseGet(() -> new PskSecretResult(cid, identity, null));
  }

  /** A gateway calls nobody. */
  @Override
  public @Nullable PskPublicInformation getIdentity(
      InetSocketAddress peer, @Nullable ServerNames virtualHost) {
    return null;
  }

  @Override
  public void setResultHandler(HandshakeResultHandler handler) {} // it answers at once
}
