package org.baymark.node.voting;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.voting.Message;

/**
 * One member's part in certifying heads, by the ten rules (PROTOCOL.md, section 22). It changes
 * only itself; what it answers has to be recorded before any of it leaves, and if it cannot be
 * recorded this voter must not be asked again. For one thread.
 */
public final class Voter {
  private final Draft draft;
  private final Preparing preparing;
  private final Cosigning cosigning;
  private final Epochs epochs;
  private Optional<TreeHead> follow = Optional.empty();

  Voter(String origin, Pen pen, Recorded recorded, List<Seen> seen, Rules rules) {
    this.draft = new Draft(origin, pen, recorded, rules);
    this.preparing = new Preparing(draft);
    this.cosigning = new Cosigning(draft, seen);
    this.epochs = new Epochs(draft, preparing, cosigning);
  }

  /**
   * The voter of the log {@code origin} that recorded this.
   *
   * @param seen in the epoch that it is in
   */
  public static Voter of(String origin, Pen pen, Recorded recorded, List<Seen> seen) {
    return new Voter(origin, pen, recorded, seen, Rules.WORD_FOR_WORD);
  }

  /** What it would be told if it woke up now. */
  public Recorded recorded() {
    return draft.own();
  }

  /** The only era in which a checkpoint may be closed on its branch. */
  public Era era() {
    return draft.own().era();
  }

  /** Whether it reports and co-signs in this epoch. */
  public boolean votes() {
    return draft.rules.votes(draft.own());
  }

  /**
   * The ledger closed a head.
   *
   * @param tree the head, its seal included
   * @param sealed the era that the seal names
   */
  public Step closed(TreeHead tree, Era sealed, Branch branch, Instant now) {
    preparing.closed(tree, sealed, branch);
    return done(branch, now);
  }

  /** The branch grew, or another took its place. */
  public Step moved(Branch branch, Instant now) {
    return done(branch, now);
  }

  /** A message of a peer, or of whom ever. */
  public Step heard(Message message, Branch branch, Instant now) {
    boolean isOfUse =
        message.match(
            report -> preparing.heard(report, branch),
            certificate -> preparing.heard(certificate, branch),
            stop -> epochs.heard(stop, branch),
            opened -> epochs.heard(opened, branch),
            cosigned -> cosigning.heard(cosigned, branch));
    // Most messages are said again in case they were lost; nothing follows from those.
    return isOfUse ? done(branch, now) : draft.take(follow);
  }

  /**
   * There is no progress, or an operator wants the epoch to end: signs a stop, or the next one if
   * nobody opened an epoch after the last.
   */
  public Step stop(Branch branch, Instant now) {
    epochs.stop(branch);
    return done(branch, now);
  }

  /** Which epoch {@link #stop} would end now; empty if it would sign nothing. */
  public OptionalLong toStop(Branch branch) {
    return epochs.toStop(branch);
  }

  /** What others may have missed. Saying it again changes nothing. */
  public List<Message> again(Branch branch) {
    Recorded own = draft.own();
    List<Message> all = new ArrayList<>();
    own.certified().map(note -> Cosigning.say(note, branch)).ifPresent(all::add);
    own.opened().ifPresent(all::add);
    own.report().ifPresent(all::add);
    own.highest().ifPresent(all::add);
    own.signed().map(it -> Cosigning.say(it.note(), branch)).ifPresent(all::add);
    all.addAll(epochs.stops());
    return all;
  }

  /** What follows from all that is known now, until nothing more does. */
  private Step done(Branch branch, Instant now) {
    int length;
    do {
      length = draft.length();
      cosigning.sign(preparing.held(), branch, now);
      if (cosigning.certify(branch)) {
        preparing.forget(draft.own().certifiedSize());
      }
      epochs.joinIn(branch);
      epochs.open(branch);
    } while (draft.length() > length);
    follow = toFollow(branch);
    return draft.take(follow);
  }

  /** The longest head that k members stand behind, and that the branch contradicts or lacks. */
  private Optional<TreeHead> toFollow(Branch branch) {
    Optional<TreeHead> start =
        Optional.of(draft.own().start()).filter(it -> it.size() > 0 && !branch.holds(it));
    return Stream.of(start, preparing.beyond(branch), cosigning.beyond(branch))
        .flatMap(Optional::stream)
        .max(Comparator.comparingLong(TreeHead::size));
  }
}
