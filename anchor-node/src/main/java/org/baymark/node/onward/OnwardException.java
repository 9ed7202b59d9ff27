package org.baymark.node.onward;

/** A chain that does not do what is asked of it now. */
final class OnwardException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String sentence;

  OnwardException(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  /** What is wrong, for the operator; it holds no address, which may hold a password. */
  String sentence() {
    return sentence;
  }
}
