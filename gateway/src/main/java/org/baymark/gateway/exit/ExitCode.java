package org.baymark.gateway.exit;

/** What the programs of this project answer to the shell; those from 64 are of sysexits.h. */
public final class ExitCode {
  public static final int OK = 0;
  public static final int FAILED = 1;
  static final int UNUSABLE = 2;
  public static final int USAGE = 64;
  static final int UNREACHABLE = 69;
  public static final int FAULT = 70;

  private ExitCode() {}
}
