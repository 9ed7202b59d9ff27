package org.baymark.protocol.cli;

/** A file that the command cannot work with; the message is for the person who named it. */
final class Unusable extends Exception {
  private static final long serialVersionUID = 1L;

  Unusable(String message) {
    super(message);
  }
}
