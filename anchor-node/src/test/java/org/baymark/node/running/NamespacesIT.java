package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four members on networks of their own, under load, while what they send vanishes on the way. */
@Tag("one-release")
class NamespacesIT {
  private static final int MEMBERS = 4;
  private static final int CUT_MILLIS = 6_000;

  private final long seed = Long.getLong("faults.seed", System.nanoTime());

  @TempDir Path temporary;

  private static Net network() {
    try {
      return Namespaces.make(MEMBERS);
    } catch (IOException e) {
      String what = "skipped: no network namespaces here (it takes root and iproute2)";
      assertFalse("true".equals(System.getenv("CI")), what + ", and CI may not skip it");
      assumeTrue(false, what);
      throw new AssertionError(e);
    }
  }

  @Test
  void whatVanishesIsSentAgainAndThereIsOneLog() throws Exception {
    try (Net network = network();
        MemberProcesses members = new MemberProcesses(temporary, network, seed)) {
      members.startAll();
      try (Outsider outsider = new Outsider(members, "-Dfaults.seed=" + seed);
          Load one = Load.admitted(members, "one", seed)) {
        Net net = members.net();
        int leader = members.leader().orElse(0);
        net.between(member -> member == leader, Link.Weather.CUT);
        thenGoesOn(outsider, net, "its leader is alone", one);
        net.between(member -> member < 2, Link.Weather.CUT);
        nothingIsCertified(outsider);
        thenGoesOn(outsider, net, "two halves", one);
        for (int from = 1; from < MEMBERS; from++) {
          net.oneWay(from, 0, Link.Weather.CUT); // it sends, and hears nothing
        }
        thenGoesOn(outsider, net, "one is deaf", one);
        for (int from = 0; from < MEMBERS; from++) {
          net.oneWay(from, (from + 1) % MEMBERS, Link.Weather.CUT);
        }
        thenGoesOn(outsider, net, "a ring in one direction", one);
        net.everywhere(Link.Weather.CUT);
        nothingIsCertified(outsider);
        thenGoesOn(outsider, net, "everybody is alone", one);
        outsider.allIsWell(one);
      }
    }
  }

  /** With fewer than three of four that hear each other; what was on its way may arrive yet. */
  private static void nothingIsCertified(Outsider outsider) throws InterruptedException {
    Thread.sleep(CUT_MILLIS / 2);
    long before = outsider.largest();
    Thread.sleep(CUT_MILLIS / 2);
    assertEquals(before, outsider.largest());
  }

  private static void thenGoesOn(Outsider outsider, Net net, String what, Load load)
      throws Exception {
    Thread.sleep(CUT_MILLIS);
    net.everywhere(Link.Weather.FAIR);
    outsider.awaitProgress(what, load);
  }
}
