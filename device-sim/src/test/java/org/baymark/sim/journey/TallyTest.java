package org.baymark.sim.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.sim.fleet.Delivery;
import org.baymark.sim.fleet.Delivery.Intent;
import org.baymark.sim.uplink.Answer;
import org.baymark.sim.uplink.Answer.Outcome;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final Answer YES = new Answer(Outcome.ACCEPTED, "");

  private final Tally tally = new Tally();

  private static Delivery delivery(String what, Intent intent) {
    Bytes bytes = Bytes.ofUtf8(what);
    return new Delivery(new DevUrn("urn:dev:org:32473-a"), bytes, Digest.sha256(bytes), intent);
  }

  private void carry(Delivery delivery, Answer answer) {
    tally.sent(delivery);
    tally.settled(delivery, answer);
  }

  private static Answer no(String reason) {
    return new Answer(Outcome.REFUSED, reason + " (1): no");
  }

  @Test
  void whatIsSentIsAcceptedRepeatedRefusedOrUnanswered() {
    carry(delivery("a", Intent.HONEST), YES);
    carry(delivery("a", Intent.REPLAY), YES);
    carry(delivery("b", Intent.TWIN), YES);
    carry(delivery("c", Intent.FORGERY), no("unknown-key"));
    carry(delivery("d", Intent.CHANGED), no("bad-signature"));
    carry(delivery("e", Intent.CHANGED), no("bad-signature"));
    tally.sent(delivery("f", Intent.HONEST));
    Tally.Numbers numbers = tally.numbers();
    assertEquals(7, numbers.sent());
    assertEquals(2, numbers.accepted());
    assertEquals(1, numbers.duplicates());
    assertEquals(Map.of("unknown-key", 1L, "bad-signature", 2L), numbers.refused());
    assertEquals(3, numbers.refusedInAll());
    assertEquals(1, numbers.unanswered());
    assertEquals(0, numbers.forgedAccepted());
    assertEquals(0, numbers.honestRefused());
    assertEquals("", tally.complaint());
    assertEquals(3, tally.forgedIds().size());
    assertEquals(
        List.of(Digest.sha256(Bytes.ofUtf8("a")), Digest.sha256(Bytes.ofUtf8("b"))),
        tally.acceptedIds());
  }

  @Test
  void aForgeryThatIsAcceptedIsNotForgiven() {
    carry(delivery("c", Intent.FORGERY), YES);
    assertEquals(1, tally.numbers().forgedAccepted());
    assertTrue(tally.complaint().contains("forged"));
  }

  @Test
  void aRightStatementThatIsRefusedIsNotForgiven() {
    carry(delivery("a", Intent.HONEST), no("bad-event"));
    assertEquals(1, tally.numbers().honestRefused());
    assertTrue(tally.complaint().contains("bad-event"));
  }
}
