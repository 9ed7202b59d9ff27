package org.baymark.gateway.upkeep;

/**
 * One thing that a check has to say.
 *
 * @param grade whether something is wrong
 * @param about what it is about: {@code file}, {@code batch 12}, {@code device urn:dev:...}
 * @param sentence what is so and, where something is wrong, what to do
 */
public record Finding(Grade grade, String about, String sentence) {

  /** How much it matters. */
  public enum Grade {
    /** As it should be. */
    WELL,
    /** Worth knowing, and no fault of this gateway. */
    NOTED,
    /** Not as it should be. */
    WRONG
  }

  public static Finding well(String about, String sentence) {
    return new Finding(Grade.WELL, about, sentence);
  }

  public static Finding noted(String about, String sentence) {
    return new Finding(Grade.NOTED, about, sentence);
  }

  public static Finding wrong(String about, String sentence) {
    return new Finding(Grade.WRONG, about, sentence);
  }

  public boolean isWrong() {
    return grade == Grade.WRONG;
  }
}
