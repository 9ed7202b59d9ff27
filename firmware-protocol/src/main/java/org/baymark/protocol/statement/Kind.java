package org.baymark.protocol.statement;

import java.util.Optional;

/** The kinds of things a registered key can be allowed to say. */
public enum Kind {
  ATTACH("attach"),
  /** Seal batches: what makes a registered name a gateway. */
  BATCH("batch"),
  DETACH("detach"),
  SCAN("scan"),
  TELEMETRY("telemetry");

  private final String wireName;

  Kind(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  public static Optional<Kind> ofWireName(String name) {
    for (Kind kind : values()) {
      if (kind.wireName.equals(name)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
