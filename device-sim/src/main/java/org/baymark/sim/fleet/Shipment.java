package org.baymark.sim.fleet;

import java.util.Random;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.gs1.Gs1;

/**
 * A logistic unit on its way.
 *
 * @param sscc 18 digits (GS1 General Specifications, section 3.2)
 */
public record Shipment(String sscc) {
  /** A company prefix out of 952, which GS1 keeps for examples. */
  private static final String PREFIX = "952110";

  private static final int HALF_LIMIT = 100_000;

  /** A shipment with a serial number from {@code random}. */
  static Shipment of(Random random) {
    // Two draws: what a bounded long comes to may differ from one Java to the next.
    int high = random.nextInt(HALF_LIMIT);
    int low = random.nextInt(HALF_LIMIT);
    String digits = "3" + PREFIX + String.format("%05d%05d", high, low);
    return new Shipment(digits + Subject.checkDigit(digits));
  }

  /** What its label names: the scanner knows nothing else about it. */
  public Subject subject() {
    return Gs1.subjectOf(label())
        .match(
            subject -> subject,
            no -> {
              throw new IllegalStateException("a label that names nothing: " + no.text());
            });
  }

  /** What stands on the seal of its door. */
  public String sealNumber() {
    return "BM-" + sscc.substring(sscc.length() - 8);
  }

  /** What a scanner reads off its label: a GS1-128 symbol with application identifier 00. */
  public Bytes label() {
    return Bytes.ofUtf8("]C100" + sscc);
  }
}
