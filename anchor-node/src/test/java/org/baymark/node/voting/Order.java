package org.baymark.node.voting;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.baymark.node.voting.SimNode.Fate;
import org.baymark.protocol.index.Era;

/**
 * The order of commands: of each epoch an honest one, which says the same to all, or one that lies
 * and says what it likes to each, and takes back what it said.
 */
final class Order {
  private static final int CALM_HEIGHT = 6;

  private final Random random;
  private final Promises promises;
  private final boolean changes;
  private final boolean mayLie;
  private final Map<Era, Boolean> lying = new HashMap<>();
  private final double turning;
  private final int tall;

  Order(Random random, Promises promises, boolean changes, boolean mayLie) {
    this.random = random;
    this.promises = promises;
    this.changes = changes;
    this.mayLie = mayLie;
    this.turning = mayLie && random.nextInt(3) > 0 ? random.nextDouble() * 0.8 : 0;
    this.tall = 1 + random.nextInt(4);
  }

  /** The member's next command; or, of a lying leader, another beginning. */
  void next(SimNode node, Fate fate) {
    if (random.nextDouble() < turning) {
      List<Block> others = promises.blocks().stream().filter(node::mayTurnTo).toList();
      if (!others.isEmpty()) {
        node.exchange(others.get(random.nextInt(others.size())), fate);
      }
    } else if (node.mayClose() && node.heightInEpoch() < tall) {
      boolean lies =
          lying.computeIfAbsent(node.recorded().era(), any -> mayLie && random.nextInt(2) == 0);
      node.close(lies ? lie() : content(node), fate);
    }
  }

  void nextInACalm(SimNode node) {
    if (node.mayClose() && node.heightInEpoch() < CALM_HEIGHT) {
      node.close(content(node), Fate.LIVES);
    }
  }

  private int lie() {
    return changes && random.nextInt(4) == 0 ? Block.CHANGE : random.nextInt(2);
  }

  /** The same to all who are at the same place. */
  private int content(SimNode node) {
    int place = node.branch().hashCode() ^ node.recorded().era().hashCode();
    return changes && (place & 3) == 0 ? Block.CHANGE : place >>> 8 & 1;
  }
}
