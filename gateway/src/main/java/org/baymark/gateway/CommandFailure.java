package org.baymark.gateway;

/** A command could not do what it was told; the message is what the person reads. */
final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private CommandFailure(int exitCode, String sentence) {
    super(sentence, null, false, false);
    this.exitCode = exitCode;
  }

  /** It failed, and nothing in particular of what it was given is to blame. */
  static CommandFailure failed(String sentence) {
    return new CommandFailure(ExitCode.FAILED, sentence);
  }

  /** A file that it was given cannot be used. */
  static CommandFailure unusable(String sentence) {
    return new CommandFailure(ExitCode.UNUSABLE, sentence);
  }

  /** The words on the command line are wrong. */
  static CommandFailure usage(String sentence) {
    return new CommandFailure(ExitCode.USAGE, sentence);
  }

  /** The other program does not answer. */
  static CommandFailure unreachable(String sentence) {
    return new CommandFailure(ExitCode.UNREACHABLE, sentence);
  }

  int exitCode() {
    return exitCode;
  }
}
