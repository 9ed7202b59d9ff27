package org.baymark.gateway.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server listens.
 *
 * @param host a name or an address; an IPv6 address without its brackets
 * @param port 0 to 65535; 0 takes a free one
 */
public record HostPort(String host, int port) {
  private static final Pattern FORM =
      Pattern.compile("(?:\\[(?<v6>[0-9A-Fa-f:.]+)]|(?<host>[A-Za-z0-9.-]+)):(?<port>[0-9]{1,5})");

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|::1|(0{1,4}:){7}0{0,3}1");

  public HostPort {
    if (host.isEmpty() || port < 0 || port > 65_535) {
      throw new IllegalArgumentException("'" + host + ":" + port + "' is no address and port");
    }
  }

  /**
   * Reads {@code 127.0.0.1:8080}, {@code localhost:0} or {@code [::1]:8080}.
   *
   * @throws IllegalArgumentException with a clause for a person, if it is none
   */
  public static HostPort parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no address and port, such as 127.0.0.1:8080");
    }
    String v6 = parts.group("v6");
    return new HostPort(
        v6 == null ? parts.group("host") : v6, Integer.parseInt(parts.group("port")));
  }

  /** Whether this listens on every address of the machine, and so is not one to connect to. */
  public boolean isEverywhere() {
    return host.equals("0.0.0.0") || host.equals("::");
  }

  /** Whether only programs of this machine can reach it. A name other than localhost may be any. */
  public boolean isLoopback() {
    return LOOPBACK.matcher(host).matches();
  }

  public HostPort withPort(int actual) {
    return new HostPort(host, actual);
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
