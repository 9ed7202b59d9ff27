package org.baymark.gateway.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.Set;
import org.baymark.protocol.bytes.Refusal;
import org.junit.jupiter.api.Test;

class WrongTest {
  /** Those that a message's bytes alone cannot bring about; tests of their own do. */
  private static final Set<Refusal> ELSEWHERE =
      EnumSet.of(
          Refusal.BAD_KEY,
          Refusal.WRONG_TOPIC,
          Refusal.BUSY,
          Refusal.TOO_MANY_RECORDS,
          Refusal.WRONG_STATE,
          Refusal.WRONG_NONCE,
          Refusal.OLD_COMMAND,
          Refusal.EXPIRED_COMMAND);

  @Test
  void noReasonIsLeftOutOfTheTable() {
    Set<Refusal> tried = EnumSet.copyOf(ELSEWHERE);
    Wrong.all().forEach(wrong -> tried.add(wrong.refusal()));
    assertEquals(EnumSet.allOf(Refusal.class), tried);
  }
}
