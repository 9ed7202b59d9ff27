package org.baymark.sim.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.baymark.protocol.bytes.Digest;
import org.baymark.sim.alliance.Alliance;
import org.baymark.sim.alliance.GatewayApi;
import org.baymark.sim.alliance.Launcher;
import org.baymark.sim.alliance.Program;
import org.baymark.sim.fleet.Fleet;
import org.baymark.sim.fleet.Misbehaviour;
import org.baymark.sim.journey.Enrolment;
import org.baymark.sim.journey.FleetOptions;
import org.baymark.sim.journey.Journey;
import org.baymark.sim.journey.Progress;
import org.baymark.sim.journey.Tally;
import org.baymark.sim.shell.ExitCode;
import org.baymark.sim.shell.LogFile;
import org.baymark.sim.shell.Screen;

/** The demonstration from its first process to its last line, top to bottom. */
final class Demo {
  private static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(1);
  private static final Duration SEAL_AFTER = Duration.ofSeconds(2);

  /** How long to wait, when something failed, for the word that it was Ctrl-C. */
  private static final Duration HESITATION = Duration.ofSeconds(1);

  private final FleetOptions options;
  private final Path folder;
  private final Optional<Path> json;
  private final boolean keep;
  private final int members;
  private final Launcher launcher;
  private final Screen screen;
  private final InstantSource clock;

  /** Counted down when somebody stops us. */
  private final CountDownLatch stopping = new CountDownLatch(1);

  /** What the demonstration has to admit at its end; nothing if all is well. */
  private final List<String> faults = new ArrayList<>();

  Demo(
      FleetOptions options,
      Path folder,
      Optional<Path> json,
      boolean keep,
      int members,
      Launcher launcher,
      Screen screen,
      InstantSource clock) {
    this.options = options;
    this.folder = folder;
    this.json = json;
    this.keep = keep;
    this.members = members;
    this.launcher = launcher;
    this.screen = screen;
    this.clock = clock;
  }

  /** Plays it; answers the exit code. */
  int run() throws IOException, InterruptedException {
    screen.line(
        String.format(
            Locale.ROOT,
            "Baymark demo: %d sensors, %d shipments, %d s, seed %d",
            options.devices(),
            Fleet.SHIPMENTS,
            options.length().toSeconds(),
            options.seed()));
    screen.line("All of it goes to " + folder);
    LogFile.open(Files.createDirectories(folder.resolve("logs")).resolve("demo.log"));
    Alliance alliance = new Alliance(launcher, folder);
    Thread hook =
        new Thread(
            () -> {
              stopping.countDown();
              screen.silence();
              alliance.close();
            });
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      return ExitCode.INTERRUPTED; // Ctrl-C came before anything was started
    }
    try {
      return play(alliance);
    } catch (InterruptedException | IOException e) {
      if (isStopping()) {
        return ExitCode.INTERRUPTED;
      }
      Optional<String> dead = alliance.obituary();
      if (dead.isPresent()) {
        throw new IOException(dead.get(), e);
      }
      throw e;
    } finally {
      alliance.close();
    }
  }

  /** Ctrl-C goes to our programs too, and they may end of it before we have heard of it. */
  private boolean isStopping() {
    try {
      return stopping.await(HESITATION.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // A second program has ended: the first one is what there is to tell.
      return false;
    }
  }

  private int play(Alliance alliance) throws IOException, InterruptedException {
    Thread main = Thread.currentThread();
    alliance.onDeath(main::interrupt);
    GatewayApi gateway = start(alliance);
    GatewayApi.Doors doors = gateway.doors();
    Fleet fleet = options.fleet(1);
    Enrolment.enrol(fleet, gateway);
    screen.line(
        "devices   "
            + fleet.sensors().size()
            + " sensors and two scanners registered; one more that nobody registers");
    sayWhoLies(fleet);
    try (Journey journey = new Journey(fleet, doors.mqtt(), doors.coap(), clock)) {
      screen.line("");
      long seconds = options.length().toSeconds();
      screen.line("The journey: scan, attach, seal, " + seconds + " s, detach, hand over, unseal");
      journey.begin();
      try (Progress shown = new Progress(screen, journey, gateway, options.length())) {
        shown.start();
        journey.travel(options.length());
      }
      journey.end();
      return conclude(fleet, journey, gateway, alliance);
    }
  }

  private GatewayApi start(Alliance alliance) throws IOException, InterruptedException {
    if (members == 1) {
      alliance.initNode(CHECKPOINT_EVERY);
      screen.line("node      " + alliance.runNode().awaitReady().get(0));
    } else {
      alliance.initMembers(members, CHECKPOINT_EVERY);
      List<Program> nodes = alliance.runMembers();
      for (int member = 1; member <= members; member++) {
        String url = String.valueOf(nodes.get(member - 1).awaitReady().get(0));
        screen.line("member    " + url + "  " + alliance.company(member));
      }
    }
    alliance.initGateway(SEAL_AFTER);
    Program gateway = alliance.runGateway();
    screen.line(
        "gateway   "
            + String.join("  ", gateway.awaitReady().stream().map(String::valueOf).toList()));
    return alliance.api(gateway);
  }

  private void sayWhoLies(Fleet fleet) {
    List<Fleet.Sensor> all = new ArrayList<>(fleet.sensors());
    all.add(fleet.stranger());
    for (Fleet.Sensor sensor : all) {
      if (sensor.manner() != Misbehaviour.NONE) {
        screen.line(
            String.format(
                Locale.ROOT,
                "          %s  %s, over %s",
                sensor.device().name(),
                sensor.manner().words(),
                sensor.protocol() == Fleet.Protocol.MQTT ? "MQTT" : "CoAP"));
      }
    }
  }

  private int conclude(Fleet fleet, Journey journey, GatewayApi gateway, Alliance alliance)
      throws IOException, InterruptedException {
    Tally tally = journey.tally();
    Anchoring anchoring = Anchoring.await(tally.acceptedIds(), gateway, screen);
    List<Digest> forged = tally.forgedIds();
    Tally.Numbers numbers = tally.numbers();
    // What a gateway acknowledged, and what it stored without saying so, are both its fault.
    long forgedStored = (long) forged.size() - gateway.find(forged).missing().size();
    long forgedAccepted = Math.max(numbers.forgedAccepted(), forgedStored);
    JsonNode stats = gateway.stats();

    Path trust = folder.resolve("trust.policy");
    Files.copy(alliance.nodeFolder().resolve("trust.policy"), trust);
    Optional<Path> jurisdictions = Optional.empty();
    if (alliance.jurisdictions().isPresent()) {
      Path second = folder.resolve("jurisdictions.policy");
      Files.copy(alliance.jurisdictions().get(), second);
      jurisdictions = Optional.of(second);
    }
    Passports passports =
        new Passports(folder, new Stranger(launcher, trust, jurisdictions), screen);
    passports.write(fleet, gateway);
    new CoSigners(screen).show(passports.first());
    int verified = passports.verify(faults);
    passports.tamper(fleet, journey, faults);

    Summary summary =
        new Summary(
            numbers.sent(),
            numbers.accepted(),
            numbers.duplicates(),
            stats.path("batches").asLong(),
            anchoring.anchored(),
            passports.count(),
            verified,
            anchoring.lost(),
            forgedAccepted,
            numbers.unanswered(),
            numbers.refused());
    judge(summary, numbers, tally);
    summary.lines().forEach(screen::line);
    passports.whereabouts().forEach(screen::line);
    faults.forEach(fault -> screen.line("WRONG: " + fault));
    if (json.isPresent()) {
      summary.write(json.get());
    }
    if (keep) {
      stay(alliance);
    }
    return faults.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private void judge(Summary summary, Tally.Numbers numbers, Tally tally) {
    if (summary.lost() > 0) {
      faults.add(summary.lost() + " acknowledged statements are not stored and anchored");
    }
    if (summary.forgedAccepted() > 0) {
      faults.add(
          summary.forgedAccepted() + " forged statements were accepted; " + tally.complaint());
    }
    if (numbers.honestRefused() > 0) {
      faults.add(numbers.honestRefused() + " right statements were refused; " + tally.complaint());
    }
    if (numbers.unanswered() > 0) {
      faults.add(numbers.unanswered() + " statements had no answer");
    }
  }

  private void stay(Alliance alliance) throws InterruptedException {
    screen.line("");
    screen.line("All programs stay up; Ctrl-C stops them.");
    screen.line("  the gateway's folder for 'baymark device' and 'baymark passport':");
    screen.line("  " + alliance.gatewayFolder());
    new CountDownLatch(1).await();
  }
}
