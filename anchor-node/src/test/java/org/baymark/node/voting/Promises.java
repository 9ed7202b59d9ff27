package org.baymark.node.voting;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.voting.Electorate;

/**
 * What must hold whatever happens. Liars count as if they had co-signed every head: certifiable is
 * what they can make certified whenever they like.
 */
final class Promises {
  private final Plant plant;
  private final Electorate before;
  private final Electorate after;
  private final Set<DevUrn> liars = new HashSet<>();
  private final Map<TreeHead, Block> blocks = new LinkedHashMap<>();
  private final Map<Block, Set<DevUrn>> cosigners = new HashMap<>();
  private final Map<Block, Long> epochs = new HashMap<>(); // in which it was last co-signed
  private final Set<Block> certifiable = new LinkedHashSet<>();
  private final Map<Era, Block> starts = new LinkedHashMap<>();

  Promises(Plant plant, Electorate before, Electorate after, List<Persona> liars) {
    this.plant = plant;
    this.before = before;
    this.after = after;
    liars.forEach(liar -> this.liars.add(liar.name()));
    closed(Block.EMPTY);
  }

  /** An honest member executed it. */
  void closed(Block block) {
    blocks.putIfAbsent(block.tree(), block);
  }

  /** All that honest members executed. */
  Collection<Block> blocks() {
    return blocks.values();
  }

  Optional<Block> block(TreeHead head) {
    return Optional.ofNullable(blocks.get(head));
  }

  long highestCertifiable() {
    return certifiable.stream().mapToLong(Block::height).max().orElse(0);
  }

  static TreeHead tree(SignedCheckpoint note) {
    return new TreeHead(note.checkpoint().size(), note.checkpoint().root());
  }

  /** No two heads that contradict each other are certified. */
  void signed(DevUrn member, long epoch, TreeHead head) {
    Block block = block(head).orElseThrow();
    Set<DevUrn> theirs = cosigners.computeIfAbsent(block, any -> new HashSet<>(liars));
    Electorate members = block.changeBefore(block.height()).isPresent() ? after : before;
    boolean isNew = theirs.add(member);
    epochs.merge(block, epoch, Math::max);
    long votes = theirs.stream().filter(name -> members.seat(name).isPresent()).count();
    if (isNew && votes >= plant.rules().quorum(members) && certifiable.add(block)) {
      for (Block other : certifiable) {
        boolean agree =
            other.height() < block.height() ? block.holds(other.tree()) : other.holds(block.tree());
        demand(agree, () -> "two heads can be certified: " + block + " and " + other);
      }
      starts.forEach((era, start) -> recovers(era, start, block));
    }
  }

  /** No epoch begins without what was certified before, or still can be. */
  void entered(Recorded own) {
    Optional<Block> start = block(own.start());
    demand(start.isPresent(), () -> "an epoch starts at what nobody executed: " + own.start());
    starts.put(own.era(), start.orElseThrow());
    certifiable.forEach(block -> recovers(own.era(), start.orElseThrow(), block));
  }

  private void recovers(Era era, Block start, Block block) {
    demand(
        start.holds(block.tree()) || epochs.getOrDefault(block, 0L) >= era.epoch(),
        () -> "epoch " + era.epoch() + " starts at " + start + ", which loses " + block);
  }

  /** No honest member takes for certified what is not. */
  void certified(DevUrn member, SignedCheckpoint note) {
    demand(
        block(tree(note)).filter(certifiable::contains).isPresent(),
        () -> member + " takes for certified what is not: " + note.checkpoint());
  }

  /** Who keeps the rules is never convicted, and never takes its own record for lost. */
  void accused(Minute minute) {
    if (plant != Plant.NONE) {
      return; // who breaks one may be
    }
    if (minute instanceof Minute.Silenced it) {
      demand(false, () -> "an honest member fell silent: " + it.reason());
    } else if (minute instanceof Minute.Convicted it) {
      DevUrn culprit = it.conflict().member();
      demand(liars.contains(culprit), () -> "an honest member was convicted: " + culprit);
    } else if (minute instanceof Minute.CosignedTwice it) {
      demand(liars.contains(it.member()), () -> "an honest member was convicted: " + it.member());
    }
  }

  static void demand(boolean holds, Supplier<String> otherwise) {
    if (!holds) {
      throw new Violation(otherwise.get());
    }
  }
}
