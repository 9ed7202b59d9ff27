package org.baymark.gateway.web;

import static org.baymark.gateway.GatewayFixture.NOW;
import static org.baymark.gateway.GatewayFixture.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.baymark.gateway.GatewayFixture;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.TestNode;
import org.baymark.gateway.admission.Arrival;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.Device;
import org.baymark.gateway.store.DiskRoom;
import org.baymark.gateway.store.HiddenContents;
import org.baymark.gateway.store.Quarantine;
import org.baymark.gateway.store.StoredStatements;
import org.baymark.gateway.store.Tables;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each answer means what it says. */
class VitalsTest {
  private static final TestDevice DEVICE = TestDevice.named("a", Suite.EDDSA);
  private static final long NO_RESERVE = 0;

  @TempDir Path folder;
  @TempDir Path other;
  private GatewayFixture gateway;

  @BeforeEach
  void start() {
    gateway = GatewayFixture.start(folder).with(DEVICE);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private Optional<Vitals.Bridge> bridge = Optional.empty();
  private List<Device> stranded = List.of();
  private HiddenContents.Unended unended = new HiddenContents.Unended(false, 0);

  private String grade(String part) {
    return join(vitals(0).all()).stream()
        .filter(it -> it.name().equals(part))
        .map(it -> it.grade().name())
        .findFirst()
        .orElse("none");
  }

  @Test
  void anErasureThatLeftBytesIsWrongAndOneWhoseWordWaitsIsWorthKnowing() {
    assertEquals("OK", grade("erasures"));
    unended = new HiddenContents.Unended(false, 2);
    assertEquals("NOTE", grade("erasures"));
    unended = new HiddenContents.Unended(true, 2);
    assertEquals("WRONG", grade("erasures"));
  }

  private List<Part> bridgeSince(Duration away) {
    Instant since = NOW.plus(Duration.ofHours(2)).minus(away);
    bridge = Optional.of(new Vitals.Bridge(() -> Optional.of("refused"), () -> since));
    return join(vitals(0).all());
  }

  @Test
  void aBrokerMayBeAwayForAnHour() {
    assertFalse(wrong(bridgeSince(Duration.ofMinutes(59))).contains("bridge"));
    assertTrue(wrong(bridgeSince(Duration.ofMinutes(60))).contains("bridge"));
    assertEquals(List.of(), wrong(join(vitals(0).readiness())), "other doors are open");
  }

  private Vitals vitals(long reserve, String... doors) {
    Tables tables =
        Tables.of(
            OutgoingFixture.SELF.name(), OutgoingFixture.SELF.key(), new Quarantine(100, 100_000));
    return vitals(gateway.database, tables, reserve, doors);
  }

  private Vitals vitals(Database database, Tables tables, long reserve, String... doors) {
    return new Vitals(
        gateway.vertx,
        database,
        tables,
        new DiskRoom(database, folder, reserve),
        new Vitals.Anchoring(Optional::empty, () -> 2),
        () -> bridge,
        () -> Future.succeededFuture(unended),
        () -> stranded,
        List.of(doors),
        () -> NOW.plus(Duration.ofHours(2)));
  }

  private static List<String> wrong(List<Part> parts) {
    return parts.stream().filter(Part::isWrong).map(Part::name).toList();
  }

  @Test
  void theDoorsAreTriedAsADeviceWould() throws IOException {
    String mqtt = "mqtt://127.0.0.1:" + gateway.mqttPort;
    String coap = "coap://127.0.0.1:" + gateway.coapPort;
    assertEquals(List.of(), wrong(join(vitals(NO_RESERVE, mqtt, coap).readiness())));
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      free = socket.getLocalPort();
    }
    String nobodyTcp = "mqtts://127.0.0.1:" + free;
    String nobodyUdp = "coap://127.0.0.1:" + free;
    Vitals closed = vitals(NO_RESERVE, mqtt, nobodyTcp, nobodyUdp, coap);
    assertEquals(
        List.of("door " + nobodyTcp, "door " + nobodyUdp), wrong(join(closed.readiness())));
    assertEquals(Optional.empty(), join(closed.sickness()));
  }

  @Test
  void aDiskThatIsNearlyFullOrTakesNothingIsNotReadyAndStillHealthy() {
    assertEquals(List.of("disk"), wrong(join(vitals(Long.MAX_VALUE / 2).readiness())));
    Vitals vitals = vitals(NO_RESERVE);
    join(gateway.database.write(StoredStatements::allowNoMorePages));
    while (gateway.database.failure().isEmpty()) {
      gateway.intake.take(
          new Arrival(DEVICE.reports(1, 0, 1000).encoded(), "mqtt", "test", Optional.empty()));
    }
    assertEquals(List.of("store"), wrong(join(vitals.readiness())));
    assertEquals(Optional.empty(), join(vitals.sickness()));
  }

  @Test
  void aDeviceWhoseNewKeyIsRefusedIsWrong() {
    assertEquals("none", grade("devices"));
    Device device =
        new Device(
            1,
            DEVICE.name(),
            DEVICE.key().verifyingKey(),
            "us",
            Set.of(Kind.TELEMETRY),
            NOW,
            Optional.empty(),
            Optional.of("key-taken"),
            Optional.empty(),
            true);
    stranded = List.of(device, device);
    assertEquals("WRONG", grade("devices"));
    Part part = Judged.devices(stranded).orElseThrow();
    assertTrue(part.isWrong());
    assertTrue(part.sentence().startsWith(DEVICE.name() + " and 1 more "), part.sentence());
    assertTrue(part.sentence().contains("key-taken"), part.sentence());
  }

  @Test
  void whoeverHasNoTokenLearnsWhichPartIsAtFaultAndNothingElse() {
    Optional<String> why = Optional.of("/srv/secret/gateway.db: 7 bytes, 10.1.2.3:1883 refused");
    Knocks.Door door = new Knocks.Door(URI.create("mqtts://[fd00::1]:8883"), why);
    assertEquals("store: nothing is acknowledged", VitalsApi.forAnybody(Judged.store(why, 7)));
    assertEquals("disk: too little room", VitalsApi.forAnybody(Judged.disk(why, 7, 9)));
    assertEquals("door mqtts: nobody answers", VitalsApi.forAnybody(Judged.door(door)));
  }

  @Test
  void aStoreWhoseReadersHangIsSick() {
    CountDownLatch until = new CountDownLatch(1);
    for (int i = 0; i < 8; i++) { // enough for each of them
      gateway.database.read(
          transaction -> {
            try {
              until.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            return 0;
          });
    }
    Optional<String> sickness = join(vitals(NO_RESERVE).sickness());
    until.countDown();
    assertTrue(sickness.orElse("").contains("does not answer"), sickness::toString);
  }

  @Test
  void whatWaitsForTheAllianceTooLongIsNotWell() {
    try (TestNode node = OutgoingFixture.node();
        OutgoingFixture outgoing = new OutgoingFixture(other, node).with(DEVICE)) {
      outgoing.take(DEVICE.says(1, 0));
      outgoing.seal();
      Vitals vitals = vitals(outgoing.database, outgoing.tables, NO_RESERVE);
      assertEquals(List.of("alliance"), wrong(join(vitals.all())));
      assertEquals(7200.0, vitals.oldestSeconds(join(vitals.depth())));
      outgoing.anchor();
      OutgoingFixture.until(() -> outgoing.progress().anchoredBatches() == 1);
      assertEquals(List.of(), wrong(join(vitals.all())));
    }
  }
}
