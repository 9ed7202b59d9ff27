package org.baymark.gateway.transport.coap;

import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.baymark.gateway.access.RawKey;
import org.baymark.gateway.transport.Refusals;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.CertificateAuthenticationMode;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.util.Filter;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.Connection;
import org.eclipse.californium.scandium.dtls.SignatureAndHashAlgorithm;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.eclipse.californium.scandium.dtls.cipher.XECDHECryptography.SupportedGroup;
import org.eclipse.californium.scandium.dtls.x509.SingleCertificateProvider;

/**
 * CoAP over DTLS 1.2 (RFC 7252, section 9) with connection ids (RFC 9146). A client proves by a
 * cookie that it is where it says before anything is kept of it (RFC 6347, section 4.2.1); sessions
 * are not resumed, for a connection id does what that is for, and a credential that is gone opens
 * nothing. For any thread.
 */
final class DtlsDoor {
  /** Bytes of this end's connection ids: enough that nobody guesses one of few sessions. */
  private static final int CONNECTION_ID_SIZE = 6;

  /** Silent for so long, a session makes room for a new one where there is none. */
  private static final long STALE_SECONDS = 60;

  /** Datagrams, and answers, that wait for their turn: 1.5 kB each at most. */
  private static final int WAITING_MAX = 1_000;

  /** What every IPv6 link carries whole (RFC 8200, section 5). */
  private static final int DATAGRAM_SIZE_MAX = 1_280;

  /** Of the three with 8-byte tags, RFC 7252 demands one from every device; its tag is its own. */
  private static final List<CipherSuite> WITH_SHARED_KEY =
      List.of(
          CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256,
          CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_CCM_SHA256,
          CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256,
          CipherSuite.TLS_PSK_WITH_AES_128_GCM_SHA256,
          CipherSuite.TLS_PSK_WITH_AES_128_CCM,
          CipherSuite.TLS_PSK_WITH_AES_128_CCM_8);

  private static final List<CipherSuite> WITH_KEY_PAIR =
      List.of(
          CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
          CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
          CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM,
          CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8);

  private final DTLSConnector connector;
  private final CoapEndpoint endpoint;

  private DtlsDoor(
      Configuration configuration,
      Room room,
      DtlsConnectorConfig.Builder builder,
      Refusals refusals) {
    SilentFailures silent = new SilentFailures(refusals);
    this.connector = new DTLSConnector(builder.setConnectionListener(silent).build());
    connector.setAlertHandler(silent);
    this.endpoint =
        DoorStack.builder(configuration, room)
            .setConnector(connector)
            .setEndpointContextMatcher(new SessionMatcher())
            .build();
  }

  /** For clients with a pre-shared key, or with a device's own as a raw public key. */
  static DtlsDoor forKeys(
      Configuration common,
      Room room,
      InetSocketAddress address,
      int sessionsMax,
      RawKey own,
      Guests guests,
      Refusals refusals) {
    Configuration configuration = configuration(common, sessionsMax);
    configuration.set(
        DtlsConfig.DTLS_CIPHER_SUITES,
        Stream.concat(WITH_SHARED_KEY.stream(), WITH_KEY_PAIR.stream()).toList());
    return new DtlsDoor(
        configuration,
        room,
        builder(configuration, address, guests, refusals)
            .setAdvancedPskStore(new PskStore(guests))
            .setCertificateIdentityProvider(new SingleCertificateProvider(own.secret(), own.open()))
            .setAdvancedCertificateVerifier(new RawKeyVerifier(guests)),
        refusals);
  }

  /** For clients with a certificate. */
  static DtlsDoor forCertificates(
      Configuration common,
      Room room,
      InetSocketAddress address,
      int sessionsMax,
      CertificateDesk desk,
      Guests guests,
      Refusals refusals) {
    Configuration configuration = configuration(common, sessionsMax);
    configuration.set(DtlsConfig.DTLS_CIPHER_SUITES, WITH_KEY_PAIR);
    return new DtlsDoor(
        configuration,
        room,
        builder(configuration, address, guests, refusals)
            .setCertificateIdentityProvider(desk)
            .setAdvancedCertificateVerifier(desk),
        refusals);
  }

  private static DtlsConnectorConfig.Builder builder(
      Configuration configuration, InetSocketAddress address, Guests guests, Refusals refusals) {
    return DtlsConnectorConfig.builder(configuration)
        .setAddress(address)
        .setSessionListener(new Handshakes(guests, refusals));
  }

  private static Configuration configuration(Configuration common, int sessionsMax) {
    return new Configuration(common)
        .set(DtlsConfig.DTLS_ROLE, DtlsRole.SERVER_ONLY)
        .set(DtlsConfig.DTLS_CLIENT_AUTHENTICATION_MODE, CertificateAuthenticationMode.NEEDED)
        .set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, CONNECTION_ID_SIZE)
        .set(DtlsConfig.DTLS_SERVER_USE_SESSION_ID, false)
        .set(DtlsConfig.DTLS_USE_HELLO_VERIFY_REQUEST, true)
        .set(DtlsConfig.DTLS_USE_HELLO_VERIFY_REQUEST_FOR_PSK, true)
        .set(DtlsConfig.DTLS_MAX_CONNECTIONS, sessionsMax)
        .set(DtlsConfig.DTLS_STALE_CONNECTION_THRESHOLD, STALE_SECONDS, TimeUnit.SECONDS)
        .set(
            DtlsConfig.DTLS_CURVES,
            List.of(SupportedGroup.secp256r1, SupportedGroup.X25519, SupportedGroup.secp384r1))
        .set(
            DtlsConfig.DTLS_SIGNATURE_AND_HASH_ALGORITHMS,
            List.of(
                SignatureAndHashAlgorithm.SHA256_WITH_ECDSA,
                SignatureAndHashAlgorithm.SHA384_WITH_ECDSA))
        .set(DtlsConfig.DTLS_MAX_TRANSMISSION_UNIT, DATAGRAM_SIZE_MAX)
        .set(DtlsConfig.DTLS_MAX_PENDING_INBOUND_JOBS, WAITING_MAX)
        .set(DtlsConfig.DTLS_MAX_PENDING_OUTBOUND_JOBS, WAITING_MAX)
        .set(DtlsConfig.DTLS_MAX_PENDING_HANDSHAKE_RESULT_JOBS, WAITING_MAX)
        .set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1)
        .set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, 1);
  }

  CoapEndpoint endpoint() {
    return endpoint;
  }

  /** Says goodbye to each client with such a credential; its session is of no use from now on. */
  void drop(Predicate<Principal> isGone) {
    Filter<Connection> goodbye =
        connection -> {
          Principal peer = connection.getEstablishedPeerIdentity();
          if (peer != null && isGone.test(peer)) {
            close(connection);
          }
          return false; // and on to the next one
        };
    var done = connector.startForEach(goodbye);
  }

  private void close(Connection connection) {
    InetSocketAddress address = connection.getPeerAddress();
    if (address != null) {
      connector.close(address);
    } else { // another client has its address by now, and there is nobody to tell
      connection.setResumptionRequired(true); // which is refused here
    }
  }
}
