package org.baymark.node.sequence;

/**
 * This node cannot do now what it is asked for, through no fault of its own; its sentence says why.
 */
public final class UnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean isForGood;

  /**
   * @param sentence for who asks
   */
  public UnavailableException(String sentence) {
    this(sentence, false);
  }

  private UnavailableException(String sentence, boolean isForGood) {
    super(sentence, null, false, false);
    this.isForGood = isForGood;
  }

  /** It never can again: there is no use in asking later. */
  public static UnavailableException forGood(String sentence) {
    return new UnavailableException(sentence, true);
  }

  public boolean isForGood() {
    return isForGood;
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }
}
