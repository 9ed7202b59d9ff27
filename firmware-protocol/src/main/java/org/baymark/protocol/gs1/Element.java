package org.baymark.protocol.gs1;

import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;

/**
 * One element string: what is said, and its value.
 *
 * @param ai the application identifier, two to four digits
 * @param value checked against the identifier's format; percent-encoding is undone
 * @param offset of the value, or of the identifier before it, in the scanner's bytes
 */
public record Element(String ai, String value, int offset) {

  /** As people read it: {@code (00)003456789012345670}. */
  public String text() {
    return "(" + ai + ")" + value;
  }

  static RefusalException refuse(int offset, String what) {
    return new RefusalException(Refusal.BAD_SUBJECT, offset, what);
  }
}
