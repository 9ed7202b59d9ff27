package org.baymark.gateway.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.baymark.gateway.upkeep.ClockCheck.Said;
import org.baymark.gateway.upkeep.Finding.Grade;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor makes of clocks, disks and files. */
class DoctorTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  @TempDir Path folder;

  /** What members say whose clocks are so many seconds ahead of ours. */
  private static List<Said> said(int... ahead) {
    return IntStream.of(ahead)
        .mapToObj(
            seconds ->
                new Said("m", NOW.plusSeconds(seconds), NOW.minusMillis(100), NOW.plusMillis(100)))
        .toList();
  }

  @Test
  void theMiddleMemberCountsAndNotTheOneWhoseClockIsWrong() {
    assertEquals(Grade.NOTED, ClockCheck.finding(List.of()).grade());
    assertEquals(Grade.WELL, ClockCheck.finding(said(0, 1, -86_400)).grade());
    Finding behind = ClockCheck.finding(said(60, 61, 59));
    assertEquals(Grade.NOTED, behind.grade());
    assertTrue(behind.sentence().startsWith("60 s behind the middle one of 3"), behind::toString);
    Finding ahead = ClockCheck.finding(said(-3600));
    assertEquals(Grade.WRONG, ahead.grade());
    assertTrue(ahead.sentence().contains("ahead of"), ahead::toString);
    assertTrue(ahead.sentence().contains("timedatectl"), ahead::toString);
  }

  @Test
  void aDateIsReadAsHttpWritesIt() {
    assertEquals(
        Optional.of(Instant.parse("1994-11-06T08:49:37Z")),
        ClockCheck.parse(Optional.of("Sun, 06 Nov 1994 08:49:37 GMT")));
    assertEquals(Optional.empty(), ClockCheck.parse(Optional.of("yesterday")));
    assertEquals(Optional.empty(), ClockCheck.parse(Optional.empty()));
  }

  @Test
  void theDiskIsMeasuredAndLeftAsItWas() throws Exception {
    DiskSpeed speed = DiskSpeed.measure(folder);
    assertTrue(speed.perSecond() > 0 && speed.slowestMillis() > 0, speed::toString);
    try (var left = Files.list(folder)) {
      assertEquals(List.of(), left.toList());
    }
    assertEquals(Grade.WELL, new DiskSpeed(200, 30).finding().grade());
    assertEquals(Grade.NOTED, new DiskSpeed(5, 30).finding().grade());
    assertEquals(Grade.NOTED, new DiskSpeed(200, 9_000).finding().grade());
  }

  @Test
  void aSecretThatOthersMayReadIsNamed() throws Exception {
    Path secret = Files.writeString(folder.resolve("gateway.key"), "x");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Path missing = folder.resolve("none");
    assertEquals(Grade.WELL, Secrets.look(List.of(secret, missing)).get(0).grade());
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));
    Finding open = Secrets.look(List.of(secret, missing)).get(0);
    assertEquals(Grade.WRONG, open.grade());
    assertTrue(open.sentence().contains("chmod 600 " + secret), open::toString);
    Path link = Files.createSymbolicLink(folder.resolve("link"), secret);
    assertEquals(Grade.WRONG, Secrets.look(List.of(link)).get(0).grade(), "what it leads to");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
    assertEquals(Grade.WELL, Secrets.look(List.of(secret)).get(0).grade(), "open to nobody");
  }
}
