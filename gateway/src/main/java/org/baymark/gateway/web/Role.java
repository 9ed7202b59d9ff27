package org.baymark.gateway.web;

import java.util.Locale;
import java.util.Optional;

/** What a person at the page may do; also the name that the person logs in with. */
public enum Role {
  /** All that the page offers. */
  OPERATOR,
  /** Look, and change nothing. */
  VIEWER;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Role> ofWord(String word) {
    for (Role role : values()) {
      if (role.word().equals(word)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
