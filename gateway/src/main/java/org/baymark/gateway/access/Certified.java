package org.baymark.gateway.access;

import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/** Whom a client's certificate names. */
public final class Certified {
  private Certified() {}

  /**
   * The common name in {@code subject}, which for a device is its URN; where it has none, all of
   * it.
   *
   * @param subject as RFC 2253 writes it
   */
  public static String name(String subject) {
    return commonName(subject).orElse(subject);
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
