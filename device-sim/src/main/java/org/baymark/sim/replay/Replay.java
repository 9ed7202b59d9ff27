package org.baymark.sim.replay;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.statement.Kind;
import org.baymark.sim.alliance.GatewayApi;
import org.baymark.sim.shell.Unusable;
import org.baymark.sim.uplink.Uplink;

/** Plays a recording to a gateway that runs, from the first row to the last anchored statement. */
final class Replay {
  /** Readings in one statement: 128 of at most 100 bytes each are below its 16,384. */
  static final int READINGS_MAX = 128;

  private static final String OWNER = "baymark replay";
  private static final long PROGRESS_SECONDS = 5;

  /** How long the last statements may wait for their answers when somebody stops us. */
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  /**
   * How to play.
   *
   * @param name a whole one, or what the names of all groups begin with
   * @param suite of new keys
   * @param speed how much faster than it was recorded; empty: as fast as the gateway takes it
   * @param rowsEach rows in a statement
   * @param patience how long to wait until all is anchored
   */
  record Manner(
      Optional<String> name,
      Optional<Suite> suite,
      Optional<Double> speed,
      int rowsEach,
      Duration patience) {}

  private final Recording recording;
  private final Manner manner;
  private final GatewayApi gateway;
  private final InstantSource clock;
  private final Consumer<String> progress;
  private final Tally tally = new Tally();
  private long answered; // at the last progress; the scheduler's
  private long silent; // seconds without an answer; the scheduler's

  Replay(
      Recording recording,
      Manner manner,
      GatewayApi gateway,
      InstantSource clock,
      Consumer<String> progress) {
    this.recording = recording;
    this.manner = manner;
    this.gateway = gateway;
    this.clock = clock;
    this.progress = progress;
  }

  /** The devices of the recording, each registered and started, by group. */
  private Map<String, ReplayDevice> devices(KeyFolder keys, Survey.Findings found)
      throws IOException, InterruptedException {
    Map<String, DevUrn> names = names(found);
    Map<String, SigningKey> signers = new LinkedHashMap<>();
    for (Map.Entry<String, DevUrn> each : names.entrySet()) {
      SigningKey key = keys.key(each.getValue(), manner.suite());
      gateway.addDevice(each.getValue(), key.verifyingKey(), OWNER, List.of(Kind.TELEMETRY));
      signers.put(each.getKey(), key);
    }
    // Only now, so that a gateway that refuses one of them costs none of them a start.
    Map<String, ReplayDevice> devices = new LinkedHashMap<>();
    for (Map.Entry<String, DevUrn> each : names.entrySet()) {
      SigningKey key = signers.get(each.getKey());
      if (key != null) {
        devices.put(each.getKey(), keys.start(each.getValue(), key));
      }
    }
    return devices;
  }

  /**
   * The names of the devices, by group.
   *
   * @throws IllegalArgumentException with a sentence if they are no names, or not different ones
   */
  private Map<String, DevUrn> names(Survey.Findings found) {
    Map<String, DevUrn> names = new LinkedHashMap<>();
    Set<DevUrn> taken = new HashSet<>();
    for (String group : found.clocks().keySet()) {
      DevUrn name = Names.of(manner.name(), String.valueOf(recording.file().getFileName()), group);
      if (!taken.add(name)) {
        throw new IllegalArgumentException("two groups would both be called " + name);
      }
      names.put(group, name);
    }
    return names;
  }

  /**
   * Plays it. An interrupt stops it: what is under way gets a few seconds, the devices' histories
   * are kept, and the report says that it was stopped.
   */
  Report play(
      Survey.Findings found, KeyFolder keys, Uplink uplink, ScheduledExecutorService scheduler)
      throws IOException, InterruptedException {
    Map<String, ReplayDevice> devices = devices(keys, found);
    Sender sender = new Sender(uplink, scheduler, tally);
    Instant begun = clock.instant();
    long start = System.nanoTime();
    Duration sending;
    boolean stopped = false;
    var shown =
        scheduler.scheduleAtFixedRate(
            () -> show(found), PROGRESS_SECONDS, PROGRESS_SECONDS, TimeUnit.SECONDS);
    try {
      send(devices, sender);
      sender.awaitQuiet();
    } catch (InterruptedException e) {
      stopped = true;
      sender.awaitQuiet(FAREWELL);
    } finally {
      sender.stop();
      shown.cancel(false);
      sending = Duration.ofNanos(System.nanoTime() - start);
      for (ReplayDevice device : devices.values()) {
        keys.stop(device);
      }
    }
    Optional<Report.Arrival> arrival = stopped ? Optional.empty() : arrival();
    Map<String, DevUrn> names = new LinkedHashMap<>();
    devices.forEach((group, device) -> names.put(group, device.name()));
    return new Report(
        recording.file().toString(),
        recording.wanted().values(),
        recording.gapFactor(),
        names,
        found,
        tally.numbers(),
        sending,
        arrival,
        begun);
  }

  /** On the scheduler's thread, one call after the other. */
  private void show(Survey.Findings found) {
    Tally.Numbers now = tally.numbers();
    boolean waiting = now.sentStatements() > now.answeredStatements();
    silent = waiting && now.answeredStatements() == answered ? silent + PROGRESS_SECONDS : 0;
    answered = now.answeredStatements();
    progress.accept(
        "sent "
            + now.sentRows()
            + " of "
            + found.playable()
            + " rows, acknowledged "
            + now.acknowledgedRows()
            + (silent > 0 ? "; no answer for " + silent + " s, trying again and again" : ""));
  }

  private void send(Map<String, ReplayDevice> devices, Sender sender)
      throws IOException, InterruptedException {
    Packs packs = new Packs(recording.wanted().values(), manner.rowsEach());
    Pace pace = new Pace(manner.speed());
    long start = System.nanoTime();
    recording.read(
        new Recording.Listener() {
          @Override
          public void row(Row row) throws IOException, InterruptedException {
            if (Thread.interrupted()) {
              throw new InterruptedException("stopped");
            }
            if (row.hasValue()) {
              sleepUntil(start + pace.due(row.moment().instant()).toNanos());
              Optional<Packs.Pack> full = packs.add(row);
              if (full.isPresent()) {
                say(devices, sender, full.get());
              }
            }
          }

          @Override
          public void malformed(long line, MalformedRow why) {
            // The survey has counted it.
          }
        });
    for (Packs.Pack pack : packs.rest()) {
      say(devices, sender, pack);
    }
  }

  private void say(Map<String, ReplayDevice> devices, Sender sender, Packs.Pack pack)
      throws IOException, InterruptedException {
    ReplayDevice device = devices.get(pack.group());
    if (device == null) {
      throw new Unusable(
          recording.file() + " changed while it was played: now it names '" + pack.group() + "'");
    }
    sender.send(device.say(pack.readings(), clock.instant()), pack.rows());
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    long left = nanos - System.nanoTime();
    if (left > 0) {
      TimeUnit.NANOSECONDS.sleep(left);
    }
  }

  private Optional<Report.Arrival> arrival() throws IOException {
    List<Digest> ids = tally.acknowledgedIds();
    progress.accept("all sent; waiting until " + ids.size() + " statements are anchored");
    long start = System.nanoTime();
    try {
      Anchoring.Outcome outcome = new Anchoring(gateway).await(ids, manner.patience());
      long stored = tally.rowsOf(ids) - tally.rowsOf(outcome.missing());
      long anchored = stored - tally.rowsOf(outcome.unanchored());
      Duration waited = Duration.ofNanos(System.nanoTime() - start);
      return Optional.of(new Report.Arrival(stored, anchored, waited));
    } catch (InterruptedException e) {
      return Optional.empty();
    }
  }
}
