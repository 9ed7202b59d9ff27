package org.baymark.sim.fleet;

import java.util.random.RandomGenerator;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Subject;

/**
 * A logistic unit on its way.
 *
 * @param sscc 18 digits (GS1 General Specifications, section 3.2)
 */
public record Shipment(String sscc) {
  /** A company prefix that GS1 keeps for examples. */
  private static final String PREFIX = "0952110";

  private static final int SERIAL_LIMIT = 1_000_000_000;

  /** A shipment with a serial number from {@code random}. */
  static Shipment of(RandomGenerator random) {
    String digits = "3" + PREFIX + String.format("%09d", random.nextInt(SERIAL_LIMIT));
    return new Shipment(digits + Subject.checkDigit(digits));
  }

  public Subject subject() {
    return Subject.ofSscc(sscc);
  }

  /** What a scanner reads off its label: a GS1-128 symbol with application identifier 00. */
  public Bytes label() {
    return Bytes.ofUtf8("]C100" + sscc);
  }
}
