package org.baymark.protocol.statement;

import java.util.Optional;

/** The kinds of things a registered key can be allowed to say, in the order of their names. */
public enum Kind {
  /** Something is wrong with the subject: a door open, a shock, a limit passed. */
  ALERT("alert"),
  /** Sensors are with the subject from here on. */
  ATTACH("attach"),
  /** Seal batches: what makes a registered name a gateway. */
  BATCH("batch"),
  /** The consignee agrees to what was filed so far. */
  CLOSE("close"),
  /** Sensors are with the subject no more. */
  DETACH("detach"),
  /** What an earlier statement hides was erased. */
  ERASE("erase"),
  /** The subject passes from one party to another; the giver says it, and then the taker. */
  HANDOVER("handover"),
  /** A device has started, with this firmware. */
  HELLO("hello"),
  /** The subject goes into or onto something. */
  LOAD("load"),
  /** The device takes back what it said before. */
  RETRACT("retract"),
  /** A scanner has read the subject's label. */
  SCAN("scan"),
  /** The subject gets a seal. */
  SEAL("seal"),
  TELEMETRY("telemetry"),
  /** The subject leaves what it was loaded into. */
  UNLOAD("unload"),
  /** The subject's seal is opened or taken off. */
  UNSEAL("unseal");

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
