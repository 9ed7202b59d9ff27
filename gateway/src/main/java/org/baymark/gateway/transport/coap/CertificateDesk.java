package org.baymark.gateway.transport.coap;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.baymark.gateway.access.TlsFiles;
import org.eclipse.californium.scandium.dtls.CertificateIdentityResult;
import org.eclipse.californium.scandium.dtls.CertificateMessage;
import org.eclipse.californium.scandium.dtls.CertificateType;
import org.eclipse.californium.scandium.dtls.CertificateVerificationResult;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.HandshakeResultHandler;
import org.eclipse.californium.scandium.dtls.SignatureAndHashAlgorithm;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite.CertificateKeyAlgorithm;
import org.eclipse.californium.scandium.dtls.cipher.XECDHECryptography.SupportedGroup;
import org.eclipse.californium.scandium.dtls.x509.CertificateProvider;
import org.eclipse.californium.scandium.dtls.x509.NewAdvancedCertificateVerifier;
import org.eclipse.californium.scandium.dtls.x509.StaticNewAdvancedCertificateVerifier;
import org.eclipse.californium.scandium.util.ServerNames;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's certificate as Scandium shows it, and who vouches for those of clients; both can be
 * renewed while it runs.
 */
final class CertificateDesk implements CertificateProvider, NewAdvancedCertificateVerifier {
  private record Papers(TlsFiles.Identity own, NewAdvancedCertificateVerifier verifier) {}

  private volatile Papers papers;

  CertificateDesk(TlsFiles.Identity own) {
    this.papers = papers(own);
  }

  /**
   * Shows others from now on.
   *
   * @throws IllegalStateException with a sentence, if they cannot be used; nothing has changed then
   */
  void renew(TlsFiles.Identity own) {
    papers = papers(own);
  }

  private static Papers papers(TlsFiles.Identity own) {
    String algorithm = own.chain().get(0).getPublicKey().getAlgorithm();
    if (!algorithm.equals("EC")) {
      throw new IllegalStateException(
          "tlsCertificate has a key of "
              + algorithm
              + ", and coapCertificates needs one of an elliptic curve (RFC 7252, section 9.1.3.3)");
    }
    if (own.clientCa().isEmpty()) { // which Scandium would take for: trust all
      throw new IllegalStateException("tlsClientCa holds no certificate");
    }
    X509Certificate[] vouchers = own.clientCa().stream().distinct().toArray(X509Certificate[]::new);
    return new Papers(
        own,
        new StaticNewAdvancedCertificateVerifier(vouchers, null, List.of(CertificateType.X_509)));
  }

  @Override
  public List<CertificateType> getSupportedCertificateTypes() {
    return List.of(CertificateType.X_509);
  }

  @Override
  public List<CertificateKeyAlgorithm> getSupportedCertificateKeyAlgorithms() {
    return List.of(CertificateKeyAlgorithm.EC);
  }

  @Override
  public CertificateIdentityResult requestCertificateIdentity(
      ConnectionId cid,
      boolean client,
      @Nullable List<X500Principal> issuers,
      @Nullable ServerNames serverNames,
      @Nullable List<CertificateKeyAlgorithm> keyAlgorithms,
      @Nullable List<SignatureAndHashAlgorithm> signatureAlgorithms,
      @Nullable List<SupportedGroup> curves) {
    TlsFiles.Identity own = papers.own();
    return new CertificateIdentityResult(cid, own.key(), own.chain());
  }

  @Override
  public CertificateVerificationResult verifyCertificate(
      ConnectionId cid,
      @Nullable ServerNames serverName,
      InetSocketAddress peer,
      boolean clientUsage,
      boolean verifySubject,
      boolean truncateCertificatePath,
      CertificateMessage message) {
    return papers
        .verifier()
        .verifyCertificate(
            cid, serverName, peer, clientUsage, verifySubject, truncateCertificatePath, message);
  }

  @Override
  public List<X500Principal> getAcceptedIssuers() {
    return papers.verifier().getAcceptedIssuers();
  }

  @Override
  public void setResultHandler(HandshakeResultHandler handler) {} // it answers at once
}
