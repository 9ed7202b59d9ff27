package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node that never ran knows of itself. */
class GroundTest {
  @TempDir Path folder;

  /** A founder can be removed in its first second, before anybody looks whether it is a member. */
  @Test
  void aFounderIsAMemberBeforeItsLogBegins() throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 2)) {
      int newcomer = alliance.newcomer();
      assertTrue(wasMember(alliance.setting(1)));
      assertFalse(wasMember(alliance.setting(newcomer)));
    }
  }

  private static boolean wasMember(Node.Setting setting) throws Exception {
    try (Opened opened = new Opened()) {
      Ground ground =
          Ground.open(
              setting,
              Belonging.genesis(setting),
              fault -> {
                throw new AssertionError(fault);
              },
              opened);
      assertEquals(Turnover.Role.ONE_OF_SEVERAL, ground.role());
      return ground.wasMember();
    }
  }
}
