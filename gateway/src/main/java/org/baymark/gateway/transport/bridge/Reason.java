package org.baymark.gateway.transport.bridge;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Why a connection ended, or did not come about, for a person. Pure. */
final class Reason {
  private static final Pattern ALERT = Pattern.compile("Received fatal alert: ([a-z_]+)");

  /** What a broker says of a certificate that it does not take (RFC 8446, section 6.2). */
  private static final Set<String> OF_CERTIFICATES =
      Set.of(
          "bad_certificate",
          "unsupported_certificate",
          "certificate_revoked",
          "certificate_expired",
          "certificate_unknown",
          "unknown_ca",
          "access_denied");

  private Reason() {}

  static String of(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    String said = cause.getMessage();
    if (said == null || said.isEmpty()) {
      return cause.getClass().getSimpleName();
    }
    Matcher alert = ALERT.matcher(said);
    if (!(cause instanceof SSLException) || !alert.find()) {
      return said;
    }
    if (alert.group(1).equals("certificate_required")) {
      return "the broker asks for a certificate: set bridgeCertificate and bridgeKey";
    }
    return OF_CERTIFICATES.contains(alert.group(1))
        ? "the broker refuses the gateway's certificate (" + alert.group(1) + ")"
        : said;
  }
}
