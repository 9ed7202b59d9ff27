package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.baymark.node.Alliance;
import org.baymark.node.sequence.LogStatus;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.MerkleTree;
import org.junit.jupiter.api.Test;

/** When a member ends an epoch by itself. */
class StallRuleTest {
  private static final Duration TICK = Duration.ofSeconds(1);

  private long certified = 0;

  /**
   * n: something new that is not certified, and enough are there; -: all is certified; c: the same
   * is certified and something new came; w: all is certified and a command waits for its place; a:
   * as n, but too few are there.
   */
  private String ticks(StallRule rule, String ticks) {
    StringBuilder stops = new StringBuilder();
    for (char tick : ticks.toCharArray()) {
      certified += tick == 'c' ? 1 : 0;
      boolean isNew = tick != '-' && tick != 'w';
      LogStatus status = status(certified, certified + (isNew ? 1 : 0));
      stops.append(rule.tick(status, tick == 'w', tick != 'a') ? 'S' : '.');
    }
    return stops.toString();
  }

  private static LogStatus status(long certified, long size) {
    Checkpoint head = new Checkpoint(Alliance.ORIGIN, certified, MerkleTree.EMPTY_ROOT);
    NoteSignature line = Alliance.KEYS.logSigner(Alliance.ORIGIN).signCheckpoint(head);
    Optional<LogStatus.Published> published =
        certified == 0
            ? Optional.empty()
            : Optional.of(new LogStatus.Published(new SignedCheckpoint(head, List.of(line)), 0));
    return new LogStatus(size, size, published, Optional.empty());
  }

  private static StallRule rule(long seconds) {
    return new StallRule(TICK, Optional.of(Duration.ofSeconds(seconds)));
  }

  @Test
  void progressAndSilenceStopNothing() {
    assertEquals("............", ticks(rule(3), "nncnncnn----"));
  }

  @Test
  void eachStopThatDoesNotHelpWaitsTwiceAsLong() {
    assertEquals("..S.....S...........S", ticks(rule(3), "nnnnnnnnnnnnnnnnnnnnn"));
    assertEquals("...S", ticks(rule(3), "cnnn"), "progress in between begins anew");
  }

  @Test
  void whileTooFewAreThereAnotherEpochWouldNotHelp() {
    assertEquals(".......S", ticks(rule(3), "naaaaann"));
  }

  @Test
  void whoKeepsCommandsToItselfIsFoundOut() {
    assertEquals("..S", ticks(rule(3), "www"));
    assertEquals(".....S", ticks(rule(3), "w-w--w"), "whoever asks does not ask all the time");
  }

  /** Those who end an epoch first take the others with them, who may have been about to. */
  @Test
  void whatWasBeforeAnEpochSaysNothingOfIt() {
    StallRule rule = rule(3);
    assertEquals("..", ticks(rule, "nn"));
    rule.beginAnew();
    assertEquals("..S", ticks(rule, "nnn"));
  }

  @Test
  void neverIsNever() {
    assertEquals(".....", ticks(new StallRule(TICK, Optional.empty()), "nnnnn"));
  }
}
