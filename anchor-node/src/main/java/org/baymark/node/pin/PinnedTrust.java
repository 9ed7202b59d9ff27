package org.baymark.node.pin;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.baymark.protocol.registration.Member;
import org.jspecify.annotations.Nullable;

/**
 * Lets in exactly the members, and takes the node at an address for nobody but the member that the
 * member set has there. Names, dates and issuers in a certificate say nothing: its digest does. TLS
 * itself proves that the other end has the key (RFC 8446, section 4.4.3).
 */
public final class PinnedTrust extends X509ExtendedTrustManager {
  private final Pins pins;
  private final Function<Member, String> address;

  /**
   * @param address of a member on the port that this guards, host:port
   */
  public PinnedTrust(Pins pins, Function<Member, String> address) {
    this.pins = pins;
    this.address = address;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    pins.known(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    String reached = address(engine.getPeerHost(), engine.getPeerPort());
    if (pins.known(chain).stream().map(address).noneMatch(reached::equals)) {
      throw new CertificateException("another member has this certificate than is at " + reached);
    }
  }

  private static String address(@Nullable String host, int port) {
    String name = String.valueOf(host);
    return (name.contains(":") && !name.startsWith("[") ? "[" + name + "]" : name) + ":" + port;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    pins.known(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("nobody here connects with a plain socket");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    pins.known(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("whom this connects to is not known");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
