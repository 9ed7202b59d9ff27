package org.baymark.node.running;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.node.config.NodeConfig;
import org.baymark.node.http.StopAnswer;
import org.baymark.node.sequence.Chamber;
import org.baymark.node.sequence.LogStatus;
import org.baymark.node.voting.Recorded;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When this member ends an epoch: by itself, or because its operator asks. The execution's thread
 * owns it.
 */
final class Ending {
  private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

  private final Chamber chamber;
  private final StallRule stall;
  private final StopRule asked;

  /**
   * @param tick how often {@link #tick} comes
   */
  Ending(Chamber chamber, NodeConfig config, Duration tick) {
    this.chamber = chamber;
    this.stall = new StallRule(tick, config.stopAfter());
    Recorded own = chamber.recorded();
    this.asked =
        new StopRule(config.heartbeatEvery(), own.epoch(), own.stopped(), System.nanoTime());
  }

  /** See {@link StallRule#tick}. */
  void tick(LogStatus status, boolean isWaiting, boolean mayHelp) {
    look();
    if (stall.tick(status, isWaiting, mayHelp)) {
      LOG.atWarn().log("nothing is certified any more: ending the epoch");
      stop();
    }
  }

  private void look() {
    Recorded own = chamber.recorded();
    if (asked.isNow(own.epoch(), own.stopped(), System.nanoTime())) {
      stall.beginAnew();
    }
  }

  /**
   * Signs that this epoch has ended for this member, unless it did so before, or the epoch has just
   * begun. Who asks again after its own stop waits for others to open the next one.
   *
   * @param named the epoch that is meant, however young it is; empty: the present one
   */
  StopAnswer asked(Optional<Long> named) {
    look();
    long now = System.nanoTime();
    OptionalLong next = chamber.toStop();
    if (next.isPresent() && asked.mayStop(next.getAsLong(), named, now)) {
      stop();
      return new StopAnswer(chamber.ballot(), Optional.empty());
    }
    boolean isMeant =
        next.isPresent() && next.getAsLong() == chamber.recorded().epoch() && named.isEmpty();
    Optional<String> refusal = Optional.of(asked.refusal(now)).filter(any -> isMeant);
    refusal.ifPresent(why -> LOG.atInfo().addKeyValue("because", why).log("no stop signed"));
    return new StopAnswer(chamber.ballot(), refusal);
  }

  private void stop() {
    long before = chamber.recorded().stopped();
    chamber.stop();
    long after = chamber.recorded().stopped();
    if (after > before) {
      LOG.atWarn().addKeyValue("epoch", after).log("stop signed");
    }
  }
}
