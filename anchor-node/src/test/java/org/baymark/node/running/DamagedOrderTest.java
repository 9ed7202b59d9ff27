package org.baymark.node.running;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.baymark.node.folder.WorkingFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member finds that what Ratis kept for it does not read any more. */
class DamagedOrderTest {
  private static final int VICTIM = 2;

  @TempDir Path folder;

  private interface Damage {
    void to(Path file) throws IOException;
  }

  @Test
  void itBeginsWithACopyAndVotesOn() throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 3)) {
      alliance.startAll();
      alliance.admit(0, "gateway");
      long size = alliance.sameHead(3).size();
      Damage rubbish = file -> Files.write(file, new byte[] {1, 2, 3});
      size = isMended(alliance, size, "log_.*", DamagedOrderTest::flip);
      size = isMended(alliance, size, "raft-meta", rubbish);
      size = isMended(alliance, size, "raft-meta", Files::delete);
    }
  }

  /** All three have to certify, so the victim does if there is another head. */
  private static long isMended(RunningAlliance alliance, long size, String names, Damage damage)
      throws Exception {
    alliance.stop(VICTIM);
    Path kept = new WorkingFolder(alliance.folder(VICTIM)).order();
    List<Path> files;
    try (Stream<Path> all = Files.walk(kept)) {
      files = all.filter(file -> file.getFileName().toString().matches(names)).toList();
    }
    if (files.isEmpty()) {
      throw new AssertionError("Ratis has other files than " + names);
    }
    for (Path file : files) {
      damage.to(file);
    }
    alliance.start(VICTIM);
    alliance.admit(VICTIM, "after-" + size);
    return alliance.sameHead(size + 2).size();
  }

  /** One bit of the first entry. */
  private static void flip(Path file) throws IOException {
    byte[] octets = Files.readAllBytes(file);
    octets[60] ^= 0x10;
    Files.write(file, octets);
  }
}
