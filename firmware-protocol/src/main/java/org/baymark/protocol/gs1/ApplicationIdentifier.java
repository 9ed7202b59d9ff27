package org.baymark.protocol.gs1;

import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.RefusalException;

/**
 * One application identifier and the format of its value.
 *
 * @param ai two to four digits
 * @param predefined its length is known to every reader, so no separator follows it
 * @param attribute it may stand in the query of a Digital Link
 */
record ApplicationIdentifier(
    String ai, boolean predefined, boolean attribute, List<Component> components) {

  /** The characters of GS1's set 82 (ISO/IEC 646) beside letters and digits. */
  private static final String SET_82 = "!\"%&'()*+,-./:;<=>?_";

  /**
   * A part of a value.
   *
   * @param set N: digits, X: set 82, Y: set 39, Z: base64url
   * @param optional left out where the value has ended
   */
  record Component(char set, int min, int max, boolean optional, List<Check> checks) {

    boolean holds(char c) {
      boolean digit = c >= '0' && c <= '9';
      boolean upper = c >= 'A' && c <= 'Z';
      boolean lower = c >= 'a' && c <= 'z';
      return switch (set) {
        case 'N' -> digit;
        case 'Y' -> digit || upper || c == '#' || c == '-' || c == '/';
        case 'Z' -> digit || upper || lower || c == '-' || c == '_' || c == '=';
        default -> digit || upper || lower || SET_82.indexOf(c) >= 0;
      };
    }
  }

  /**
   * Reads a value: as much of {@code text} from {@code from} as the format takes, and not beyond
   * {@code to}.
   *
   * @return the index behind it
   */
  int end(String text, int from, int to) throws RefusalException {
    int at = from;
    for (Component component : components) {
      if (component.optional() && at == to) {
        break;
      }
      int end = Math.min(to, at + component.max());
      for (int i = at; i < end; i++) {
        if (!component.holds(text.charAt(i))) {
          throw refuse(i, "has a character that it may not have");
        }
      }
      if (end - at < component.min()) {
        throw refuse(end, "is too short");
      }
      for (Check check : component.checks()) {
        Optional<String> fault = check.fault(text.substring(at, end));
        if (fault.isPresent()) {
          throw refuse(at, fault.get());
        }
      }
      at = end;
    }
    return at;
  }

  /** A refusal of what follows this identifier. */
  RefusalException refuse(int offset, String what) {
    return Element.refuse(offset, "(" + ai + ") " + what);
  }
}
