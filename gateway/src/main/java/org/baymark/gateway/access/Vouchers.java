package org.baymark.gateway.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Sockets to a server that the certificates of a file vouch for, and nobody else does. */
public final class Vouchers {
  private Vouchers() {}

  /**
   * Makes them, for TLS 1.2 and 1.3.
   *
   * @param file PEM: certificates of authorities, or the server's own; empty: whom the platform
   *     trusts
   * @param identity what a server is shown that asks for a certificate; empty: nothing
   * @throws IllegalStateException with a sentence that names the file, if it cannot be used
   */
  public static SSLSocketFactory sockets(
      Optional<Path> file, Optional<TlsFiles.Identity> identity) {
    TrustManager[] trusted = trusted(file.map(Vouchers::certificates));
    KeyManager[] shown =
        identity
            .map(it -> new KeyManager[] {new OneIdentity(it)})
            .orElseGet(() -> new KeyManager[0]);
    try {
      SSLContext tls = SSLContext.getInstance("TLS"); // the platform speaks no TLS before 1.2
      tls.init(shown, trusted, null);
      return tls.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this platform speaks no TLS: " + e.getMessage(), e);
    }
  }

  private static Collection<? extends Certificate> certificates(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (all.isEmpty()) {
        throw new IllegalStateException(file + " holds no certificate in PEM");
      }
      return all;
    } catch (NoSuchFileException e) {
      throw new IllegalStateException("there is no file " + file, e);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(
          "cannot read certificates in PEM from " + file + ": " + e.getMessage(), e);
    }
  }

  private static TrustManager[] trusted(Optional<Collection<? extends Certificate>> vouchers) {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      if (vouchers.isEmpty()) {
        factory.init((KeyStore) null); // the platform's
        return factory.getTrustManagers();
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate one : vouchers.orElseThrow()) {
        store.setCertificateEntry("voucher-" + store.size(), one);
      }
      factory.init(store);
      return factory.getTrustManagers();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot trust anybody here: " + e.getMessage(), e);
    }
  }
}
