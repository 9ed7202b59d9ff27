package org.baymark.gateway.exit;

/** A command could not do what it was told; the message is what the person reads. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private CommandFailure(int exitCode, String sentence) {
    super(sentence, null, false, false);
    this.exitCode = exitCode;
  }

  /** It failed, and nothing in particular of what it was given is to blame. */
  public static CommandFailure failed(String sentence) {
    return new CommandFailure(ExitCode.FAILED, sentence);
  }

  /** A file that it was given cannot be used. */
  public static CommandFailure unusable(String sentence) {
    return new CommandFailure(ExitCode.UNUSABLE, sentence);
  }

  /** The words on the command line are wrong. */
  public static CommandFailure usage(String sentence) {
    return new CommandFailure(ExitCode.USAGE, sentence);
  }

  /** The other program does not answer. */
  public static CommandFailure unreachable(String sentence) {
    return new CommandFailure(ExitCode.UNREACHABLE, sentence);
  }

  public int exitCode() {
    return exitCode;
  }
}
