package org.baymark.protocol.cose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The grammar of RFC 9039, section 3.2, as one pattern, says the same of every name. */
class DevUrnGrammarTest {
  private static final String IDENTIFIER = "[A-Za-z0-9.-]+";
  private static final String IDENTIFIERS = "(:" + IDENTIFIER + ")*";
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "urn:dev:("
              + "mac:([0-9a-f]{2})+|"
              + "ow:([0-9a-f]{2})+|"
              + ("org:[1-9][0-9]*-" + IDENTIFIER + IDENTIFIERS + "|")
              + ("os:[1-9][0-9]*-" + IDENTIFIER + IDENTIFIERS + "|")
              + ("ops:[1-9][0-9]*-[A-Za-z0-9.]+-" + IDENTIFIER + IDENTIFIERS + "|")
              + ("(?!(mac|ow|org|os|ops):)[a-z][a-z0-9]*:" + IDENTIFIER + IDENTIFIERS)
              + (")(_" + IDENTIFIER + ")*"));

  private static boolean compare(String name) {
    boolean valid = GRAMMAR.matcher(name).matches();
    assertEquals(valid, DevUrn.isValid(name), name);
    return valid;
  }

  /** Every name of up to five of these parts behind each subtype. */
  @Test
  void everyShortName() {
    String[] subtypes = {"mac:", "ow:", "org:1-", "os:", "ops:1-", "ops:1-a-", "x:", "o", "0", ""};
    String[] parts = {"", "0", "1", "a", "-", ".", ":", "_", "G", "~", "\u00e9"};
    int each = 11 * 11 * 11 * 11 * 11;
    for (String subtype : subtypes) {
      for (int i = 0; i < each; i++) {
        StringBuilder name = new StringBuilder("urn:dev:").append(subtype);
        for (int left = i, at = 0; at < 5; at++, left /= parts.length) {
          name.append(parts[left % parts.length]);
        }
        compare(name.toString());
      }
    }
  }

  @Test
  void changedNames() {
    String[] names = {
      "urn:dev:mac:acde48fffe234567_t",
      "urn:dev:ow:10e2073a01080063",
      "urn:dev:org:32473-foo:bar",
      "urn:dev:os:32473-12-5_a.b_c",
      "urn:dev:ops:32473-Refrigerator-5002:x",
      "urn:dev:example:new-1:f8:9_x"
    };
    Random random = new Random(9039);
    int valid = 0;
    for (int i = 0; i < 200_000; i++) {
      StringBuilder name = new StringBuilder(names[i % names.length]);
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        int at = random.nextInt(name.length());
        switch (random.nextInt(3)) {
          case 0 -> name.deleteCharAt(at);
          case 1 -> name.insert(at, (char) (' ' + random.nextInt(96)));
          default -> name.setCharAt(at, ":_-.0aZ".charAt(random.nextInt(7)));
        }
      }
      valid += compare(name.toString()) ? 1 : 0;
    }
    assertTrue(valid > 10_000 && valid < 190_000, "valid: " + valid);
  }
}
