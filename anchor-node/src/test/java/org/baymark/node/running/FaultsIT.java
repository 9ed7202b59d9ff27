package org.baymark.node.running;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four members as processes, under load, while they die and their links fail; and what a stranger
 * finds afterwards. {@code -Dfaults.seed=7 -Dfaults.rounds=50} plays others, and more.
 */
@Tag("one-release")
class FaultsIT {
  private static final int MEMBERS = 4;
  private static final int FAULT_MILLIS = 4_000;

  private enum Fault {
    LEADER_KILLED,
    ANYBODY_KILLED,
    TWO_KILLED,
    ONE_ALONE,
    HALVES,
    ONE_DEAF,
    SLOW,
    LOSSY
  }

  private final long seed = Long.getLong("faults.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @TempDir Path temporary;

  @Test
  void whatWasAnsweredIsInTheLogAndThereIsOneLog() throws Exception {
    try (MemberProcesses members = new MemberProcesses(temporary, MEMBERS, seed)) {
      members.startAll();
      try (Outsider outsider = new Outsider(members, replay());
          Load one = Load.admitted(members, "one", seed);
          Load two = Load.admitted(members, "two", seed + 1)) {
        for (Fault fault : faults()) {
          play(members, fault);
          heal(members);
          outsider.awaitProgress(fault.toString(), one, two);
        }
        outsider.allIsWell(one, two);
      }
    }
  }

  private String replay() {
    return "-Dfaults.seed=" + seed;
  }

  /** Each of them once, in a seeded order; or as many as the caller asks for. */
  private List<Fault> faults() {
    List<Fault> all = new ArrayList<>();
    int rounds = Integer.getInteger("faults.rounds", Fault.values().length);
    while (all.size() < rounds) {
      List<Fault> some = new ArrayList<>(Arrays.asList(Fault.values()));
      Collections.shuffle(some, random);
      all.addAll(some);
    }
    return all.subList(0, rounds);
  }

  private void play(MemberProcesses members, Fault fault) throws Exception {
    int one = random.nextInt(MEMBERS);
    int other = (one + 1 + random.nextInt(MEMBERS - 1)) % MEMBERS;
    switch (fault) {
      case LEADER_KILLED -> members.kill(members.leader().orElse(one));
      case ANYBODY_KILLED -> members.kill(one);
      case TWO_KILLED -> {
        members.kill(one);
        members.kill(other);
      }
      case ONE_ALONE -> members.net().between(member -> member == one, Link.Weather.CUT);
      case HALVES ->
          members.net().between(member -> member == one || member == other, Link.Weather.CUT);
      case ONE_DEAF -> {
        for (int from = 0; from < MEMBERS; from++) {
          members.net().oneWay(from, one, Link.Weather.CUT);
        }
      }
      case SLOW -> members.net().everywhere(Link.Weather.SLOW);
      case LOSSY -> members.net().everywhere(Link.Weather.LOSSY);
    }
    Thread.sleep(FAULT_MILLIS);
  }

  private static void heal(MemberProcesses members) throws Exception {
    members.net().everywhere(Link.Weather.FAIR);
    for (int member = 0; member < MEMBERS; member++) {
      if (!members.isRunning(member)) {
        members.start(member);
      }
    }
  }
}
