package org.baymark.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.baymark.gateway.access.Identities;
import org.baymark.gateway.access.Logins;
import org.baymark.gateway.access.RawKey;
import org.baymark.gateway.access.TlsFiles;
import org.baymark.gateway.admission.Arrival;
import org.baymark.gateway.admission.Counters;
import org.baymark.gateway.admission.Filing;
import org.baymark.gateway.admission.Intake;
import org.baymark.gateway.admission.Outcome;
import org.baymark.gateway.admission.Promiser;
import org.baymark.gateway.admission.Reveals;
import org.baymark.gateway.batch.SealRule;
import org.baymark.gateway.command.CommandDesk;
import org.baymark.gateway.registry.Addition;
import org.baymark.gateway.registry.DeviceRegistry;
import org.baymark.gateway.store.BatchLog;
import org.baymark.gateway.store.ClaimTable;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.Device;
import org.baymark.gateway.store.DeviceTable;
import org.baymark.gateway.store.DiskRoom;
import org.baymark.gateway.store.EventLog;
import org.baymark.gateway.store.HiddenContents;
import org.baymark.gateway.store.Outbox;
import org.baymark.gateway.store.Promises;
import org.baymark.gateway.store.Quarantine;
import org.baymark.gateway.store.RecordLog;
import org.baymark.gateway.store.Statements;
import org.baymark.gateway.store.StoredStatements;
import org.baymark.gateway.transport.coap.CoapAccess;
import org.baymark.gateway.transport.coap.CoapDoor;
import org.baymark.gateway.transport.coap.CoapIngress;
import org.baymark.gateway.transport.mqtt.MqttDoor;
import org.baymark.gateway.transport.mqtt.MqttDoor.Demand;
import org.baymark.gateway.transport.mqtt.MqttIngress;
import org.baymark.gateway.transport.mqtt.MqttLimits;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.papers.AllianceKeys;
import org.baymark.protocol.statement.Kind;

/** The half of a gateway that takes statements in, on free ports, over a folder of the test's. */
public final class GatewayFixture implements AutoCloseable {
  /** What every test that does not care about the time takes for now. */
  public static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private static final TestDevice SELF = TestDevice.named("gateway", Suite.EDDSA);
  private static final SealRule RULE = new SealRule(Duration.ofSeconds(60), 10_000, 1 << 20);
  public static final int CONNECTIONS_MAX = 8;

  public final Vertx vertx = Vertx.vertx();
  public final Database database;
  private final DeviceTable devices;
  public final DeviceRegistry registry;
  public final EventLog events = new EventLog();
  public final RecordLog records = new RecordLog(64, 8_192);
  public final Quarantine quarantine = new Quarantine(100, 100_000);
  public final Counters counters = new Counters();
  private final Promiser promiser = new Promiser(SELF.name(), SELF.key());
  public final CommandDesk commands;
  private final HiddenContents hidden;
  public final Reveals reveals;
  public final Intake intake;
  public final MqttIngress mqtt;
  public final CoapIngress coap;
  public final int mqttPort;
  public final int coapPort;

  public final List<Integer> mqttPorts;
  public final List<Integer> coapPorts;
  private final Optional<Logins> logins;

  private GatewayFixture(Path folder, long reserve, Doors doors, CoapDoors coapDoors) {
    database = Database.open(folder);
    Outbox outbox = new Outbox(SELF.name(), SELF.key());
    devices = new DeviceTable();
    registry = join(DeviceRegistry.open(database, devices, new ClaimTable(), outbox));
    InstantSource clock = InstantSource.fixed(NOW);
    hidden = HiddenContents.open(folder);
    reveals = new Reveals(registry, database, events, new Statements(), hidden);
    intake =
        new Intake(
            registry,
            events,
            records,
            quarantine,
            new Filing(
                AllianceKeys.of(Bytes.owning(new byte[32])),
                new BatchLog(outbox),
                new Promises(),
                new Statements(),
                RULE::batchesUntil),
            promiser,
            reveals,
            database,
            counters,
            new DiskRoom(database, folder, reserve),
            clock,
            doors.deviceRate(),
            2);
    commands = join(CommandDesk.open(SELF.name(), SELF.key(), database, registry, clock));
    mqtt =
        new MqttIngress(
            vertx,
            doors.doors(),
            new MqttLimits(CONNECTIONS_MAX, doors.mqttRate(), doors.unsentMax()),
            doors.tls(),
            doors.logins(),
            name -> isRevoked(registry, name),
            commands,
            intake,
            counters,
            clock);
    coap =
        new CoapIngress(
            vertx,
            coapDoors.doors(),
            coapDoors.access(registry),
            commands,
            intake,
            counters,
            clock);
    devices.watchRevoked(device -> mqtt.revoked(device.name()));
    commands.watch(mqtt::commanded);
    commands.watch(coap::commanded);
    devices.watchRevoked(device -> coap.revoked(device.name()));
    devices.watchRolledOver(coap::rolledOver);
    logins = doors.logins();
    mqttPorts = join(mqtt.start());
    mqttPort = mqttPorts.get(0);
    coapPorts = join(coap.start());
    coapPort = coapPorts.get(0);
  }

  /** Where CoAP clients come in, and what they show. */
  public record CoapDoors(
      List<CoapDoor> doors,
      int sessionsMax,
      Optional<Identities> identities,
      Optional<RawKey> own,
      Optional<TlsFiles> tls) {
    static final CoapDoors PLAIN =
        new CoapDoors(
            List.of(door(CoapDoor.Demand.NOTHING)),
            1,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public static CoapDoor door(CoapDoor.Demand demand) {
      return new CoapDoor("127.0.0.1", 0, demand);
    }

    private CoapAccess access(DeviceRegistry registry) {
      return new CoapAccess(
          sessionsMax,
          identities,
          own,
          tls,
          key ->
              registry.withKid(key.kid()).stream()
                  .filter(device -> device.key().equals(key))
                  .map(device -> device.name().text())
                  .findFirst(),
          name -> isRevoked(registry, name));
    }
  }

  private static boolean isRevoked(DeviceRegistry registry, String name) {
    return registry.list().stream().anyMatch(it -> it.isRevoked() && it.name().text().equals(name));
  }

  /** Where MQTT clients come in, and what they show. */
  public record Doors(
      List<MqttDoor> doors,
      Optional<TlsFiles> tls,
      Optional<Logins> logins,
      int mqttRate,
      int deviceRate,
      long unsentMax) {
    private static final long UNSENT_MAX = 64 << 20;

    static final Doors PLAIN =
        new Doors(List.of(door(false, false, Demand.NOTHING)), Optional.empty(), Optional.empty());

    /** Without limits of rate. */
    public Doors(List<MqttDoor> doors, Optional<TlsFiles> tls, Optional<Logins> logins) {
      this(doors, tls, logins, 0, 0, UNSENT_MAX);
    }

    /** A plain one, with limits of rate. */
    public static Doors slow(int mqttRate, int deviceRate) {
      return new Doors(
          PLAIN.doors(), Optional.empty(), Optional.empty(), mqttRate, deviceRate, UNSENT_MAX);
    }

    /** A plain one whose clients may all together leave so many bytes unread. */
    public static Doors unread(long unsentMax) {
      return new Doors(PLAIN.doors(), Optional.empty(), Optional.empty(), 0, 0, unsentMax);
    }

    public static MqttDoor door(boolean tls, boolean webSocket, Demand demand) {
      return new MqttDoor("127.0.0.1", 0, tls, webSocket, demand);
    }
  }

  /** One with these doors for MQTT. */
  public static GatewayFixture withDoors(Path folder, Doors doors) {
    return new GatewayFixture(folder, 0, doors, CoapDoors.PLAIN);
  }

  /** One with these doors for CoAP. */
  public static GatewayFixture withCoapDoors(Path folder, CoapDoors doors) {
    return withReserve(folder, 0, doors);
  }

  /** One that takes statements only while so many bytes of the disk are free, with more doors. */
  public static GatewayFixture withReserve(Path folder, long reserve, CoapDoors doors) {
    return new GatewayFixture(folder, reserve, Doors.PLAIN, doors);
  }

  public static GatewayFixture start(Path folder) {
    return withReserve(folder, 0);
  }

  /** One that takes statements only while so many bytes of the disk are free. */
  public static GatewayFixture withReserve(Path folder, long reserve) {
    return new GatewayFixture(folder, reserve, Doors.PLAIN, CoapDoors.PLAIN);
  }

  /** Adds {@code device} for telemetry alone. */
  public GatewayFixture with(TestDevice device) {
    return with(device, Kind.TELEMETRY);
  }

  public GatewayFixture with(TestDevice device, Kind... kinds) {
    Addition addition =
        join(
            registry.add(
                device.name(), device.key().verifyingKey(), "the test", Set.of(kinds), NOW));
    if (addition.result() != Addition.Result.ADDED) {
      throw new IllegalStateException(device.name() + ": " + addition.result());
    }
    return this;
  }

  public Device revoke(DevUrn name) {
    return join(registry.revoke(name, "lost", NOW)).orElseThrow();
  }

  /** Gives a device another key, as if the log held the one that it has. */
  public void rollOver(DevUrn name, VerifyingKey next) {
    join(
        database.write(
            transaction -> {
              Device device = devices.named(transaction, name).orElseThrow();
              devices.rollOver(transaction, device, next, 1, NOW);
              devices.changed(transaction, name);
              return 0;
            }));
  }

  public List<StoredStatements.Stored> stored() {
    return join(database.read(StoredStatements::all));
  }

  public List<Quarantine.Entry> refused() {
    return join(database.read(transaction -> quarantine.newest(transaction, 1000)));
  }

  /** Keeps the database busy until the latch opens; comes back when it is. */
  public Future<Integer> holdUpTheDatabase(CountDownLatch until) {
    CountDownLatch held = new CountDownLatch(1);
    Future<Integer> plug =
        database.write(
            transaction -> {
              held.countDown();
              await(until);
              return 0;
            });
    await(held);
    return plug;
  }

  /** Fills what may wait, behind a database that is held up, so that the next one is too much. */
  public void fillUp() {
    Arrival large =
        new Arrival(Bytes.owning(new byte[16_384]), "mqtt", "a flood", Optional.empty());
    while (!(intake.take(large).result() instanceof Outcome.Busy)) {}
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As Main stops a gateway: the reverse of its start. */
  @Override
  public void close() {
    join(Future.join(mqtt.stop(), coap.stop()));
    logins.ifPresent(Logins::close);
    intake.close();
    reveals.close();
    hidden.close();
    database.close();
    promiser.close();
    join(vertx.close());
  }

  public static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
