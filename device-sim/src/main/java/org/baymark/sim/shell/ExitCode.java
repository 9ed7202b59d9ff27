package org.baymark.sim.shell;

/** What these programs answer to a shell. */
public final class ExitCode {
  /** It is done, and nothing was wrong. */
  public static final int DONE = 0;

  /** It failed, or what it checked was wrong. */
  public static final int FAILED = 1;

  /** A file that was given cannot be used. */
  public static final int UNUSABLE = 2;

  /** The command line is wrong (sysexits.h, EX_USAGE). */
  public static final int USAGE = 64;

  /** The other program does not answer (sysexits.h, EX_UNAVAILABLE). */
  public static final int UNANSWERED = 69;

  /** A fault of this program (sysexits.h, EX_SOFTWARE). */
  public static final int OWN_FAULT = 70;

  /** Stopped by Ctrl-C: what a shell says of it. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
