package org.baymark.node.keys;

/**
 * The token does not sign any more: pulled out, locked, or broken. The message says all there is to
 * know; where in this program it was found out tells nobody anything.
 */
public final class TokenAwayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TokenAwayException(String sentence) {
    super(sentence, null, false, false);
  }
}
