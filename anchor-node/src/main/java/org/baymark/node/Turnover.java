package org.baymark.node;

import io.vertx.core.Vertx;
import java.util.Optional;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.Renewal;
import org.baymark.node.sequence.MemberSets;
import org.baymark.node.sequence.Sequencer;
import org.baymark.protocol.registration.Member;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this node has to begin anew as what the log says it is by now: with its next keys, or as
 * one of several members. With its old keys it still co-signs the head that holds the change; only
 * where that head is certified it takes the new ones, or where it is not for long, since it may be
 * just these keys that cannot sign any more.
 */
final class Turnover {
  private static final Logger LOG = LoggerFactory.getLogger(Turnover.class);
  private static final long LOOK_MILLIS = 1_000;
  private static final int PATIENCE_LOOKS = 20;

  private final Vertx vertx;
  private final Node.Setting setting;
  private final Sequencer sequencer;
  private final boolean isAlone;
  private final Runnable again;
  private final long timer;
  private int waited; // looks; the timer's thread owns it

  private Turnover(
      Vertx vertx, Node.Setting setting, Sequencer sequencer, boolean isAlone, Runnable again) {
    this.vertx = vertx;
    this.setting = setting;
    this.sequencer = sequencer;
    this.isAlone = isAlone;
    this.again = again;
    this.timer = vertx.setPeriodic(LOOK_MILLIS, id -> look());
  }

  /**
   * @param isAlone whether the node runs as the only member
   * @param again is called once, and then nothing more
   */
  static Turnover start(
      Vertx vertx, Node.Setting setting, Sequencer sequencer, boolean isAlone, Runnable again) {
    return new Turnover(vertx, setting, sequencer, isAlone, again);
  }

  private void look() {
    Optional<MemberSets> sets = sequencer.status().members();
    if (sets.isPresent() && (hasCompany(sets.get()) || isRenewed(sets.get()))) {
      stop();
      LOG.atInfo().log("beginning anew as what the log says this member is");
      again.run();
    }
  }

  private boolean hasCompany(MemberSets sets) {
    return isAlone && sets.settled().members().size() > 1;
  }

  private boolean isRenewed(MemberSets sets) {
    Optional<Member> next = next();
    boolean isNamed = next.isPresent() && sets.now().members().contains(next.get());
    waited = isNamed ? waited + 1 : 0;
    return isNamed
        && (sets.settled().members().contains(next.orElseThrow()) || waited >= PATIENCE_LOOKS);
  }

  private Optional<Member> next() {
    try {
      return new Renewal(setting.folder()).card();
    } catch (FolderException e) {
      return Optional.empty(); // it is being written; and who proposes it hears what is wrong
    }
  }

  void stop() {
    vertx.cancelTimer(timer);
  }
}
