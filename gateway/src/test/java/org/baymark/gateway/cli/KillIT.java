package org.baymark.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.access.PreSharedKeys;
import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The gateway is killed at random moments while devices speak to it over every transport at once:
 * after each, what was acknowledged is in the store once, with its bytes, what was not is there
 * once at most, and the batches are whole. {@code -Dcrash.rounds=300} makes it as many rounds, and
 * {@code -Dcrash.seed} the same moments again.
 */
@Tag("one-release")
class KillIT {
  private static final int ROUNDS = Integer.getInteger("crash.rounds", 8);
  private static final int EACH = 3; // devices of each transport
  private static final int LOAD_MILLIS = 1_200;
  private static final int START_MILLIS = 1_500;
  private static final String IDENTITY = "warehouse-7";
  private static final Bytes KEY = Bytes.ofUtf8("a shared key of 24 bytes");
  private static final List<Path> CLOCKS =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
          Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"));
  private static final List<String> JUMPS = List.of("+0", "+7h", "-7h", "+400d", "-3d", "-90s");

  private final long seed = Long.getLong("crash.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final CrashLedger ledger = new CrashLedger();
  private final CrashLoad load = new CrashLoad(ledger);

  @TempDir Path work;

  @Test
  void whatWasAcknowledgedIsThereOnceHoweverOftenItIsKilled() throws Exception {
    try (TestBroker broker = TestBroker.start(work.resolve("broker"));
        GatewayProgram program = GatewayProgram.init(work)) {
      run(program, broker, ROUNDS, Map.of(), () -> {});
    }
  }

  @Test
  void whileTheClockJumps() throws Exception {
    Path offset = work.resolve("offset");
    Files.writeString(offset, "+0\n");
    Map<String, String> clock = clock(offset);
    try (TestBroker broker = TestBroker.start(work.resolve("broker"));
        GatewayProgram program = GatewayProgram.init(work)) {
      run(
          program,
          broker,
          (ROUNDS + 3) / 4,
          clock,
          () -> write(offset, JUMPS.get(random.nextInt(JUMPS.size())) + "\n"));
    }
  }

  /** Only the clock that can be set: waiting for a time to pass is not what is tested. */
  private static Map<String, String> clock(Path offset) {
    Optional<Path> library = CLOCKS.stream().filter(Files::exists).findFirst();
    if (library.isEmpty()) {
      String what = "skipped: no libfaketime here (Debian: apt install libfaketime)";
      assertFalse("true".equals(System.getenv("CI")), what + ", and CI may not skip it");
      assumeTrue(false, what);
    }
    Map<String, String> environment = new HashMap<>();
    environment.put("LD_PRELOAD", library.orElseThrow().toString());
    environment.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    environment.put("DONT_FAKE_MONOTONIC", "1"); // its name in older releases
    environment.put("FAKETIME_FORCE_MONOTONIC_FIX", "0");
    environment.put("FAKETIME_TIMESTAMP_FILE", offset.toString());
    environment.put("FAKETIME_CACHE_DURATION", "1");
    return environment;
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @param disturb is done in the middle of each round
   */
  private void run(
      GatewayProgram program,
      TestBroker broker,
      int rounds,
      Map<String, String> environment,
      Runnable disturb)
      throws Exception {
    prepare(program, broker);
    for (int round = 0; round < rounds; round++) {
      String when = "round " + round + ", -Dcrash.seed=" + seed;
      if (random.nextInt(4) == 0) {
        killWhileItStarts(program);
        ledger.check(program.folder, when + ", at its start");
      }
      Process running = program.start(environment);
      load.begin();
      OutgoingFixture.until(load::isUnderWay); // a slow machine has its rounds, too
      park(random.nextInt(LOAD_MILLIS));
      disturb.run();
      if (random.nextInt(4) == 0) {
        new GatewayCaller(program.folder).post("/compact", GatewayCaller.JSON.createObjectNode());
      }
      park(random.nextInt(LOAD_MILLIS));
      running.destroyForcibly().waitFor();
      load.end();
      ledger.check(program.folder, when);
    }
    allArrives(program);
    System.out.printf(
        "killed %d times (-Dcrash.seed=%d): %d statements acknowledged, all there once: %s%n",
        rounds, seed, ledger.total(), ledger.numbers());
  }

  private static void park(int millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private void killWhileItStarts(GatewayProgram program) throws Exception {
    Process starting = program.begin("gateway", "run", "--dir", program.folder.path().toString());
    park(random.nextInt(START_MILLIS));
    starting.destroyForcibly().waitFor();
  }

  /** The doors, the devices, and a session at the broker, which takes for it from now on. */
  private void prepare(GatewayProgram program, TestBroker broker) throws Exception {
    program.set("coapDtls", "127.0.0.1:0");
    program.set("mqttRate", "0");
    program.set("deviceRate", "0");
    program.set("bridgeBroker", "tcp://127.0.0.1:" + broker.port());
    program.set("bridgeTopics", "baymark/v1/#");
    Files.writeString(
        program.folder.preSharedKeys(), PreSharedKeys.NONE.with(IDENTITY, KEY).text());
    for (int i = 0; i < EACH; i++) {
      load.add(
          "MQTT 3.1.1", false, device -> CrashLine.mqtt(port(program, "mqtt"), 4, device.topic()));
      load.add("MQTT 5", false, device -> CrashLine.mqtt(port(program, "mqtt"), 5, device.topic()));
      load.add("CoAP", false, any -> CrashLine.coap(port(program, "coap")));
      load.add(
          "CoAP over DTLS", false, any -> CrashLine.dtls(port(program, "coaps"), IDENTITY, KEY));
      load.add("HTTP", false, any -> CrashLine.http(URI.create(program.address("http"))));
      load.add("bridge", true, device -> CrashLine.mqtt(broker.port(), 5, device.topic()));
    }
    Process running = program.start();
    load.devices().forEach(program::believe);
    OutgoingFixture.until(() -> isSubscribed(program));
    GatewayProgram.stop(running);
  }

  private static boolean isSubscribed(GatewayProgram program) {
    return new GatewayCaller(program.folder)
        .get("/status")
        .toString()
        .contains("subscribed at the broker");
  }

  private static int port(GatewayProgram program, String scheme) {
    return URI.create(program.address(scheme)).getPort();
  }

  /** What the broker holds comes, and all of it is in batches that the alliance has. */
  private void allArrives(GatewayProgram program) throws Exception {
    Process running = program.start();
    OutgoingFixture.until(() -> ledger.isAllThere(program.folder));
    OutgoingFixture.until(
        () -> {
          var stats = program.stats();
          return stats.path("unbatched").asLong() == 0
              && stats.path("anchoredBatches").asLong() == stats.path("batches").asLong();
        });
    GatewayProgram.stop(running);
    ledger.check(program.folder, "at the end, -Dcrash.seed=" + seed);
    assertTrue(ledger.isAllThere(program.folder));
  }
}
