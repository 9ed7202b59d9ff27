package org.baymark.node.running;

import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.Set;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.Renewal;
import org.baymark.node.sequence.MemberSets;
import org.baymark.node.sequence.Sequencer;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.registration.Member;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this node has to begin anew as what the log says it is by now: with its next keys, as one
 * of several members, or as one that was removed. With its old keys it still co-signs the head that
 * holds the change; only where that head is certified it takes the new ones, or where it is not for
 * long, since it may be just these keys that cannot sign any more. Who was removed stays until the
 * order goes on without it, since the order may need it for just that change.
 */
final class Turnover {
  private static final Logger LOG = LoggerFactory.getLogger(Turnover.class);
  private static final long LOOK_MILLIS = 1_000;
  private static final int PATIENCE_LOOKS = 20;

  /** Between one epoch and the next nobody takes part: that is no answer. */
  private static final int OUT_LOOKS_MIN = 3;

  private static final int OUT_LOOKS_MAX = 60;

  private final Vertx vertx;
  private final Node.Setting setting;
  private final Sequencer sequencer;
  private final Role role;
  private final Optional<Several> several;
  private final Farewell farewell;
  private final Runnable again;
  private final long timer;
  private int waited; // looks; the timer's thread owns it, and the next two
  private int out; // looks since it is no member any more
  private boolean wasMember;
  private volatile boolean takesNext; // for any thread

  /** As what a node was started. */
  enum Role {
    ALONE,
    ONE_OF_SEVERAL,
    /** Removed. */
    PAST
  }

  private Turnover(
      Vertx vertx,
      Node.Setting setting,
      Sequencer sequencer,
      Ground ground,
      Optional<Several> several,
      Runnable again) {
    this.farewell = new Farewell(vertx, setting);
    this.vertx = vertx;
    this.setting = setting;
    this.sequencer = sequencer;
    this.several = several;
    this.role = ground.role();
    this.wasMember = ground.wasMember();
    this.again = again;
    this.timer = vertx.setPeriodic(LOOK_MILLIS, id -> look());
  }

  /**
   * @param ground as what this node started
   * @param several where it is one of them
   * @param again is called once, and then nothing more
   */
  static Turnover start(
      Vertx vertx,
      Node.Setting setting,
      Sequencer sequencer,
      Ground ground,
      Optional<Several> several,
      Runnable again) {
    return new Turnover(vertx, setting, sequencer, ground, several, again);
  }

  private void look() {
    Optional<MemberSets> sets = sequencer.status().members();
    if (role == Role.PAST || sets.isEmpty()) {
      return;
    }
    takesNext = isRenewed(sets.get());
    if (takesNext || hasCompany(sets.get()) || hasLeft(sets.get()) || wasSent(sets.get())) {
      stop();
      LOG.atInfo().log("beginning anew as what the log says this member is");
      again.run();
    }
  }

  private boolean hasCompany(MemberSets sets) {
    return role == Role.ALONE && sets.settled().members().size() > 1;
  }

  private boolean hasLeft(MemberSets sets) {
    wasMember |= Belonging.isOurs(setting, sets.settled());
    out = wasMember && Belonging.isOut(setting, sets) ? out + 1 : 0;
    Set<DevUrn> takingPart = several.map(Several::takingPart).orElse(Set.of());
    boolean isOutOfOrder = !takingPart.contains(setting.member().name());
    return out >= (isOutOfOrder ? OUT_LOOKS_MIN : OUT_LOOKS_MAX);
  }

  /** Who is not admitted yet, or has keys that wait for the votes, is let in by nobody either. */
  private boolean wasSent(MemberSets sets) {
    return role == Role.ONE_OF_SEVERAL
        && Belonging.isOurs(setting, sets.settled())
        && farewell.look(sets, hearsTooFew());
  }

  private boolean hearsTooFew() {
    return several.map(Several::votes).filter(Votes::hearsTooFew).isPresent();
  }

  /** Whether it begins anew with the keys that lie ready. */
  boolean takesNext() {
    return takesNext;
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
