package org.baymark.gateway.access;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.X509KeyManager;

/**
 * The files by which a listener speaks TLS 1.2 and 1.3: PEM, as certificate authorities hand them
 * out. They are read as a whole and held against one another before they are used, for whoever
 * renews them writes one after the other. Blocks: never to be called on an event loop.
 *
 * @param certificate the listener's own, then those up to its authority's
 * @param key its private key: PKCS #8, or the older forms of RSA and EC
 * @param clientCa who vouches for clients; where it is there, a client without a certificate is not
 *     let in
 */
public record TlsFiles(Path certificate, Path key, Optional<Path> clientCa) {
  private static final int FILE_MAX = 1 << 20;
  private static final Set<String> VERSIONS = Set.of("TLSv1.2", "TLSv1.3");

  /** Forward secrecy and authenticated encryption (RFC 9325, section 4.2), and nothing else. */
  private static final List<String> SUITES =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /**
   * What the files said; equal where they say the same.
   *
   * @param expires when the listener's own certificate ends
   */
  public record Content(
      Buffer certificate, Buffer key, Optional<Buffer> clientCa, Instant expires) {

    /** As a listener takes it, at its start or later. */
    public ServerSSLOptions options() {
      ServerSSLOptions options = new ServerSSLOptions();
      options.setKeyCertOptions(keyAndCertificate(certificate, key));
      options.setEnabledSecureTransportProtocols(VERSIONS);
      SUITES.forEach(options::addEnabledCipherSuite);
      clientCa.ifPresent(
          ca -> {
            options.setTrustOptions(new PemTrustOptions().addCertValue(ca));
            options.setClientAuth(ClientAuth.REQUIRED);
          });
      return options;
    }

    /** As something that shows certificates by itself takes it. */
    public Identity identity(Vertx vertx) {
      try {
        X509KeyManager manager = keyManager(vertx, certificate, key);
        String algorithm =
            certificates(certificate).iterator().next().getPublicKey().getAlgorithm();
        String alias = manager.getServerAliases(algorithm, null)[0];
        List<X509Certificate> vouchers = new ArrayList<>();
        clientCa.ifPresent(ca -> vouchers.addAll(certificates(ca)));
        return new Identity(
            manager.getPrivateKey(alias), List.of(manager.getCertificateChain(alias)), vouchers);
      } catch (Exception e) { // what Vert.x throws; the files were held against one another before
        throw new IllegalStateException("a certificate and key that were read are gone", e);
      }
    }

    @Override
    public String toString() {
      return "certificate until " + expires; // the key stands in no log
    }
  }

  /**
   * Who the listener is.
   *
   * @param chain its own certificate first
   * @param clientCa who vouches for clients
   */
  public record Identity(
      PrivateKey key, List<X509Certificate> chain, List<X509Certificate> clientCa) {
    @Override
    public String toString() {
      return "identity of " + chain.get(0).getSubjectX500Principal(); // the key stands in no log
    }
  }

  /**
   * Reads the files.
   *
   * @throws IllegalStateException with a sentence that names the file, if they cannot be used
   */
  public Content read(Vertx vertx) {
    Buffer chain = bytes(certificate);
    Buffer secret = bytes(key);
    Optional<Buffer> ca = clientCa.map(TlsFiles::bytes);
    X509Certificate own = certificates(certificate, chain).iterator().next();
    clientCa.ifPresent(file -> certificates(file, ca.orElseThrow()));
    checkPair(vertx, own, chain, secret);
    return new Content(chain, secret, ca, own.getNotAfter().toInstant());
  }

  private void checkPair(Vertx vertx, X509Certificate own, Buffer chain, Buffer secret) {
    try {
      X509KeyManager manager = keyManager(vertx, chain, secret);
      String algorithm = own.getPublicKey().getAlgorithm();
      String[] aliases = manager.getServerAliases(algorithm, null);
      if (aliases != null && signs(manager.getPrivateKey(aliases[0]), own)) {
        return;
      }
    } catch (Exception e) { // Vert.x throws what it likes on a key that it cannot read
      throw new IllegalStateException(
          key + " is no private key in PEM that can be used: " + e.getMessage(), e);
    }
    throw new IllegalStateException(key + " is not the key of the certificate in " + certificate);
  }

  private static boolean signs(PrivateKey secret, X509Certificate own)
      throws GeneralSecurityException {
    Signature signature =
        Signature.getInstance(
            switch (secret.getAlgorithm()) {
              case "EC" -> "SHA256withECDSA";
              case "RSA" -> "SHA256withRSA";
              default -> secret.getAlgorithm();
            });
    byte[] words = own.getTBSCertificate();
    signature.initSign(secret);
    signature.update(words);
    byte[] made = signature.sign();
    signature.initVerify(own.getPublicKey());
    signature.update(words);
    return signature.verify(made);
  }

  private static PemKeyCertOptions keyAndCertificate(Buffer chain, Buffer secret) {
    return new PemKeyCertOptions().addCertValue(chain).addKeyValue(secret);
  }

  private static X509KeyManager keyManager(Vertx vertx, Buffer chain, Buffer secret)
      throws Exception {
    return (X509KeyManager)
        keyAndCertificate(chain, secret).getKeyManagerFactory(vertx).getKeyManagers()[0];
  }

  private static Collection<X509Certificate> certificates(Path file, Buffer pem) {
    Collection<X509Certificate> all = certificates(pem);
    if (all.isEmpty()) {
      throw new IllegalStateException(file + " holds no certificate in PEM");
    }
    return all;
  }

  /** None where it is no PEM of certificates. */
  private static Collection<X509Certificate> certificates(Buffer pem) {
    try {
      @SuppressWarnings("unchecked") // the X.509 factory makes no others
      Collection<X509Certificate> all =
          (Collection<X509Certificate>)
              CertificateFactory.getInstance("X.509")
                  .generateCertificates(new ByteArrayInputStream(pem.getBytes()));
      return all;
    } catch (GeneralSecurityException e) {
      return List.of();
    }
  }

  private static Buffer bytes(Path file) {
    try {
      if (Files.size(file) > FILE_MAX) {
        throw new IllegalStateException(file + " is larger than such a file can be");
      }
      return Buffer.buffer(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new IllegalStateException("there is no file " + file, e);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
