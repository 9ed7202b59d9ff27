package org.baymark.gateway.transport.coap;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.baymark.protocol.cose.DevUrn;
import org.junit.jupiter.api.Test;

class UnderWayTest {
  private static final DevUrn ONE = new DevUrn("urn:dev:org:32473-one");
  private static final long LASTS = UnderWay.LASTS.toNanos();

  /** System.nanoTime() may be negative, and overflow. */
  private static final long BEGIN = Long.MAX_VALUE - 5;

  private final UnderWay underWay = new UnderWay();

  @Test
  void whatNobodyEndsIsOverAfterAWhile() {
    underWay.begin(ONE, BEGIN);
    underWay.endOld(BEGIN + LASTS - 1);
    assertTrue(underWay.has(ONE));
    underWay.endOld(BEGIN + LASTS);
    assertFalse(underWay.has(ONE));
  }

  @Test
  void anEndThatComesLateIsNotThatOfTheNextOne() {
    UnderWay.Ticket late = underWay.begin(ONE, BEGIN);
    underWay.endOld(BEGIN + LASTS);
    UnderWay.Ticket next = underWay.begin(ONE, BEGIN + LASTS);
    underWay.end(late);
    assertTrue(underWay.has(ONE));
    underWay.end(next);
    assertFalse(underWay.has(ONE));
  }
}
