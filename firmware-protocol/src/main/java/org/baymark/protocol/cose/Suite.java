package org.baymark.protocol.cose;

import java.util.Optional;

/**
 * The signature suites of this version. Both COSE numbers of a suite mean the same here: the old
 * polymorphic one of RFC 9053 and the fully specified one of RFC 9864.
 */
public enum Suite {
  /** ECDSA on P-256 with SHA-256, r and s of 32 bytes each (RFC 9053, section 2.1). */
  ES256(-7, -9),
  /** Ed25519 (RFC 8032; RFC 9053, section 2.2). */
  EDDSA(-8, -19);

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
