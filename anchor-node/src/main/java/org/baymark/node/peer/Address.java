package org.baymark.node.peer;

import java.util.Optional;

/** Where a member's exchange is reached. */
public record Address(String host, int port) {
  private static final int PORT_MAX = 65_535;

  /**
   * Of host:port; an IPv6 host stands in brackets. A member set has any text there, so this may be
   * none.
   */
  public static Optional<Address> parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    String port = text.substring(colon + 1);
    boolean isBracketed = host.matches("\\[[0-9A-Fa-f:.%]+]");
    if (!(isBracketed || host.matches("[^\\[\\]]+"))
        || !port.matches("[0-9]{1,5}")
        || Integer.parseInt(port) > PORT_MAX) {
      return Optional.empty();
    }
    String bare = isBracketed ? host.substring(1, host.length() - 1) : host;
    return Optional.of(new Address(bare, Integer.parseInt(port)));
  }
}
