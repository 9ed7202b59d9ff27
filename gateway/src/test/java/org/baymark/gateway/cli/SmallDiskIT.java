package org.baymark.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.cli.CrashLine.Answer;
import org.baymark.gateway.cli.GatewayProgram.Ran;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway on a small file system, which fills up to the last byte, or to the reserve. */
@Tag("one-release")
class SmallDiskIT {
  private static final TestDevice SENSOR = TestDevice.named("sensor", Suite.EDDSA);

  /** So many make a statement of some 6 KB. */
  private static final int READINGS = 500;

  private final CrashLedger ledger = new CrashLedger();
  private long seq;

  @TempDir Path work;
  private Path disk = Path.of("");
  private Optional<Path> mounted = Optional.empty();

  private void mount(String size) throws Exception {
    disk = Files.createDirectory(work.resolve("gateway")); // the folder that init makes
    if (!isDone("mount", "-t", "tmpfs", "-o", "mode=700,size=" + size, "tmpfs", disk.toString())) {
      String what = "skipped: no disk can be mounted here (it takes root)";
      assertFalse("true".equals(System.getenv("CI")), what + ", and CI may not skip it");
      assumeTrue(false, what);
    }
    mounted = Optional.of(disk);
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted.isPresent()) {
      assertTrue(isDone("umount", "--lazy", disk.toString()), "umount");
    }
  }

  private static boolean isDone(String... words) throws InterruptedException {
    try {
      return new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }

  private Path ballast() {
    return disk.resolve("ballast");
  }

  /** Adds to the ballast until no more than so many bytes are free. */
  private void fill(long free) {
    byte[] block = new byte[4_096];
    try (OutputStream out =
        Files.newOutputStream(ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (Files.getFileStore(disk).getUsableSpace() > free) {
        out.write(block);
      }
    } catch (IOException e) {
      // That was the last one.
    }
  }

  private Answer say(CrashLine line) {
    return say(line, 20);
  }

  private Answer say(CrashLine line, int readings) {
    Bytes statement = SENSOR.reports(1, seq, readings).encoded();
    ledger.said(statement);
    Answer answer = line.say(statement, () -> false);
    if (answer == Answer.STORED) {
      ledger.acknowledged("any", statement);
      seq++;
    }
    return answer;
  }

  /** The gateway tidies up meanwhile, and may give room back: that is filled, too. */
  private void untilFull(BooleanSupplier isSo) {
    OutgoingFixture.until(
        () -> {
          fill(0);
          return isSo.getAsBoolean();
        });
  }

  private static HttpResponse<String> ready(GatewayProgram program) {
    try {
      return program.ask("/readyz");
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void assertReads(GatewayProgram program) throws Exception {
    assertEquals(200, program.ask("/healthz").statusCode());
    GatewayCaller caller = new GatewayCaller(program.folder);
    assertFalse(caller.get("/statements").path("statements").isEmpty());
    Path out = Files.createTempFile(work, "passport", "");
    Files.delete(out);
    Ran passport =
        program.baymark(
            "passport",
            SENSOR.name().text(),
            "--dir",
            program.folder.path().toString(),
            "--out",
            out.toString());
    assertEquals(0, passport.code(), passport.err());
  }

  private static boolean says(GatewayProgram program, String... words) {
    try {
      Ran status = program.baymark("gateway", "status", "--dir", program.folder.path().toString());
      return status.code() == 1 && Stream.of(words).allMatch(status.out()::contains);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void nearlyFullItRefusesPolitelyAndFullItAcknowledgesNothingUntilThereIsRoom() throws Exception {
    mount("24m");
    try (GatewayProgram program = GatewayProgram.init(work)) {
      program.set("diskReserveMegabytes", "6");
      Process running = program.start();
      program.believe(SENSOR);
      try (CrashLine mqtt =
              CrashLine.mqtt(URI.create(program.address("mqtt")).getPort(), 5, SENSOR.topic());
          CrashLine coap = CrashLine.coap(URI.create(program.address("coap")).getPort());
          CrashLine http = CrashLine.http(URI.create(program.address("http")))) {
        for (CrashLine line : new CrashLine[] {mqtt, coap, http}) {
          assertEquals(Answer.STORED, say(line));
        }
        program.awaitAnchored(3);

        fill(5 << 20); // below the reserve
        OutgoingFixture.until(() -> ready(program).statusCode() == 503);
        assertTrue(ready(program).body().contains("disk: too little room"), ready(program).body());
        for (CrashLine line : new CrashLine[] {mqtt, coap, http}) {
          assertEquals(Answer.BUSY, say(line));
        }
        OutgoingFixture.until(() -> says(program, "WRONG disk", "statements are taken again from"));
        assertReads(program);
        Files.delete(ballast());
        OutgoingFixture.until(() -> say(http) == Answer.STORED);
        OutgoingFixture.until(() -> ready(program).statusCode() == 200);

        program.set("diskReserveMegabytes", "0"); // and then to the last byte
        Ran reload =
            program.baymark("gateway", "reload", "--dir", program.folder.path().toString());
        assertEquals(0, reload.code(), reload.err());
        untilFull(() -> say(http) == Answer.BUSY);
        untilFull(() -> ready(program).statusCode() == 503);
        untilFull(() -> say(mqtt) == Answer.BUSY);
        untilFull(() -> say(coap) == Answer.BUSY);
        untilFull(() -> says(program, "WRONG store", "the disk takes nothing"));
        ledger.check(program.folder, "full");

        Files.delete(ballast());
        OutgoingFixture.until(() -> say(http) == Answer.STORED);
        assertEquals(Answer.STORED, say(mqtt));
        assertEquals(Answer.STORED, say(coap));
        OutgoingFixture.until(() -> ready(program).statusCode() == 200);
        program.awaitAnchored(seq);

        untilFull(() -> say(http) == Answer.BUSY);
        running.destroyForcibly().waitFor();
      }
      Files.delete(ballast());
      ledger.check(program.folder, "killed while it was full");
      running = program.start();
      program.awaitAnchored(seq);
      GatewayProgram.stop(running);
      ledger.check(program.folder, "at the end");
    }
  }

  /** What the write-ahead log brings into the file once it is full is more than this reserve. */
  @Test
  void aSmallReserveIsEnoughToAnchorAllThatWasTaken() throws Exception {
    mount("60m");
    try (GatewayProgram program = GatewayProgram.init(work)) {
      program.set("diskReserveMegabytes", "10");
      Process running = program.start();
      program.believe(SENSOR);
      try (CrashLine line =
          CrashLine.mqtt(URI.create(program.address("mqtt")).getPort(), 5, SENSOR.topic())) {
        Answer answer = Answer.STORED;
        while (answer == Answer.STORED) {
          answer = say(line, READINGS);
        }
        assertEquals(Answer.BUSY, answer);
        assertTrue(ready(program).body().contains("disk: too little room"), ready(program).body());
        program.awaitAnchored(seq);
        assertTrue(Files.getFileStore(disk).getUsableSpace() > 4 << 20, "half of the reserve");
        assertFalse(says(program, "WRONG store"));
        ledger.check(program.folder, "anchored");
      }
      running.destroyForcibly().waitFor();
      running = program.start();
      OutgoingFixture.until(() -> ready(program).statusCode() == 503);
      GatewayProgram.stop(running);
      ledger.check(program.folder, "at the end");
    }
  }
}
