package org.baymark.protocol.cli;

/** What the verifier answers to a shell. */
final class ExitCode {
  /** Every required step passed. */
  static final int PASSED = 0;

  /** A required step failed. */
  static final int FAILED = 1;

  /** A file is no passport, no trust file, no shipment key, or cannot be read. */
  static final int UNUSABLE = 2;

  /** No required step failed, but one could not be checked. */
  static final int UNDECIDED = 3;

  /** The command line is wrong (sysexits.h, EX_USAGE). */
  static final int USAGE = 64;

  /** A fault of this program (sysexits.h, EX_SOFTWARE). */
  static final int OWN_FAULT = 70;

  private ExitCode() {}
}
