package org.baymark.node.voting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The ten rules under attack: no two heads that contradict each other can be certified, no epoch
 * starts without what was certified before it, and where messages arrive there is progress. And
 * that this test would see it otherwise: it finds every word that was left out of the rules.
 *
 * <p>{@code -Dvoting.schedules=1000000 -Dvoting.seed=7} runs others, and more.
 */
@Tag("one-release")
class SimulationTest {
  private static final int SCHEDULES = Integer.getInteger("voting.schedules", 40_000);
  private static final long SEED = Long.getLong("voting.seed", 1);

  /** A planted bug that is not found in so many schedules is not found. */
  private static final int SCHEDULES_TO_FIND = Integer.getInteger("voting.find", 40_000);

  /** Of sixteen shapes of schedules one begins with what chance alone hardly ever brings about. */
  private static final int LONELY = 6;

  /** What the schedule of {@code seed} finds wrong; empty if nothing. */
  private static Optional<String> run(long seed, Plant plant) {
    int shape = (int) Math.floorMod(seed, 16L);
    int n = shape < 11 ? 4 : shape < 15 ? 5 : 7;
    boolean changes = shape < 2;
    int liars = shape == 5 ? 0 : (n - 1) / 3;
    Simulation simulation = new Simulation(seed, n, liars, changes, plant);
    try {
      if (shape == LONELY) {
        simulation.lonely(3 + (int) Math.floorMod(seed / 16, 5L));
      }
      simulation.storm(60 + 40 * (int) Math.floorMod(seed / 16, 5L));
      if (plant.showsInACalm() && seed % 5 == 0) {
        simulation.calm();
      }
      return Optional.empty();
    } catch (Violation e) {
      String where = "seed " + seed + ", n = " + n + (changes ? ", one more joins" : "") + ": ";
      return Optional.of(where + e.getMessage());
    }
  }

  @Test
  void theTenRulesHold() {
    for (long seed = SEED; seed < SEED + SCHEDULES; seed++) {
      run(seed, Plant.NONE).ifPresent(wrong -> fail(wrong));
    }
    System.out.println(
        "voting: " + SCHEDULES + " schedules from seed " + SEED + " on, and nothing wrong");
  }

  @ParameterizedTest
  @EnumSource(value = Plant.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aWordLeftOutIsFound(Plant plant) {
    for (long seed = SEED; seed < SEED + SCHEDULES_TO_FIND; seed++) {
      Optional<String> found = run(seed, plant);
      if (found.isPresent()) {
        System.out.println("voting: found " + plant + " with " + found.get());
        return;
      }
    }
    fail(plant + " was not found in " + SCHEDULES_TO_FIND + " schedules from seed " + SEED);
  }

  @Test
  void aScheduleIsTheSameWheneverItRuns() {
    Plant[] all = Plant.values();
    for (long seed = 0; seed < 60; seed++) {
      Plant plant = all[(int) seed % all.length];
      assertEquals(run(seed, plant), run(seed, plant), "seed " + seed);
    }
  }
}
