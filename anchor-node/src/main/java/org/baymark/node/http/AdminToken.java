package org.baymark.node.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** The secret that an operator shows. */
public final class AdminToken {
  private final byte[] expected;

  public AdminToken(String token) {
    expected = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
  }

  /** Whether this Authorization header shows it (RFC 6750); takes the same time for any guess. */
  boolean isShownBy(@Nullable String authorization) {
    return authorization != null
        && MessageDigest.isEqual(expected, authorization.getBytes(StandardCharsets.UTF_8));
  }

  /** Does not show it. */
  @Override
  public String toString() {
    return "admin token";
  }
}
