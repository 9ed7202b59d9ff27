package org.baymark.node.exit;

/** A command that ends without having done its work; the message is for the person who called. */
public final class Failure extends Exception {
  private static final long serialVersionUID = 1L;

  public static final int FAILED = 1;
  public static final int UNUSABLE_FILE = 2;
  public static final int USAGE = 64;
  public static final int UNREACHABLE = 69;
  public static final int OWN_FAULT = 70;
  public static final int TOO_SOON = 75; // sysexits(3), EX_TEMPFAIL

  private final int exitCode;

  public Failure(int exitCode, String sentence) {
    super(sentence);
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
