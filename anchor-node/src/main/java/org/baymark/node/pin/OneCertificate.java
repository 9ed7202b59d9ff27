package org.baymark.node.pin;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Takes one certificate at the other end, and nothing else: no name, date or issuer. Nobody is let
 * in by it.
 */
public final class OneCertificate extends X509ExtendedTrustManager {
  private final X509Certificate expected;
  private volatile boolean hasSeenAnother;

  public OneCertificate(X509Certificate expected) {
    this.expected = expected;
  }

  /** Whether somebody else answered where this one was expected. */
  public boolean hasSeenAnother() {
    return hasSeenAnother;
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    if (chain.length == 0 || !chain[0].equals(expected)) {
      hasSeenAnother = true;
      throw new CertificateException("another certificate than was expected");
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw nobody();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw nobody();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw nobody();
  }

  private static CertificateException nobody() {
    return new CertificateException("nobody comes in by a certificate here");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
