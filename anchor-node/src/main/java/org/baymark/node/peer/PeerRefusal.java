package org.baymark.node.peer;

import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What a call to another member came to, in words of this house where TLS says it in its own. */
final class PeerRefusal {
  private static final int DEPTH_MAX = 16;

  private PeerRefusal() {}

  /** The same failure, unless it is the other's refusal of this member's certificate. */
  static Throwable of(Throwable failed) {
    @Nullable Throwable cause = failed;
    for (int i = 0; i < DEPTH_MAX && cause != null; i++, cause = cause.getCause()) {
      // An alert of TLS (RFC 8446, section 6.2) that came from the other side.
      String says = String.valueOf(cause.getMessage());
      if (cause instanceof SSLException && says.matches(".*fatal alert: .*certificate.*")) {
        return new IllegalStateException(
            "it does not take this member's certificate: by its log this is no member, or one with"
                + " other keys");
      }
    }
    return failed;
  }
}
