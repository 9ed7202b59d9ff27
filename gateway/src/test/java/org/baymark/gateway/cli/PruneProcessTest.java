package org.baymark.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.cli.GatewayProgram.Ran;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pruning as an operator sees it: by command, by itself, and cut off. */
class PruneProcessTest {
  private static final TestDevice SENSOR = TestDevice.named("sensor", Suite.EDDSA);
  private static final int KILLS = 4;

  @TempDir Path work;
  private GatewayProgram gateway;
  private String dir = "";

  @BeforeEach
  void init() throws IOException, InterruptedException {
    gateway = GatewayProgram.init(work);
    dir = gateway.folder.path().toString();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private void say(int first, int count) throws IOException, InterruptedException {
    for (int i = first; i < first + count; i++) {
      assertEquals(200, gateway.say(SENSOR.says(1, i).encoded()));
    }
  }

  private Ran well(String... words) throws IOException, InterruptedException {
    Ran ran = gateway.baymark(words);
    assertEquals(0, ran.code(), ran.out() + ran.err());
    assertFalse((ran.out() + ran.err()).contains("\tat "), ran.err());
    return ran;
  }

  private static void assertSays(String text, String... words) {
    for (String word : words) {
      assertTrue(text.contains(word), text);
    }
  }

  private byte[] passport() throws IOException, InterruptedException {
    Path out = work.resolve("passport");
    Files.deleteIfExists(out);
    well("passport", SENSOR.name().text(), "--dir", dir, "--out", out.toString());
    return Files.readAllBytes(out);
  }

  private List<Path> files() throws IOException {
    Path folder = gateway.folder.path().resolve("pruned");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(".db")).sorted().toList();
    }
  }

  @Test
  void aGatewayThatRunsPrunesAndPassportsStayWhatTheyWere() throws Exception {
    Process running = gateway.start();
    gateway.believe(SENSOR);
    say(0, 5);
    gateway.awaitAnchored(5);
    byte[] before = passport();
    Ran young = well("gateway", "prune", "--older-than", "1h", "--dir", dir);
    assertSays(young.out(), "nothing was pruned");
    refusals();
    Ran pruned = well("gateway", "prune", "--older-than", "0s", "--dir", dir);
    assertSays(pruned.out(), "5 statements now in ", "batches-1-");
    assertArrayEquals(before, passport(), "the same, from the file");
    Ran check = well("gateway", "check", "--dir", dir);
    assertSays(check.out(), "from 5 statements", "ok    pruned batches 1 to ");
    Path file = files().get(0);
    assertSays(
        well("gateway", "check", file.toString(), "--dir", dir).out(), "every header signed");

    assertEquals(200, gateway.say(SENSOR.says(1, 2).encoded()), "it came again");
    say(5, 1);
    gateway.awaitAnchored(6);
    assertEquals(1, gateway.stats().path("duplicates").asLong());
    String backup = work.resolve("backup.db").toString();
    assertSays(
        well("gateway", "backup", backup, "--dir", dir).out(), "6 statements", "proof alone");
    assertSays(well("gateway", "check", backup).out(), "pruned batches 1 to ", "is not there");

    Files.move(file, work.resolve("taken"));
    Path out = work.resolve("passport");
    Ran without = well("passport", SENSOR.name().text(), "--dir", dir, "--out", out.toString());
    assertSays(without.err(), "not disclosed", "pruned/batches-1-", "lay it back");
    assertSays(well("gateway", "check", "--dir", dir).out(), "note  pruned batches 1 to ");
    GatewayProgram.stop(running);
  }

  /** What cannot be done is said in a sentence, and changes nothing. */
  private void refusals() throws IOException, InterruptedException {
    for (String wrong : List.of("", "90", "-1d", "PT-5S", "99999999999d")) {
      Ran ran = gateway.baymark("gateway", "prune", "--older-than=" + wrong, "--dir", dir);
      assertEquals(64, ran.code(), wrong + ran.out() + ran.err());
      assertSays(ran.err(), "--older-than");
    }
    String taken = Files.writeString(work.resolve("a file"), "mine").toString();
    Ran ran = gateway.baymark("gateway", "prune", "--older-than=0s", "--dir", dir, "--to", taken);
    assertEquals(1, ran.code(), ran.out());
    assertSays(ran.err(), "cannot make the folder", "a file");
    Ran none = gateway.baymark("gateway", "prune", "--older-than=0s", "--dir", dir + "-none");
    assertEquals(2, none.code(), none.out());
    assertEquals("mine", Files.readString(work.resolve("a file")));
    assertEquals(List.of(), files());
    assertFalse(well("gateway", "check", "--dir", dir).out().contains("pruned batches"));
  }

  @Test
  void bySettingsItPrunesByItself() throws Exception {
    String settings = Files.readString(gateway.folder.config());
    Files.writeString(
        gateway.folder.config(), settings.replace("keepMegabytes: 0", "keepMegabytes: 1"));
    Process running = gateway.start();
    gateway.believe(SENSOR);
    for (int i = 0; i < 150; i++) {
      assertEquals(200, gateway.say(SENSOR.reports(1, i, 1_000).encoded()), "10 kB each");
    }
    gateway.awaitAnchored(150);
    GatewayProgram.stop(running);
    running = gateway.start(); // it looks at its start, and then each ten minutes
    OutgoingFixture.until(
        () -> {
          try {
            return !files().isEmpty();
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
    GatewayProgram.stop(running);
    assertSays(well("gateway", "check", "--dir", dir).out(), "ok    pruned batches 1 to ");
  }

  /** Whatever it was about, nothing is lost, and the next one ends it. */
  @Test
  void killedAtAnyMomentItLosesNothing() throws Exception {
    Process running = gateway.start();
    gateway.believe(SENSOR);
    say(0, 450);
    gateway.awaitAnchored(450);
    byte[] before = passport();
    GatewayProgram.stop(running);
    for (int i = 0; i < KILLS; i++) {
      Process cut = gateway.begin("gateway", "prune", "--older-than", "0s", "--dir", dir);
      int seen = files().size();
      while (cut.isAlive() && files().size() == seen) {
        LockSupport.parkNanos(200_000);
      }
      cut.destroyForcibly();
      cut.waitFor();
      assertSays(well("gateway", "check", "--dir", dir).out(), "from 450 statements");
    }
    well("gateway", "prune", "--older-than", "0s", "--dir", dir);
    assertSays(well("gateway", "check", "--dir", dir).out(), "from 450 statements");
    running = gateway.start();
    assertArrayEquals(before, passport());
    GatewayProgram.stop(running);
  }
}
