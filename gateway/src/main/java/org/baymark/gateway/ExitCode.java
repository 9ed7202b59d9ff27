package org.baymark.gateway;

/** What the programs of this project answer to the shell; those from 64 are of sysexits.h. */
final class ExitCode {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int UNUSABLE = 2;
  static final int USAGE = 64;
  static final int UNREACHABLE = 69;
  static final int FAULT = 70;

  private ExitCode() {}
}
