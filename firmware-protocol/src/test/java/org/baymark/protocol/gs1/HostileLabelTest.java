package org.baymark.protocol.gs1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.Subject;
import org.junit.jupiter.api.Test;

/** Any bytes at all: an answer, never an exception; and one spelling of every value. */
class HostileLabelTest {
  private static final String SET_82 =
      "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
  private static final String LOT = "https://id.gs1.org/01/09521234543213/10/";

  /** Every byte as a lot of its own and inside one: of set 82 in one spelling, or not at all. */
  @Test
  void everyCharacterHasOneSpellingOrNone() {
    assertEquals(82, SET_82.length());
    for (int c = 0; c < 256; c++) {
      String lot = "A" + (char) c;
      boolean ofSet82 = SET_82.indexOf(c) >= 0;
      String escaped = LOT + "A" + String.format("%%%02X", c);
      boolean plain = ofSet82 && (Character.isLetterOrDigit(c) || "-._".indexOf(c) >= 0);
      assertEquals(plain, Subject.isValid(LOT + lot), lot);
      assertEquals(ofSet82 && !plain, Subject.isValid(escaped), escaped);
      String sub = subject("]d2010952123454321310" + lot);
      // A separator ends the lot before it.
      String expected = c == 0x1d ? LOT + "A" : plain ? LOT + lot : ofSet82 ? escaped : "none";
      assertEquals(expected, sub, lot);
      assertEquals(c == 0x1d ? "none" : expected, subject("]Q1" + escaped), escaped);
    }
  }

  @Test
  void noOtherSpellingIsASubject() {
    for (String value :
        new String[] {"%2f", "%2", "%", "%41", "%2D", "%7E", "~", "%00", "A%", ""}) {
      assertFalse(Subject.isValid(LOT + value), value);
    }
    assertFalse(Subject.isValid(LOT + "."));
    assertFalse(Subject.isValid(LOT + ".."));
    assertFalse(Subject.isValid(LOT + "./21/A"));
    assertTrue(Subject.isValid(LOT + "..."));
    assertTrue(Subject.isValid(LOT + ".A/21/%2F.."));
    assertTrue(Subject.isValid(LOT + "%2F".repeat(20) + "/21/" + "%3F".repeat(20)));
    assertFalse(Subject.isValid(LOT + "%2F".repeat(21)));
  }

  /** Values of every length: what a label says and what its canonical link says is the same. */
  @Test
  void theCanonicalLinkReadsBackAsItself() {
    Random random = new Random(82);
    for (int round = 0; round < 2_000; round++) {
      String lot = value(random, 20);
      String serial = value(random, 20);
      String sub = subject("]Q3010952123454321310" + lot + "\u001d21" + serial);
      assertTrue(Subject.isValid(sub), sub);
      assertEquals(sub, subject(sub));
      assertEquals(sub, subject("]Q1" + sub.replace("https://id.gs1.org", "HTTP://a.b/x")));
    }
  }

  private static String value(Random random, int max) {
    StringBuilder text = new StringBuilder("0"); // never a dot alone
    while (text.length() < 1 + random.nextInt(max)) {
      text.append(SET_82.charAt(random.nextInt(SET_82.length())));
    }
    return text.toString();
  }

  /**
   * Labels with bytes changed, taken out and put in, and noise: refused in a sentence, or right.
   */
  @Test
  void anyBytesGetAnAnswer() {
    long seed = 20_240_601;
    Random random = new Random(seed);
    String[] seeds = {
      "]C100106141412345678908",
      "]d2010952123454321310A/1\u001d21S.1\u001d17261231",
      "]e08003095213210000189\u001d310300012542130~",
      "]E402345673|]e010A\u001d21B",
      "]Q1https://example.com/a/01/09521234543213/10/A%2FB/21/S?17=261231&x=y#z"
    };
    for (int round = 0; round < 200_000; round++) {
      StringBuilder text = new StringBuilder(seeds[round % seeds.length]);
      for (int change = random.nextInt(4); change >= 0; change--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(4)) {
          case 0 -> text.setCharAt(at, (char) random.nextInt(256));
          case 1 -> text.deleteCharAt(at);
          case 2 -> text.insert(at, (char) ('0' + random.nextInt(10)));
          default -> text.insert(at, text.substring(random.nextInt(at + 1), at));
        }
        text.append(text.length() == 0 ? "]" : "");
      }
      Bytes raw = Bytes.owning(text.toString().getBytes(StandardCharsets.ISO_8859_1));
      String where = "seed " + seed + ", round " + round + ": " + raw;
      if (Gs1.subjectOf(raw) instanceof Parsed.Refused<Subject> no) {
        assertTrue(no.offset() >= 0 && no.offset() <= raw.size(), where);
        assertTrue(no.detail().chars().allMatch(c -> c >= ' ' && c <= '~'), where);
      }
    }
  }

  private static String subject(String raw) {
    return Gs1.subjectOf(Bytes.owning(raw.getBytes(StandardCharsets.ISO_8859_1)))
        .match(Subject::text, no -> "none");
  }
}
