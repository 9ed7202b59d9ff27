package org.baymark.gateway.transport.mqtt;

import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Whom a client's certificate names. */
final class Certified {
  private Certified() {}

  /** Its common name, which for a device is its URN; where it has none, the whole subject. */
  static String name(SSLSession session) {
    try {
      String subject = session.getPeerPrincipal().getName();
      return commonName(subject).orElse(subject);
    } catch (SSLPeerUnverifiedException e) { // the handshake would not have ended
      throw new IllegalStateException("a client came in without a certificate", e);
    }
  }

  private static Optional<String> commonName(String subject) {
    try {
      return new LdapName(subject)
          .getRdns().stream()
              .filter(part -> part.getType().equalsIgnoreCase("CN"))
              .map(part -> String.valueOf(part.getValue()))
              .findFirst();
    } catch (InvalidNameException e) {
      return Optional.empty();
    }
  }
}
