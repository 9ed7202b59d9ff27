package org.baymark.node.voting;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.baymark.protocol.voting.Message;

/**
 * What was said and is not heard yet, and what will be heard again. It delays, reorders, doubles
 * and loses, and now and then parts the members; some kinds of message travel better than others,
 * which it chooses anew in each schedule.
 */
final class Network {
  private static final int KINDS = 5;
  private static final int WAITING_MAX = 40; // of one kind, for one member

  private final Random random;
  private final Map<SimNode, List<List<Message>>> waiting = new HashMap<>();
  private final int[] ease = new int[KINDS];
  private final double loss;
  private Set<SimNode> island = new HashSet<>();

  Network(Random random) {
    this.random = random;
    for (int kind = 0; kind < KINDS; kind++) {
      ease[kind] = 1 + random.nextInt(8);
    }
    this.loss = random.nextInt(3) == 0 ? random.nextDouble() * 0.3 : 0;
  }

  private static int kind(Message message) {
    return message.match(report -> 0, certificate -> 1, stop -> 2, opened -> 3, cosigned -> 4);
  }

  /** Some of them hear some others no more, or all hear all again. */
  void part(Collection<SimNode> nodes) {
    island = new HashSet<>();
    if (random.nextInt(3) > 0) {
      nodes.stream().filter(any -> random.nextBoolean()).forEach(island::add);
    }
  }

  void send(SimNode from, Collection<SimNode> all, Message message) {
    for (SimNode to : all) {
      boolean isCut = island.contains(from) != island.contains(to);
      if (to != from && !isCut && random.nextDouble() >= loss) {
        post(to, message);
      }
    }
  }

  /** Of a liar, whom nothing stops. */
  void post(SimNode to, Message message) {
    List<Message> same = waiting(to).get(kind(message));
    if (same.size() >= WAITING_MAX) {
      same.remove(random.nextInt(same.size()));
    }
    same.add(message);
  }

  private List<List<Message>> waiting(SimNode to) {
    return waiting.computeIfAbsent(
        to,
        any -> {
          List<List<Message>> kinds = new ArrayList<>();
          for (int kind = 0; kind < KINDS; kind++) {
            kinds.add(new ArrayList<>());
          }
          return kinds;
        });
  }

  /** What {@code to} hears next; empty if nothing is on the way. */
  Optional<Message> next(SimNode to) {
    List<List<Message>> kinds = waiting(to);
    int all = 0;
    for (int kind = 0; kind < KINDS; kind++) {
      all += kinds.get(kind).isEmpty() ? 0 : ease[kind];
    }
    if (all == 0) {
      return Optional.empty();
    }
    int dice = random.nextInt(all);
    for (int kind = 0; kind < KINDS; kind++) {
      List<Message> same = kinds.get(kind);
      dice -= same.isEmpty() ? 0 : ease[kind];
      if (dice < 0) {
        return Optional.of(take(same));
      }
    }
    throw new IllegalStateException("of " + all + " is left " + dice);
  }

  private Message take(List<Message> same) {
    int last = same.size() - 1;
    int at = random.nextInt(same.size());
    boolean isDoubled = random.nextInt(16) == 0;
    if (isDoubled) {
      return same.get(at);
    }
    Message message = same.set(at, same.get(last));
    same.remove(last);
    return message;
  }

  /** All hear all from now on, and what was on the way is lost. */
  void calm() {
    waiting.clear();
    island = new HashSet<>();
    for (int kind = 0; kind < KINDS; kind++) {
      ease[kind] = 1;
    }
  }
}
