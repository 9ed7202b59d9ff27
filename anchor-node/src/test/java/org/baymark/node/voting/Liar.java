package org.baymark.node.voting;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.voting.Certificate;
import org.baymark.protocol.voting.Cosigned;
import org.baymark.protocol.voting.Head;
import org.baymark.protocol.voting.Message;
import org.baymark.protocol.voting.Opened;
import org.baymark.protocol.voting.Opening;
import org.baymark.protocol.voting.Report;
import org.baymark.protocol.voting.Stop;
import org.baymark.protocol.voting.StopSet;
import org.baymark.protocol.voting.Voice;

/** All liars together: they hear everything, and sign with their own keys whatever helps. */
final class Liar {
  private final Simulation sim;
  private final Random random;
  private final int[] lies; // some more often than others, and few of them in one schedule
  private final int ears; // how many of the members hear a lie, at most
  private final double echoes; // how often it reports what others report

  Liar(Simulation sim) {
    this.sim = sim;
    this.random = sim.random;
    this.lies = random.ints(1 + random.nextInt(6), 0, 7).toArray();
    this.ears = 1 + random.nextInt(3);
    this.echoes = random.nextInt(3) == 0 ? 0 : random.nextDouble();
  }

  void act() {
    Persona who = sim.liars.get(random.nextInt(sim.liars.size()));
    switch (lies[random.nextInt(lies.length)]) {
      case 0 -> someBlock().ifPresent(block -> report(who, head(block)));
      case 1 -> someBlock().ifPresent(block -> cosign(who, block));
      case 2 -> certificate().ifPresent(this::tellSome);
      case 3 -> stop(who);
      case 4 -> open(who);
      case 5 -> replay();
      default -> rubbish(who);
    }
  }

  /** Often all that it takes to make a certificate that one member alone knows of. */
  void heard(Report report) {
    if (!sim.liars.isEmpty() && random.nextDouble() < echoes) {
      sim.liars.forEach(who -> report(who, report.head()));
    }
  }

  /** What {@code one} closed last, to it alone. */
  void reportTo(SimNode one) {
    Head head = one.branch().head();
    sim.liars.forEach(who -> sim.network.post(one, Report.say(who.voice(), Persona.ORIGIN, head)));
  }

  /** Stops an epoch with nothing in its hands, and opens the next as if it were its turn. */
  void end(long epoch) {
    for (Persona who : sim.liars) {
      Stop stop = Stop.say(who.voice(), Persona.ORIGIN, epoch, Optional.empty());
      sim.said(stop);
      sim.honest.forEach(node -> sim.network.post(node, stop));
      Opened opened = opened(who, epoch);
      sim.honest.forEach(node -> sim.network.post(node, opened));
    }
  }

  private Optional<Block> someBlock() {
    List<Block> blocks =
        sim.promises.blocks().stream().filter(block -> block.height() > 0).toList();
    return blocks.isEmpty()
        ? Optional.empty()
        : Optional.of(blocks.get(random.nextInt(blocks.size())));
  }

  /** Mostly of its own epoch, sometimes of another. */
  private Head head(Block block) {
    return random.nextInt(4) == 0 ? Head.of(random.nextInt(4), block.tree()) : block.head();
  }

  private void report(Persona who, Head head) {
    Report report = Report.say(who.voice(), Persona.ORIGIN, head);
    sim.said(report);
    tellSome(report);
  }

  private void cosign(Persona who, Block block) {
    Checkpoint checkpoint = new Checkpoint(Persona.ORIGIN, block.height(), block.root());
    tellSome(
        new Cosigned(
            new SignedCheckpoint(checkpoint, List.of(who.line(checkpoint))), Optional.empty()));
  }

  /** A certificate that is genuine: what honest members reported, and what liars add. */
  private Optional<Certificate> certificate() {
    List<Report> reports = said(Report.class);
    if (reports.isEmpty()) {
      return Optional.empty();
    }
    Head head = reports.get(random.nextInt(reports.size())).head();
    NavigableMap<DevUrn, Report> over = new TreeMap<>();
    reports.stream().filter(it -> it.head().equals(head)).forEach(it -> over.put(it.member(), it));
    sim.liars.forEach(it -> over.put(it.name(), Report.say(it.voice(), Persona.ORIGIN, head)));
    return over.size() >= sim.quorum()
        ? Optional.of(new Certificate(List.copyOf(over.values())))
        : Optional.empty();
  }

  /** A certificate that nobody stands behind but the liar, in the names of others. */
  private Certificate forged() {
    Head head =
        new Head(
            random.nextInt(4),
            1 + random.nextInt(4),
            Digest.sha256(Bytes.ofUtf8("forged " + random.nextInt(3))));
    Head known = someBlock().map(Block::head).orElse(head);
    Head chosen = random.nextBoolean() ? known : head;
    List<Report> reports = new ArrayList<>();
    for (int i = 0; i < sim.founders().size(); i++) {
      reports.add(Report.say(forger(sim.founders().seats().get(i).name()), Persona.ORIGIN, chosen));
    }
    return new Certificate(reports);
  }

  private static Voice forger(DevUrn name) {
    return new Persona(name, Bytes.of(new byte[32])).voice();
  }

  private void stop(Persona who) {
    long epoch = someEpoch();
    Optional<Certificate> with =
        switch (random.nextInt(4)) {
          case 0 -> Optional.empty();
          case 1 -> Optional.of(forged());
          default -> certificate();
        };
    boolean fits = with.map(it -> it.head().epoch() <= epoch).orElse(true);
    Stop stop = Stop.say(who.voice(), Persona.ORIGIN, epoch, fits ? with : Optional.empty());
    sim.said(stop);
    tellSome(stop);
  }

  private long someEpoch() {
    SimNode node = sim.honest.get(random.nextInt(sim.honest.size()));
    return random.nextInt(8) == 0 ? random.nextInt(5) : node.recorded().epoch();
  }

  /** When it is its turn: any k stops that there are, and others for others. */
  private void open(Persona who) {
    List<Stop> stops = said(Stop.class);
    if (stops.isEmpty()) {
      return;
    }
    tellSome(opened(who, stops.get(random.nextInt(stops.size())).epoch()));
  }

  private Opened opened(Persona who, long epoch) {
    NavigableMap<DevUrn, Stop> set = new TreeMap<>();
    List<Stop> mixed = new ArrayList<>(said(Stop.class));
    Collections.shuffle(mixed, random);
    for (Stop stop : mixed) {
      if (stop.epoch() == epoch && set.size() < sim.quorum() + random.nextInt(2)) {
        set.putIfAbsent(stop.member(), stop);
      }
    }
    StopSet chosen = new StopSet(List.copyOf(set.values()));
    Opening opening = Opening.say(who.voice(), Persona.ORIGIN, epoch + 1, chosen.digest());
    return new Opened(opening, chosen);
  }

  private void replay() {
    List<Class<? extends Message>> kinds =
        List.of(Report.class, Certificate.class, Stop.class, Opened.class, Cosigned.class);
    List<? extends Message> same = said(kinds.get(random.nextInt(kinds.size())));
    if (!same.isEmpty()) {
      tellSome(same.get(random.nextInt(same.size())));
    }
  }

  /** Another's name, a certificate of nobody, another log. */
  private void rubbish(Persona who) {
    Head head = someBlock().map(this::head).orElse(new Head(0, 1, Digest.sha256(Bytes.EMPTY)));
    DevUrn victim = sim.honest.get(random.nextInt(sim.honest.size())).persona().name();
    tellSome(
        switch (random.nextInt(4)) {
          case 0 -> Report.say(forger(victim), Persona.ORIGIN, head);
          case 1 -> forged();
          case 2 -> Stop.say(forger(victim), Persona.ORIGIN, someEpoch(), Optional.empty());
          default -> Report.say(who.voice(), "another.example/log", head);
        });
  }

  private <T extends Message> List<T> said(Class<T> kind) {
    return sim.said.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private void tellSome(Message message) {
    for (int i = 0; i < ears; i++) {
      sim.network.post(sim.honest.get(random.nextInt(sim.honest.size())), message);
    }
  }
}
