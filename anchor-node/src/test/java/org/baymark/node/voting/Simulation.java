package org.baymark.node.voting;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.baymark.node.voting.SimNode.Fate;
import org.baymark.protocol.log.Alliance;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.voting.Cosigned;
import org.baymark.protocol.voting.Electorate;
import org.baymark.protocol.voting.Message;
import org.baymark.protocol.voting.Report;

/**
 * One schedule: members, some of them liars, a network, crashes, leaders of the order that give
 * each member another one; all drawn from one seed, with a step of virtual time after another. Then
 * a calm, in which what is said arrives and liars are silent: now there has to be progress.
 */
final class Simulation implements SimNode.Watch {
  private static final int SAID_MAX = 1000;
  private static final int CALM_ROUNDS = 40;
  private static final int DRAIN_ROUNDS = 200; // crashes can make more messages than they take

  final Random random;
  final List<SimNode> honest = new ArrayList<>();
  final List<Persona> liars = new ArrayList<>();
  final List<Message> said = new ArrayList<>();
  final Promises promises;
  final Network network;

  private final Electorate before;
  private final Electorate after;
  private final Order order;
  private final Liar liar;
  private final double crash;
  private List<SimNode> awake = honest;
  private long seconds;
  private boolean isCalm;

  /**
   * @param n members, and one more if the members change on the way
   * @param lying how many of them lie, at most f
   */
  Simulation(long seed, int n, int lying, boolean changes, Plant plant) {
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    this.network = new Network(random);
    List<Persona> all = Persona.all(changes ? n + 1 : n);
    this.before = Persona.electorate(all.subList(0, n));
    this.after = Persona.electorate(all);
    Set<Integer> chosen = new HashSet<>();
    while (chosen.size() < lying) {
      chosen.add(random.nextInt(all.size()));
    }
    chosen.forEach(i -> liars.add(all.get(i)));
    this.promises = new Promises(plant, before, after, liars);
    all.stream()
        .filter(persona -> !liars.contains(persona))
        .forEach(persona -> honest.add(new SimNode(persona, plant, this::view, this)));
    this.liar = new Liar(this);
    this.crash = random.nextInt(3) == 0 ? random.nextDouble() * 0.25 : 0;
    this.order = new Order(random, promises, changes, !liars.isEmpty());
  }

  private Branch view(Block tip, long certifiedSize) {
    return new ModelBranch(tip, before, after, certifiedSize);
  }

  Electorate founders() {
    return before;
  }

  int quorum() {
    return Alliance.quorum(before.size());
  }

  @Override
  public Instant now() {
    return Instant.ofEpochSecond(seconds);
  }

  /** So many steps of anything, as often as this schedule's own mood has it. */
  void storm(int steps) {
    int[] often = {
      40,
      mood(3),
      liars.isEmpty() ? 0 : mood(15),
      mood(16),
      1,
      mood(6),
      mood(3),
      1,
      mood(4),
      mood(2)
    };
    int all = IntStream.of(often).sum();
    for (int i = 0; i < steps; i++) {
      int dice = random.nextInt(all);
      int what = 0;
      while (dice >= often[what]) {
        dice -= often[what++];
      }
      seconds++;
      List<SimNode> some = random.nextInt(8) == 0 ? honest : awake;
      step(what, some.get(random.nextInt(some.size())));
    }
  }

  /**
   * So many epochs of which each ends before more than one member knows what was prepared in it:
   * all close one head, one alone hears who reported it, and the others stop without it.
   */
  void lonely(int epochs) {
    for (int i = 0; i < epochs; i++) {
      SimNode one = honest.get(random.nextInt(honest.size()));
      int content = random.nextInt(2);
      honest.stream().filter(SimNode::mayClose).forEach(node -> node.close(content, Fate.LIVES));
      liar.reportTo(one);
      drain(List.of(one));
      network.calm(); // what it said is lost
      long epoch = one.recorded().epoch();
      honest.stream().filter(node -> node != one).forEach(node -> node.stop(fate()));
      liar.end(epoch);
      drain(honest);
      honest.forEach(this::follow);
    }
  }

  private int mood(int most) {
    return 1 + random.nextInt(most);
  }

  private void step(int what, SimNode node) {
    switch (what) {
      case 0 -> network.next(node).ifPresent(message -> node.hear(message, fate()));
      case 1 -> node.stop(fate());
      case 2 -> liar.act();
      case 3 -> close(node);
      case 4 -> repeat(node);
      case 5 -> follow(node);
      case 6 -> part();
      case 7 -> {
        if (crash > 0) {
          node.crash();
        }
      }
      case 8 -> spell(this::close);
      default -> spell(each -> each.stop(fate()));
    }
  }

  /** Others are cut off, and others are slow. */
  private void part() {
    network.part(honest);
    awake = new ArrayList<>(honest);
    while (awake.size() > 1 && random.nextInt(3) > 0) {
      awake.remove(random.nextInt(awake.size()));
    }
  }

  /** For a while all goes well for some. */
  private void spell(Consumer<SimNode> each) {
    awake.forEach(each);
    drain(awake);
    awake.forEach(this::follow);
  }

  private void repeat(SimNode node) {
    node.again().forEach(message -> network.send(node, honest, message));
  }

  private Fate fate() {
    if (isCalm || random.nextDouble() >= crash) {
      return Fate.LIVES;
    }
    return random.nextBoolean() ? Fate.BEFORE_RECORD : Fate.BEFORE_SEND;
  }

  private void close(SimNode node) {
    order.next(node, fate());
  }

  private void follow(SimNode node) {
    node.follow().flatMap(promises::block).ifPresent(block -> node.exchange(block, fate()));
  }

  @Override
  public void closed(Block block) {
    promises.closed(block);
  }

  @Override
  public void sent(SimNode node, Message message) {
    said(message);
    if (message instanceof Cosigned cosigned) {
      signed(node, Promises.tree(cosigned.note()));
    } else if (message instanceof Report report && !isCalm) {
      liar.heard(report);
    }
    network.send(node, honest, message);
  }

  private void signed(SimNode node, TreeHead head) {
    promises.signed(node.persona().name(), node.recorded().epoch(), head);
  }

  void said(Message message) {
    if (said.size() < SAID_MAX) {
      said.add(message);
    }
  }

  @Override
  public void minute(SimNode node, Minute minute) {
    if (minute instanceof Minute.Signed it) {
      signed(node, it.head().tree());
    } else if (minute instanceof Minute.Entered) {
      promises.entered(node.recorded());
    } else if (minute instanceof Minute.Certified it) {
      promises.certified(node.persona().name(), it.note());
    } else {
      promises.accused(minute);
    }
  }

  /** From now on all is heard, leaders are honest, liars are silent, and nobody crashes. */
  void calm() {
    isCalm = true;
    awake = honest;
    network.calm();
    long most = promises.highestCertifiable();
    for (int round = 0; round < CALM_ROUNDS; round++) {
      honest.forEach(this::repeat);
      drain(honest);
      honest.forEach(this::follow);
      drain(honest);
      honest.forEach(order::nextInACalm);
      drain(honest);
      if (honest.stream().allMatch(node -> node.recorded().certifiedSize() > most)) {
        return;
      }
      if (round % 3 == 2) {
        honest.forEach(node -> node.stop(Fate.LIVES));
        drain(honest);
      }
    }
    Promises.demand(false, () -> "no progress in a calm: " + honest);
  }

  private void drain(List<SimNode> nodes) {
    boolean isHeard = true;
    for (int round = 0; isHeard && round < DRAIN_ROUNDS; round++) {
      isHeard = false;
      for (SimNode node : nodes) {
        var message = network.next(node);
        message.ifPresent(it -> node.hear(it, fate()));
        isHeard |= message.isPresent();
      }
      seconds++;
    }
  }
}
