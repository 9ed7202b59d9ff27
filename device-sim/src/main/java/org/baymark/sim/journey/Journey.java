package org.baymark.sim.journey;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.baymark.protocol.cose.Sign1;
import org.baymark.sim.fleet.Delivery;
import org.baymark.sim.fleet.Delivery.Intent;
import org.baymark.sim.fleet.Fleet;
import org.baymark.sim.fleet.Fleet.Protocol;
import org.baymark.sim.fleet.Phase;

/**
 * One journey of a fleet against a gateway that runs: every sensor says where it stands, is
 * attached to its shipment, measures until the end, and is detached. So every run lies between two
 * brackets. The devices must be registered.
 */
public final class Journey implements AutoCloseable {
  private static final long TICK_MILLIS = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Fleet fleet;
  private final InstantSource clock;
  private final Tally tally = new Tally();
  private final ScheduledExecutorService scheduler =
      Executors.newScheduledThreadPool(2, Journey::daemon);
  private final Courier courier = new Courier(scheduler, tally);
  private final Uplinks uplinks;
  private final Map<Fleet.Sensor, Courier.Lane> lanes = new LinkedHashMap<>();
  private final Map<Fleet.Sensor, Sign1> firsts = new LinkedHashMap<>();
  private final Map<Fleet.Sensor, Integer> indices = new LinkedHashMap<>();
  private final Scanners scanners;
  private final Keepsakes keepsakes;
  private volatile Phase phase; // written by whoever travels

  /** Opens the connections. */
  public Journey(Fleet fleet, URI mqtt, URI coap, InstantSource clock) throws IOException {
    this.fleet = fleet;
    this.clock = clock;
    this.uplinks = new Uplinks(mqtt, coap, fleet.sensors().size(), scheduler);
    int number = 0;
    for (Fleet.Sensor sensor : everybody()) {
      lanes.put(sensor, courier.lane(uplinks.of(sensor.protocol(), number++)));
    }
    Courier.Lane ofScanner = courier.lane(uplinks.of(Protocol.MQTT, 0));
    Courier.Lane ofReceiver = courier.lane(uplinks.of(Protocol.MQTT, 1));
    this.scanners = new Scanners(fleet, ofScanner, ofReceiver, clock);
    this.phase = fleet.trip().phaseAt(0);
    this.keepsakes = new Keepsakes(fleet.shipments().size());
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "journey");
    thread.setDaemon(true);
    return thread;
  }

  private List<Fleet.Sensor> everybody() {
    List<Fleet.Sensor> all = new ArrayList<>(fleet.sensors());
    all.add(fleet.stranger());
    return all;
  }

  public Tally tally() {
    return tally;
  }

  /** The phase that the goods are in. */
  public Phase phase() {
    return phase;
  }

  /** The latest temperature of each shipment in Celsius, where there is one. */
  public List<Optional<BigDecimal>> temperatures() {
    return keepsakes.latest();
  }

  /** The warmest statement of each shipment's sensors, if there is one. */
  public Optional<Sign1> warmest(int shipment) {
    return keepsakes.warmest(shipment);
  }

  /**
   * Every device says hello, every sensor measures once, and then the shipments are scanned, the
   * sensors attached and the doors sealed.
   */
  public void begin() throws IOException, InterruptedException {
    for (Fleet.Sensor sensor : everybody()) {
      Instant now = clock.instant();
      Sign1 hello = sensor.device().hello(now);
      Sign1 first =
          sensor
              .device()
              .measure(fleet.trip().readings(sensor.number(), sensor.shipment(), 0, now), now);
      firsts.put(sensor, first);
      Intent intent = sensor.equals(fleet.stranger()) ? Intent.FORGERY : Intent.HONEST;
      lane(sensor).add(List.of(Delivery.of(hello, intent), Delivery.of(first, intent)));
    }
    scanners.hello();
    quiet("the sensors' first statements");
    scanners.begin(phase.place());
    quiet("the scans at the start");
  }

  /** Lets the devices measure until their schedules end, and waits for the last answer. */
  public void travel(Duration length) throws IOException, InterruptedException {
    Instant start = clock.instant();
    everybody().forEach(sensor -> sensor.device().begin(start));
    while (!everybody().stream().allMatch(sensor -> sensor.device().isDone())) {
      tick(length, start);
      // The devices wait for the clock, and so do we.
      Thread.sleep(TICK_MILLIS);
    }
    quiet("the last readings");
  }

  private void tick(Duration length, Instant start) {
    Instant now = clock.instant();
    for (Fleet.Sensor sensor : everybody()) {
      for (Sign1 said : sensor.device().tick(now)) {
        int index = indices.merge(sensor, 1, Integer::sum) - 1;
        keepsakes.look(sensor, said);
        lane(sensor).add(sensor.manner().deliveries(sensor, said, index, first(sensor)));
      }
    }
    double progress = Duration.between(start, now).toMillis() / (double) length.toMillis();
    Phase before = phase;
    phase = fleet.trip().phaseAt(progress);
    if (!phase.place().equals(before.place())) {
      scanners.scan(phase.place());
    }
  }

  /** Scans every shipment once more, detaches its sensors and hands it over. */
  public void end() throws IOException, InterruptedException {
    phase = fleet.trip().phaseAt(1);
    scanners.end(phase.place());
    quiet("the scans at the end");
    courier.stop();
  }

  private void quiet(String what) throws IOException, InterruptedException {
    if (!courier.awaitQuiet(PATIENCE)) {
      throw new IOException(
          courier.outstanding()
              + " statements had no answer from the gateway after "
              + PATIENCE.toSeconds()
              + " s, while waiting for "
              + what);
    }
  }

  private Courier.Lane lane(Fleet.Sensor sensor) {
    return Objects.requireNonNull(lanes.get(sensor));
  }

  private Sign1 first(Fleet.Sensor sensor) {
    return Objects.requireNonNull(firsts.get(sensor));
  }

  @Override
  public void close() {
    courier.stop();
    uplinks.close();
    scheduler.shutdownNow();
  }
}
