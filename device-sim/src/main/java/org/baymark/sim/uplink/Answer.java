package org.baymark.sim.uplink;

/**
 * What became of one statement that was sent.
 *
 * @param text what the gateway said, for a person; empty where it said nothing
 */
public record Answer(Outcome outcome, String text) {

  /** The four ways in which sending a statement ends. */
  public enum Outcome {
    /** The gateway says that it is on its disk. */
    ACCEPTED,
    /** The gateway will not have it, however often it is sent. */
    REFUSED,
    /** The gateway asks to send it again later. */
    BUSY,
    /** No answer came; it may be stored or not. */
    LOST
  }

  /** A refusal without a text: MQTT allows it. */
  private static final String UNNAMED = "unnamed";

  static final Answer ACCEPTED = new Answer(Outcome.ACCEPTED, "");

  static Answer refused(String text) {
    return new Answer(Outcome.REFUSED, text);
  }

  static Answer busy(String text) {
    return new Answer(Outcome.BUSY, text);
  }

  static Answer lost(String text) {
    return new Answer(Outcome.LOST, text);
  }

  /** The name of the reason: the first word of "bad-signature (17): what was wrong". */
  public String reason() {
    int end = 0;
    while (end < text.length() && isNameCharacter(text.charAt(end))) {
      end++;
    }
    return end == 0 ? UNNAMED : text.substring(0, end);
  }

  private static boolean isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  }
}
