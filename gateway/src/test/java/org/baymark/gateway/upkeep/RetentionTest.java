package org.baymark.gateway.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.baymark.gateway.store.PrunedLog.Candidate;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.junit.jupiter.api.Test;

/** Every small world: up to three batches of every age and size, under every small rule. */
class RetentionTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
  private static final int LARGEST = 3;

  private static Candidate batch(int number, int ageSeconds, long bytes) {
    return new Candidate(
        number, number, number, NOW.minusSeconds(ageSeconds), bytes, Digest.sha256(Bytes.EMPTY));
  }

  private static List<List<Candidate>> worlds() {
    List<List<Candidate>> worlds = new ArrayList<>(List.of(List.of()));
    for (int from = 0; worlds.get(from).size() < LARGEST; from++) {
      for (int age = 0; age <= LARGEST; age++) {
        for (int bytes = 0; bytes <= 2; bytes++) {
          List<Candidate> more = new ArrayList<>(worlds.get(from));
          more.add(batch(more.size() + 1, age, bytes * 10L));
          worlds.add(more);
        }
      }
    }
    return worlds;
  }

  private static boolean isOlder(Candidate batch, long seconds) {
    return Duration.between(batch.closed(), NOW).toSeconds() > seconds;
  }

  @Test
  void byAge() {
    for (List<Candidate> world : worlds()) {
      for (int keep = 0; keep <= LARGEST; keep++) {
        for (int slack = 0; slack <= 1; slack++) {
          Retention rule =
              new Retention(
                  Optional.of(Duration.ofSeconds(keep)),
                  Duration.ofSeconds(slack),
                  OptionalLong.empty());
          int due = rule.due(world, Long.MAX_VALUE, NOW);
          String told = rule + " " + world;
          int seconds = keep;
          assertTrue(
              world.subList(0, due).stream().allMatch(it -> isOlder(it, seconds)),
              () -> "prunes what is young: " + told);
          boolean isWorth = !world.isEmpty() && isOlder(world.get(0), keep + slack);
          assertEquals(isWorth, due > 0, told);
          assertTrue(
              !isWorth || due == world.size() || !isOlder(world.get(due), keep),
              () -> "leaves what is old: " + told);
        }
      }
    }
  }

  @Test
  void bySize() {
    for (List<Candidate> world : worlds()) {
      for (long keep = 0; keep <= 40; keep += 10) {
        for (long used = 0; used <= 60; used += 5) {
          Retention rule = new Retention(Optional.empty(), Duration.ZERO, OptionalLong.of(keep));
          int due = rule.due(world, used, NOW);
          long freed = world.subList(0, due).stream().mapToLong(Candidate::bytes).sum();
          long wanted = used > keep ? used - keep + keep / 10 : 0;
          String told = rule + " used " + used + " " + world;
          assertTrue(freed >= wanted || due == world.size(), () -> "too few: " + told);
          assertTrue(
              due == 0 || freed - world.get(due - 1).bytes() < wanted, () -> "too many: " + told);
        }
      }
    }
  }

  /** Either reason is enough, and neither stops the other. */
  @Test
  void bothTogetherPruneWhatTheOneThatAsksForMoreAsksFor() {
    Optional<Duration> age = Optional.of(Duration.ofSeconds(1));
    for (List<Candidate> world : worlds()) {
      for (long used = 0; used <= 60; used += 10) {
        OptionalLong size = OptionalLong.of(20);
        int both = new Retention(age, Duration.ZERO, size).due(world, used, NOW);
        int byAge = new Retention(age, Duration.ZERO, OptionalLong.empty()).due(world, used, NOW);
        int bySize = new Retention(Optional.empty(), Duration.ZERO, size).due(world, used, NOW);
        String told = world + " used " + used;
        assertTrue(both >= Math.max(byAge, bySize), told);
        boolean isInOrder =
            IntStream.range(1, world.size())
                .noneMatch(i -> world.get(i).closed().isBefore(world.get(i - 1).closed()));
        assertTrue(!isInOrder || both == Math.max(byAge, bySize), told);
      }
    }
  }

  @Test
  void theSettingsAreOffByThemselves() {
    for (List<Candidate> world : worlds()) {
      assertEquals(0, Retention.NONE.due(world, Long.MAX_VALUE, NOW));
      assertEquals(0, Retention.of(0, 0).due(world, Long.MAX_VALUE, NOW));
    }
    Retention month = Retention.of(30, 0);
    assertEquals(Duration.ofDays(1), month.slack());
    assertEquals(OptionalLong.of(5 << 20), Retention.of(0, 5).keepBytes());
  }
}
