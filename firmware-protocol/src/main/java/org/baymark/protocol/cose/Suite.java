package org.baymark.protocol.cose;

import java.util.Optional;

/**
 * The signature suites of this version. Where a suite has two COSE numbers both mean the same here:
 * the old polymorphic one of RFC 9053 and the fully specified one of RFC 9864.
 */
public enum Suite {
  /** ECDSA on P-256 with SHA-256, r and s of 32 bytes each (RFC 9053, section 2.1). */
  ES256(-7, -9),
  /** Ed25519 (RFC 8032; RFC 9053, section 2.2). */
  EDDSA(-8, -19),
  /**
   * SM2 with SM3 on the recommended curve, r and s of 32 bytes each (GB/T 32918.2, GB/T 32918.5).
   * COSE knows neither: number and curve are for private use, so ours, and no standard.
   */
  SM2(-65538, -65538);

  private final int algorithm;
  private final int fullySpecified;

  Suite(int algorithm, int fullySpecified) {
    this.algorithm = algorithm;
    this.fullySpecified = fullySpecified;
  }

  /** The COSE algorithm number that our own signatures carry. */
  public int algorithm() {
    return algorithm;
  }

  /** The suite that a COSE algorithm number names, if it is one of ours. */
  public static Optional<Suite> ofAlgorithm(long algorithm) {
    for (Suite suite : values()) {
      if (algorithm == suite.algorithm || algorithm == suite.fullySpecified) {
        return Optional.of(suite);
      }
    }
    return Optional.empty();
  }
}
