package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.junit.jupiter.api.Test;

/** What is said to others again, and when. */
class ToldTest {
  private static final DevUrn ONE = new DevUrn("urn:dev:org:32473-member1");
  private static final DevUrn TWO = new DevUrn("urn:dev:org:32473-member2");
  private static final long AGAIN = Told.AGAIN.toNanos();

  private final Told told = new Told();

  private boolean isDue(DevUrn member, String message, long nanos) {
    return told.isDue(member, Bytes.ofUtf8(message), nanos);
  }

  @Test
  void eachIsToldAtOnceAndAgainAfterAWhile() {
    long start = Long.MAX_VALUE - 1; // the clock begins anywhere, and turns over
    assertTrue(isDue(ONE, "a", start));
    assertFalse(isDue(ONE, "a", start));
    assertTrue(isDue(TWO, "a", start), "another member");
    assertTrue(isDue(ONE, "b", start), "another message");
    assertFalse(isDue(ONE, "a", start + AGAIN - 1));
    assertTrue(isDue(ONE, "a", start + AGAIN));
    assertFalse(isDue(ONE, "a", start + 2 * AGAIN - 1));
  }

  @Test
  void whoWasAwayIsToldAll() {
    assertTrue(isDue(ONE, "a", 0));
    assertTrue(isDue(ONE, "b", 0));
    assertTrue(isDue(TWO, "a", 0));
    told.lost(ONE);
    assertTrue(isDue(ONE, "a", 1));
    assertTrue(isDue(ONE, "b", 1));
    assertFalse(isDue(TWO, "a", 1));
  }

  @Test
  void aMemberThatSaysManyThingsFillsNoMemory() {
    for (int i = 0; i < 1_000; i++) {
      assertTrue(isDue(ONE, "message " + i, 0));
    }
    assertFalse(isDue(ONE, "message 999", 1));
    assertFalse(isDue(ONE, "message 936", 1));
    assertTrue(isDue(ONE, "message 0", 1), "it is said once more, and nothing is lost");
  }
}
