package org.baymark.node.keys;

/** A token that does not do what is asked of it. */
public final class TokenException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String sentence;

  TokenException(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  TokenException(String sentence, Throwable cause) {
    super(sentence, cause);
    this.sentence = sentence;
  }

  /** What is wrong, for the operator. */
  public String sentence() {
    return sentence;
  }
}
