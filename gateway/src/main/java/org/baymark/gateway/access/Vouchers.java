package org.baymark.gateway.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Sockets to a server that the certificates of a file vouch for, and nobody else does. */
public final class Vouchers {
  private Vouchers() {}

  /**
   * Makes them, for TLS 1.2 and 1.3.
   *
   * @param file PEM: certificates of authorities, or the server's own
   * @throws IllegalStateException with a sentence that names the file, if it cannot be used
   */
  public static SSLSocketFactory sockets(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (all.isEmpty()) {
        throw new IllegalStateException(file + " holds no certificate in PEM");
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate one : all) {
        store.setCertificateEntry("voucher-" + store.size(), one);
      }
      TrustManagerFactory trusted =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(store);
      SSLContext tls = SSLContext.getInstance("TLS"); // the platform speaks no TLS before 1.2
      tls.init(null, trusted.getTrustManagers(), null);
      return tls.getSocketFactory();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(
          "cannot read certificates in PEM from " + file + ": " + e.getMessage(), e);
    }
  }
}
