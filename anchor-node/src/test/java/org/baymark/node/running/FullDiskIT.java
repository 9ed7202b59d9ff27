package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that fill up to the last byte under load: each member has a small one of its own. */
@Tag("one-release")
class FullDiskIT {
  private static final int MEMBERS = 4;
  private static final String SIZE = "160m";

  private final long seed = Long.getLong("faults.seed", System.nanoTime());
  private final List<Path> mounted = new ArrayList<>();

  @TempDir Path temporary;

  @BeforeEach
  void mount() throws Exception {
    for (int i = 0; i < MEMBERS; i++) {
      Path dir = Files.createDirectory(temporary.resolve("m" + i));
      if (!isDone("mount", "-t", "tmpfs", "-o", "mode=700,size=" + SIZE, "tmpfs", dir.toString())) {
        String what = "skipped: no disk can be mounted here (it takes root)";
        assertFalse("true".equals(System.getenv("CI")), what + ", and CI may not skip it");
        assumeTrue(false, what);
      }
      mounted.add(dir);
    }
  }

  @AfterEach
  void unmount() throws Exception {
    for (Path dir : mounted) {
      assertTrue(isDone("umount", "--lazy", dir.toString()), dir::toString);
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

  @Test
  void whoseDiskIsFullWaitsAndSaysSoAndTheOthersGoOn() throws Exception {
    try (MemberProcesses members = new MemberProcesses(temporary, MEMBERS, seed)) {
      members.startAll();
      try (Outsider outsider = new Outsider(members, "-Dfaults.seed=" + seed);
          Load one = Load.admitted(members, "one", seed);
          Load two = Load.admitted(members, "two", seed + 1)) {
        outsider.awaitProgress("the start", one, two);
        int leader = RunningAlliance.await("somebody leads", members::leader);
        int follower = (leader + 1) % MEMBERS;

        fill(follower);
        waits(members, follower);
        outsider.awaitProgress("the disk of a follower was full", one, two);
        members.kill(follower); // and started with a full disk it waits as well
        members.start(follower);
        waits(members, follower);
        free(follower);
        works(members, follower);

        leader = RunningAlliance.await("somebody leads", members::leader);
        fill(leader);
        waits(members, leader);
        outsider.awaitProgress("the disk of the leader was full", one, two);
        free(leader);
        works(members, leader);
        assertTrue(members.isRunning(leader), "it went on by itself");

        for (int i = 0; i < MEMBERS; i++) {
          fill(i);
        }
        for (int i = 0; i < MEMBERS; i++) {
          waits(members, i);
        }
        for (int i = 0; i < MEMBERS; i++) {
          free(i);
        }
        outsider.awaitProgress("all disks were full", one, two);
        outsider.allIsWell(one, two);
        for (int i = 0; i < MEMBERS; i++) {
          assertFalse(members.said(i).contains("\tat "), members.said(i));
        }
      }
    }
  }

  private Path ballast(int member) {
    return mounted.get(member).resolve("ballast");
  }

  /** To the last byte. */
  private void fill(int member) {
    byte[] block = new byte[4_096];
    try (OutputStream out = Files.newOutputStream(ballast(member))) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      // That was the last one.
    }
  }

  private void free(int member) throws IOException {
    Files.delete(ballast(member));
  }

  private static Optional<NodeClient.Answer> health(MemberProcesses members, int member) {
    try {
      return Optional.of(members.client(member).get("/healthz"));
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }

  /** For its operator, at its address, and where all members are asked. */
  private static void waits(MemberProcesses members, int member) throws Exception {
    String said =
        RunningAlliance.await(
            "member " + member + " says that its disk is full",
            () ->
                health(members, member)
                    .filter(it -> it.status() == 503)
                    .map(it -> it.body().utf8())
                    .filter(it -> it.contains("the disk of ")));
    assertTrue(said.contains(" is full: 0 MB are free"), said);
    assertTrue(members.said(member).contains("waiting for room on the disk"), "on standard error");
    assertTrue(members.isRunning(member), "it waits");
    NodeClient.Answer checkpoint = members.client(member).get("/checkpoint");
    assertEquals(503, checkpoint.status());
    assertEquals("cannot-run", checkpoint.title());
  }

  private static void works(MemberProcesses members, int member) {
    RunningAlliance.await(
        "member " + member + " works again",
        () -> health(members, member).filter(it -> it.status() == 200));
  }
}
