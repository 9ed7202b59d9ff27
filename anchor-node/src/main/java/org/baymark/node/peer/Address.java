package org.baymark.node.peer;

/** Where a member's exchange is reached. */
public record Address(String host, int port) {
  /** Of host:port, as a member set has it. */
  public static Address of(String text) {
    int colon = text.lastIndexOf(':');
    String host = text.substring(0, colon);
    return new Address(
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
        Integer.parseInt(text.substring(colon + 1)));
  }
}
