package org.baymark.sim.fleet;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;

/**
 * All devices of a journey. The same plan gives the same devices, keys, readings and lies; only the
 * times are those of the day.
 *
 * @param stranger a device that nobody registers
 * @param scanner the hand-held scanner that travels with the goods, and hands them over
 * @param receiver the scanner of the store that takes them
 */
public record Fleet(
    Trip trip,
    List<Shipment> shipments,
    List<Sensor> sensors,
    Sensor stranger,
    VirtualDevice scanner,
    VirtualDevice receiver) {
  public static final int SHIPMENTS = 5;

  /** Beyond this the simulator itself is what limits it. */
  public static final int DEVICES_MAX = 2_000;

  /** Statements a second that a plan stays below by measuring less often. */
  private static final int RATE_MAX = 400;

  private static final long EVERY_MILLIS = 1_000;

  /** The number of its key, among those of sensors from 0 and the scanner's -1. */
  private static final int RADIO = -8;

  private static final List<Misbehaviour> ROLES =
      List.of(
          Misbehaviour.REPLAYS,
          Misbehaviour.FORGES,
          Misbehaviour.CHANGED_ON_THE_WAY,
          Misbehaviour.EQUIVOCATES);

  /** How a device reaches the gateway. */
  public enum Protocol {
    MQTT,
    COAP
  }

  /**
   * One sensor of the fleet.
   *
   * @param number from 0
   * @param shipment index of the shipment it travels with
   * @param victim in whose name it speaks if it forges
   */
  public record Sensor(
      int number,
      VirtualDevice device,
      Misbehaviour manner,
      Protocol protocol,
      int shipment,
      DevUrn victim) {}

  /**
   * What a fleet follows from.
   *
   * @param devices sensors, 1 to {@link #DEVICES_MAX}
   * @param boot how often the devices have started
   * @param length of the journey
   */
  public record Plan(long seed, int devices, long boot, Duration length) {
    public Plan {
      if (devices < 1 || devices > DEVICES_MAX || length.toMillis() < 1_000) {
        throw new IllegalArgumentException("no fleet of " + devices + " for " + length);
      }
    }

    /** Between two measurements of one sensor; every sensor measures at least twice. */
    Duration every() {
      long wanted = Math.max(EVERY_MILLIS, devices * 1_000L / RATE_MAX);
      return Duration.ofMillis(Math.min(wanted, length.toMillis() / 2));
    }

    int count() {
      return (int) (length.toMillis() / every().toMillis());
    }

    /** Predictable to everyone: for a simulation and nothing else. */
    private SigningKey key(int number) {
      Suite suite = number / 2 % 2 == 0 ? Suite.ES256 : Suite.EDDSA;
      Bytes[] material = {Bytes.ofUtf8("baymark sim key v1"), octets(seed), octets(number)};
      Digest[] next = {Digest.sha256(material)};
      return SigningKey.ofSecret(
          suite,
          secret -> {
            System.arraycopy(next[0].bytes().unsafeArray(), 0, secret, 0, secret.length);
            next[0] = Digest.sha256(next[0].bytes());
          });
    }

    private DevUrn name(String product, int number) {
      String family = Digest.sha256(octets(seed)).hex().substring(0, 6);
      return new DevUrn(
          "urn:dev:ops:32473-" + product + "-" + family + "." + String.format("%04d", number));
    }

    private static Bytes octets(long value) {
      return Bytes.owning(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }
  }

  /** The fleet of this plan. */
  public static Fleet of(Plan plan) {
    Trip trip = Trip.coldChain(plan.seed());
    Random random = new Random(plan.seed());
    List<Shipment> shipments = new ArrayList<>();
    for (int i = 0; i < SHIPMENTS; i++) {
      shipments.add(Shipment.of(random));
    }
    List<Misbehaviour> manners = manners(plan.devices(), random);
    List<Sensor> sensors = new ArrayList<>();
    for (int i = 0; i < plan.devices(); i++) {
      DevUrn victim = plan.name("logger", (i + 1) % plan.devices());
      sensors.add(sensor(plan, trip, i, plan.name("logger", i), manners.get(i), victim));
    }
    DevUrn unknown = plan.name("stray", plan.devices());
    Sensor stranger =
        sensor(plan, trip, plan.devices(), unknown, Misbehaviour.UNREGISTERED, unknown);
    VirtualDevice scanner = scanner(plan, 0);
    VirtualDevice receiver = scanner(plan, 1);
    return new Fleet(
        trip, List.copyOf(shipments), List.copyOf(sensors), stranger, scanner, receiver);
  }

  /** Keys of sensors count from 0 up, those of scanners from -1 down. */
  private static VirtualDevice scanner(Plan plan, int number) {
    return new VirtualDevice(
        plan.name("scanner", number),
        plan.key(-1 - number),
        plan.boot(),
        VirtualDevice.Schedule.NEVER,
        (index, at) -> List.of());
  }

  /** One device for every role, as long as there are devices. */
  private static List<Misbehaviour> manners(int devices, Random random) {
    List<Misbehaviour> manners = new ArrayList<>(Collections.nCopies(devices, Misbehaviour.NONE));
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < devices; i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    for (int i = 0; i < Math.min(devices, ROLES.size()); i++) {
      manners.set(order.get(i), ROLES.get(i));
    }
    return manners;
  }

  private static Sensor sensor(
      Plan plan, Trip trip, int number, DevUrn name, Misbehaviour manner, DevUrn victim) {
    int shipment = number % SHIPMENTS;
    // Spread over the interval, so that they do not all speak at once.
    Duration offset = plan.every().multipliedBy(number).dividedBy(plan.devices() + 1);
    VirtualDevice.Schedule schedule =
        new VirtualDevice.Schedule(offset, plan.every(), plan.count());
    double steps = Math.max(1, plan.count() - 1);
    VirtualDevice device =
        new VirtualDevice(
            name,
            plan.key(number),
            plan.boot(),
            schedule,
            (index, at) -> trip.readings(number, shipment, index / steps, at));
    Protocol protocol = number % 2 == 0 ? Protocol.MQTT : Protocol.COAP;
    return new Sensor(number, device, manner, protocol, shipment, victim);
  }

  /** A sensor on a radio, which travels for itself and sends records; it says nothing unasked. */
  public static VirtualDevice radio(long seed, long boot) {
    Plan plan = new Plan(seed, 1, boot, Duration.ofSeconds(1));
    return new VirtualDevice(
        plan.name("radio", 0),
        plan.key(RADIO),
        boot,
        VirtualDevice.Schedule.NEVER,
        (index, at) -> List.of());
  }

  /** The sensors that travel with one shipment. */
  public List<Sensor> on(int shipment) {
    return sensors.stream().filter(sensor -> sensor.shipment() == shipment).toList();
  }
}
