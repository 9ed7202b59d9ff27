package org.baymark.protocol.bytes;

import java.util.Locale;

/**
 * Every reason a message can be refused. The numbers are part of the protocol (PROTOCOL.md,
 * "Refusals") and never change their meaning; 32 and above need a gateway's own knowledge.
 */
public enum Refusal {
  NOT_CBOR(1),
  NOT_DETERMINISTIC(2),
  TOO_DEEP(3),
  TOO_LARGE(4),
  TRAILING_BYTES(5),
  WRONG_SHAPE(6),
  UNKNOWN_FIELD(7),
  MISSING_FIELD(8),
  OUT_OF_RANGE(9),
  BAD_SUBJECT(10),
  BAD_NAME(11),
  UNKNOWN_ALGORITHM(12),
  BAD_KEY(13),
  UNKNOWN_CONTENT_TYPE(14),
  BAD_TELEMETRY(15),
  BAD_EVENT(16),
  BAD_SIGNATURE(17),
  UNKNOWN_DEVICE(32),
  UNKNOWN_KEY(33),
  KIND_NOT_ALLOWED(34),
  WRONG_TOPIC(35),
  REVOKED_KEY(36),
  BUSY(37),
  TOO_MANY_RECORDS(38),
  WRONG_STATE(40),
  WRONG_NONCE(41),
  OLD_COMMAND(42),
  EXPIRED_COMMAND(43);

  private final int number;

  Refusal(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /** The wire name: lower case, words joined by a hyphen. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
