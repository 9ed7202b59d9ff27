package org.baymark.node.audit;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why somebody could not be asked, and what to look at, in words for a person. Pure. */
final class NoAnswer {
  private static final int DEPTH_MAX = 16;

  private NoAnswer() {}

  /**
   * A clause about it.
   *
   * @param failure as the JDK's HTTP client reports it: what it was may lie some causes deep
   */
  static String why(URI asked, Throwable failure) {
    String host = String.valueOf(asked.getHost());
    String at = host + ":" + port(asked);
    if (is(failure, UnresolvedAddressException.class, UnknownHostException.class)) {
      return "no host is known here by the name " + host + "; is it spelled right?";
    }
    if (is(failure, HttpConnectTimeoutException.class)) {
      return at + " takes no connection in time; is it on, and does a firewall let you through?";
    }
    if (is(failure, HttpTimeoutException.class)) {
      return "it does not answer in time";
    }
    if (is(failure, NoRouteToHostException.class) || says(failure, "unreachable")) {
      return "no way leads to " + at + "; is it on, and is this machine on the network?";
    }
    if (is(failure, ConnectException.class)) {
      return "nothing listens at " + at + "; does the node run, and is this its port?";
    }
    if (is(failure, SSLException.class)) {
      return tls(host, at, failure);
    }
    if (is(failure, BoundedBody.TooLargeException.class)) {
      return "its answer is larger than any that is right";
    }
    return is(failure, ProtocolException.class)
        ? "what it answers is no HTTP; is this its port for everyone, and is it not https?"
        : "it ends the connection before it has answered; is this its port for everyone?";
  }

  private static String tls(String host, String at, Throwable failure) {
    if (is(
        failure,
        CertificateException.class,
        CertPathBuilderException.class,
        CertPathValidatorException.class)) {
      return "its TLS certificate is not one that is trusted here for "
          + host
          + "; is it the right host, is the certificate in date, and is the clock here?";
    }
    // The JDK has no class for it: that of a socket says the first, that of an engine the second.
    return says(failure, "unrecognized SSL message") || says(failure, "plaintext connection")
        ? "what listens at " + at + " speaks no TLS; is it http, and not https?"
        : "no TLS connection comes about with " + at + "; does it speak TLS 1.2 or 1.3?";
  }

  private static int port(URI asked) {
    int implied = "https".equals(asked.getScheme()) ? 443 : 80;
    return asked.getPort() < 0 ? implied : asked.getPort();
  }

  @SafeVarargs
  private static boolean is(Throwable failure, Class<? extends Throwable>... kinds) {
    return causes(failure)
        .anyMatch(cause -> List.of(kinds).stream().anyMatch(kind -> kind.isInstance(cause)));
  }

  private static boolean says(Throwable failure, String words) {
    return causes(failure).anyMatch(cause -> String.valueOf(cause.getMessage()).contains(words));
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(DEPTH_MAX);
  }
}
