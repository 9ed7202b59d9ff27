package org.baymark.node.config;

/** An address to listen on, as HOST:PORT; an IPv6 host stands in brackets. */
public record Listen(String host, int port) {
  /**
   * @throws IllegalArgumentException with a sentence that names the key
   */
  public static Listen parse(String key, String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    boolean bracketed = host.matches("\\[[0-9A-Fa-f:.]+]");
    if (!text.substring(colon + 1).matches("[0-9]{1,5}")
        || !(bracketed || host.matches("[A-Za-z0-9.-]+"))) {
      throw new IllegalArgumentException(
          key + " is an address and a port such as 127.0.0.1:8090, not '" + text + "'");
    }
    return new Listen(host, Integer.parseInt(text.substring(colon + 1)));
  }

  /** The host as a socket wants it: an IPv6 address without its brackets. */
  public String bindHost() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /**
   * Whether this is every address of the machine: something to listen on, but not to be told of.
   */
  public boolean isEverywhere() {
    return host.equals("0.0.0.0") || bindHost().matches("[0:]*::?[0:]*");
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
