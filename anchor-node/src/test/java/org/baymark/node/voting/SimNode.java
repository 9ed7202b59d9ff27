package org.baymark.node.voting;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.voting.Message;

/**
 * An honest member: what is on its disk, and what is lost when it crashes. Its branch and its
 * minutes are written together, as the lane does it.
 */
final class SimNode {
  private final Persona persona;
  private final Plant plant;
  private final BiFunction<Block, Long, Branch> view;
  private final Watch watch;

  // On the disk.
  private Block disk = Block.EMPTY;
  private Recorded recorded = Recorded.NOTHING;

  // In memory.
  private Block branch = Block.EMPTY;
  private Voter voter;
  private Optional<TreeHead> follow = Optional.empty();

  /** What sees every vote of an honest member that can leave, and when it enters an epoch. */
  interface Watch {
    Instant now();

    void closed(Block block);

    void minute(SimNode node, Minute minute);

    void sent(SimNode node, Message message);
  }

  SimNode(Persona persona, Plant plant, BiFunction<Block, Long, Branch> view, Watch watch) {
    this.persona = persona;
    this.plant = plant;
    this.view = view;
    this.watch = watch;
    this.voter = wake();
  }

  private Voter wake() {
    return new Voter(Persona.ORIGIN, persona.pen(), recorded, List.of(), plant.rules());
  }

  Persona persona() {
    return persona;
  }

  Recorded recorded() {
    return voter.recorded();
  }

  Block branch() {
    return branch;
  }

  Optional<TreeHead> follow() {
    return follow;
  }

  private Branch view() {
    return view.apply(branch, voter.recorded().certifiedSize());
  }

  void crash() {
    branch = disk;
    voter = wake();
    follow = Optional.empty();
    replay();
  }

  /** When the power fails within a step; never in a calm. */
  enum Fate {
    LIVES,
    BEFORE_RECORD,
    BEFORE_SEND
  }

  void hear(Message message, Fate fate) {
    run(() -> voter.heard(message, view(), watch.now()), fate);
  }

  void stop(Fate fate) {
    run(() -> voter.stop(view(), watch.now()), fate);
  }

  /** Whether the branch is one that may be continued in this era. */
  boolean mayClose() {
    TreeHead start = voter.recorded().start();
    boolean within = branch.height() == start.size() || isOfThisEra(branch);
    return branch.holds(start) && within;
  }

  /** How many heads it closed since the start of its epoch. */
  long heightInEpoch() {
    return branch.height() - voter.recorded().start().size();
  }

  /** Whether a lying leader of its epoch can make it go on from there. */
  boolean mayTurnTo(Block block) {
    Recorded own = voter.recorded();
    return isOfThisEra(block)
        && block.holds(own.start())
        && own.certified().map(note -> block.holds(Promises.tree(note))).orElse(true);
  }

  private boolean isOfThisEra(Block block) {
    return block.era().equals(voter.era()) || plant == Plant.ROOT_WITHOUT_EPOCH;
  }

  void close(int content, Fate fate) {
    Block next = branch.next(voter.era(), content, plant != Plant.ROOT_WITHOUT_EPOCH);
    run(() -> execute(next), fate);
  }

  private Step execute(Block next) {
    branch = next;
    watch.closed(next);
    Era sealed = isOfThisEra(next) ? voter.era() : next.era();
    return voter.closed(next.tree(), sealed, view(), watch.now());
  }

  /** Another branch takes the place of its own, executed from the beginning. */
  void exchange(Block tip, Fate fate) {
    List<Block> blocks = new ArrayList<>();
    for (Block block = tip;
        block.height() > 0;
        block = java.util.Objects.requireNonNull(block.parent())) {
      blocks.add(0, block);
    }
    for (Block block : blocks) {
      run(() -> execute(block), Fate.LIVES);
    }
    run(
        () -> {
          branch = tip;
          return voter.moved(view(), watch.now());
        },
        fate);
  }

  List<Message> again() {
    return voter.again(view());
  }

  private void run(Supplier<Step> question, Fate fate) {
    Step step = question.get();
    if (plant == Plant.SEND_BEFORE_RECORD) {
      step.messages().forEach(message -> watch.sent(this, message));
    }
    if (fate == Fate.BEFORE_RECORD) {
      crash();
      return;
    }
    Block before = branch;
    step.minutes().forEach(this::record);
    disk = branch;
    step.minutes().forEach(minute -> watch.minute(this, minute));
    if (fate == Fate.BEFORE_SEND) {
      crash();
      return;
    }
    if (plant != Plant.SEND_BEFORE_RECORD) {
      step.messages().forEach(message -> watch.sent(this, message));
    }
    follow = step.follow();
    boolean hasEntered = step.minutes().stream().anyMatch(Minute.Entered.class::isInstance);
    if (hasEntered || !before.equals(branch)) {
      replay();
    }
  }

  private void record(Minute minute) {
    recorded = recorded.after(minute, plant.rules().rank());
    if (minute instanceof Minute.Entered && branch.holds(recorded.start())) {
      branch = branch.at(recorded.start().size()).orElseThrow();
    }
  }

  /** After a roll-back, and where an epoch begins, the branch is executed again. */
  private void replay() {
    exchange(branch, Fate.LIVES);
  }

  @Override
  public String toString() {
    Recorded own = voter.recorded();
    return persona.name()
        + (" in epoch " + own.epoch() + " from " + own.start().size())
        + (" stopped " + own.stopped() + " certified " + own.certifiedSize())
        + (" at " + branch + (follow.isPresent() ? " follows " + follow.get().size() : ""));
  }
}
