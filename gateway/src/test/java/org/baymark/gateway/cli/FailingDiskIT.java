package org.baymark.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each write, flush and change of size of the store fails in turn under load, as if the disk were
 * full or broken, and where it was done all the same: nothing acknowledged is lost, nothing is
 * there twice, and the gateway goes on by itself. {@code -Dcrash.rounds} says how many.
 */
@Tag("one-release")
class FailingDiskIT {
  private static final int ROUNDS = Integer.getInteger("crash.rounds", 12);

  private final long seed = Long.getLong("crash.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final CrashLedger ledger = new CrashLedger();
  private final CrashLoad load = new CrashLoad(ledger);

  @TempDir Path work;

  @Test
  void nothingIsLostWhicheverWriteFails() throws Exception {
    FailingDisk disk = FailingDisk.in(work);
    try (GatewayProgram program = GatewayProgram.init(work)) {
      program.set("mqttRate", "0");
      program.set("deviceRate", "0");
      for (int i = 0; i < 3; i++) {
        load.add("MQTT 5", false, any -> CrashLine.mqtt(port(program, "mqtt"), 5, any.topic()));
        load.add("CoAP", false, any -> CrashLine.coap(port(program, "coap")));
        load.add("HTTP", false, any -> CrashLine.http(URI.create(program.address("http"))));
      }
      Process running = program.start(disk.environment());
      load.devices().forEach(program::believe);
      int restarts = 0;
      for (int round = 0; round < ROUNDS; round++) {
        boolean isFull = random.nextBoolean();
        boolean isDone = random.nextInt(3) == 0;
        // The first ones in turn; later ones come to checkpoints, too.
        int operation = round < ROUNDS / 2 ? 1 + round : 1 + random.nextInt(400);
        String when =
            "operation %d fails with %s%s, round %d, -Dcrash.seed=%d"
                .formatted(
                    operation,
                    isFull ? "ENOSPC" : "EIO",
                    isDone ? " and is done" : "",
                    round,
                    seed);
        load.begin();
        int before = disk.failed();
        disk.failAt(operation, isFull ? FailingDisk.ENOSPC : FailingDisk.EIO, isDone);
        OutgoingFixture.until(() -> disk.failed() > before);
        if (random.nextInt(3) == 0) {
          running.destroyForcibly().waitFor();
          restarts++;
        } else {
          long acknowledged = ledger.total();
          OutgoingFixture.until(() -> ledger.total() > acknowledged + 20);
        }
        load.end();
        ledger.check(program.folder, when);
        if (!running.isAlive()) {
          running = program.start(disk.environment());
        }
      }
      load.begin();
      long acknowledged = ledger.total();
      OutgoingFixture.until(() -> ledger.total() > acknowledged + 20);
      load.end();
      GatewayProgram.stop(running);
      ledger.check(program.folder, "at the end, -Dcrash.seed=" + seed);
      assertEquals(3, ledger.numbers().size());
      assertTrue(log(program).contains("the disk takes nothing any more"), "none was noticed");
      System.out.printf(
          "%d failures of the disk, %d kills (-Dcrash.seed=%d): %d statements acknowledged, all"
              + " there once: %s%n",
          disk.failed(), restarts, seed, ledger.total(), ledger.numbers());
    }
  }

  /** No answer is no error, and yet the gateway must not look well, nor let its clients wait. */
  @Test
  void aDiskThatHangsIsSaidToHangAndItGoesOnWhenTheDiskDoes() throws Exception {
    FailingDisk disk = FailingDisk.in(work);
    TestDevice device = TestDevice.named("patient", Suite.EDDSA);
    try (GatewayProgram program = GatewayProgram.init(work)) {
      Process running = program.start(disk.environment());
      program.believe(device);
      assertEquals(200, program.say(device.says(1, 0).encoded()));
      disk.hang();
      try (CrashLine line = CrashLine.mqtt(port(program, "mqtt"), 5, device.topic())) {
        CompletableFuture<CrashLine.Answer> waits =
            CompletableFuture.supplyAsync(() -> line.say(device.says(1, 1).encoded(), () -> false));
        OutgoingFixture.until(() -> ready(program).statusCode() == 503);
        assertTrue(
            ready(program).body().contains("store: nothing is acknowledged"),
            ready(program).body());
        assertEquals(200, program.ask("/healthz").statusCode(), "what it has can be read");
        assertEquals(503, program.say(device.says(1, 2).encoded()), "nobody is let wait");
        OutgoingFixture.until(() -> log(program).contains("the disk hangs in a write"));
        disk.goOn();
        assertEquals(CrashLine.Answer.STORED, waits.get(30, TimeUnit.SECONDS));
      }
      OutgoingFixture.until(() -> ready(program).statusCode() == 200);
      assertEquals(200, program.say(device.says(1, 2).encoded()));
      program.awaitAnchored(3);
      GatewayProgram.stop(running);
      assertTrue(log(program).contains("the disk has finished the write that it hung in"));
    }
  }

  private static String log(GatewayProgram program) {
    try {
      return Files.readString(program.folder.logs().resolve("gateway.log"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpResponse<String> ready(GatewayProgram program) {
    try {
      return program.ask("/readyz");
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int port(GatewayProgram program, String scheme) {
    return URI.create(program.address(scheme)).getPort();
  }
}
