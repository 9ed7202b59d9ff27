package org.baymark.node.peer;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a member's exchange is reached. */
public record Address(String host, int port) {
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.%]+)]|([^\\[\\]]+)):([0-9]{1,5})");

  private static final int PORT_MAX = 65_535;

  /**
   * Of host:port; an IPv6 host stands in brackets. A member set has any text there, so this may be
   * none.
   */
  public static Optional<Address> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || Integer.parseInt(form.group(3)) > PORT_MAX) {
      return Optional.empty();
    }
    String host = form.group(1) == null ? form.group(2) : form.group(1);
    return Optional.of(new Address(host, Integer.parseInt(form.group(3))));
  }
}
