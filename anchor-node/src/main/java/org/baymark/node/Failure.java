package org.baymark.node;

/** A command that ends without having done its work; the message is for the person who called. */
final class Failure extends Exception {
  private static final long serialVersionUID = 1L;

  static final int FAILED = 1;
  static final int UNUSABLE_FILE = 2;
  static final int USAGE = 64;
  static final int UNREACHABLE = 69;
  static final int OWN_FAULT = 70;
  static final int TOO_SOON = 75; // sysexits(3), EX_TEMPFAIL

  private final int exitCode;

  Failure(int exitCode, String sentence) {
    super(sentence);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
